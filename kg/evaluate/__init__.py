"""How good the program is, against what people annotated: facts, names, parts of speech and ezafe.

``kind_of`` says what a path holds; each kind has its own measure, and all of them give a ``Report``.
"""

from kg.evaluate.annotation import Annotation, read_annotations
from kg.evaluate.facts import evaluate_facts
from kg.evaluate.names import evaluate_names
from kg.evaluate.report import Report, to_json, to_tables
from kg.evaluate.rows import Gold, kind_of
from kg.evaluate.tags import evaluate_tags

__all__ = [
    "Annotation",
    "Gold",
    "Report",
    "evaluate_facts",
    "evaluate_names",
    "evaluate_tags",
    "kind_of",
    "read_annotations",
    "to_json",
    "to_tables",
]

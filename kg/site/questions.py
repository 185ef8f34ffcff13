"""The stored questions as the editor shows them: with their prefixes, and filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.persian import fold
from kg.query import Question
from kg.site.names import Names
from kg.vocabulary import PREFIXES


def text_of(question: Question, values: Mapping[str, str], names: Names) -> str:
    """Write ``question`` so that any endpoint takes it, with ``values`` for its parameters.

    Raises QueryError where nothing is called as a value says.
    """
    text = re.sub(r"^#.*\n", "", question.sparql, flags=re.MULTILINE).strip()
    for parameter in question.parameters:
        value = values.get(parameter.name, "").strip()
        if value:
            default = rf"VALUES \?{parameter.name} \{{[^}}]*\}}"
            given = f"VALUES ?{parameter.name} {{ {_terms(parameter.kind, value, names)} }}"
            text = re.sub(default, given.replace("\\", r"\\"), text, count=1)
    used = sorted(prefix for prefix in PREFIXES if re.search(rf"(?<![\w:]){prefix}:\w", text))
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + "\n" + text + "\n"


def _terms(kind: str, value: str, names: Names) -> str:
    if kind == "name":
        found = names.called(value) or names.search(value)[:1]
        if not found:
            raise QueryError(value)
        return " ".join(str(NamedNode(iri)) for iri in found)
    return str(Literal(_any_spelling(value) if kind == "words" else value))


def _any_spelling(words: str) -> str:
    """Write a regular expression that passes over spaces, joiners and the two forms of ی and ک."""
    letters = [re.escape(letter) for letter in fold(words) if not re.match(r"[\s\u200c]", letter)]
    return "[\\s\u200c]*".join(_SPELLINGS.get(letter, letter) for letter in letters)


_SPELLINGS = {"\u06cc": "[\u06cc\u064a\u0649]", "\u06a9": "[\u06a9\u0643]"}

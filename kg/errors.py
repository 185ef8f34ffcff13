"""Everything that khabar-kg raises on purpose.

KgError
├── ArticleError      one article cannot be read; the rest goes on
├── KnowledgeError    rows of ontology/ are wrong; nothing is built
├── QueryError        a question cannot be asked or is not known
├── JudgementError    a file of judgements cannot be read
└── GraphError        a graph file is missing or cannot be read
"""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors meant for a person: the message says what is wrong and the way out."""


class ArticleError(KgError):
    """One article cannot be read. ``where`` names the file, and the line where there is one."""

    def __init__(self, where: str, problem: str, way_out: str) -> None:
        super().__init__(f"{where}: {problem}; {way_out}")
        self.where = where


class KnowledgeError(KgError):
    """Rows of the knowledge in ontology/ are wrong; all of them are listed at once."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("wrong rows in the knowledge files:\n  " + "\n  ".join(faults))
        self.faults = faults


class QueryError(KgError):
    """A question is not SPARQL, or no stored question has that name."""


class GraphError(KgError):
    """A graph cannot be read."""


class JudgementError(KgError):
    """A file of judgements has rows that say nothing; all of them are listed at once."""

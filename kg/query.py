"""A question to the graph -> rows, with labels beside IRIs.

A question is SPARQL text, a file of it, or the name of a file ``ontology/queries/NAME.rq``. Comments
at its head say what it asks (``# title@fa: …``, ``# title@en: …``) and what can be filled in
(``# param: NAME KIND: description``, KIND being ``name``, ``words`` or ``value``). For each parameter
the body says ``VALUES ?NAME { DEFAULT }``; it is SPARQL as it stands, and a given value takes the
default's place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyparsing import ParseBaseException
from rdflib import RDFS, Dataset, Graph, Literal, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier
from rdflib.term import Node as Term

from kg.answer import FORMATS, Cell, Rows, to_csv, to_json, to_table, to_text
from kg.errors import QueryError
from kg.knowledge import ontology_dir
from kg.persian import fold, squash
from kg.turtle import Speller, prefixes_of, to_turtle
from kg.vocabulary import NIF, PREFIXES, SCHEMA, SKOS

__all__ = ["FORMATS", "NAMES", "Cell", "Parameter", "Question", "Rows", "find_question", "parse_question",
           "run_query", "stored_questions", "to_csv", "to_json", "to_table", "to_text"]  # fmt: skip

NAMES = (SKOS.prefLabel, RDFS.label, SKOS.altLabel, SCHEMA.headline, SCHEMA.identifier)
"""What a node may be called by, the best first."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be filled in: a node by its ``name``, ``words`` to look for, or a plain ``value``."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its titles by language and its SPARQL text."""

    name: str
    titles: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    sparql: str


# ── asking ────────────────────────────────────────────────────────────────────


def run_query(dataset: Dataset, question: str, parameters: Mapping[str, str] | None = None) -> Rows:
    """Ask ``dataset``; plain patterns see all its graphs, and its prefixes need no declaration.

    ``question`` is SPARQL text, the path of a .rq file, or the name of a stored question;
    ``parameters`` fill in what the question leaves open. Raises QueryError, in one line.
    """
    view = Dataset(store=dataset.store, default_union=True)
    asked = find_question(question)
    query = _prepare(asked.sparql, {**PREFIXES, **prefixes_of(dataset)})
    _fill_in(view, asked, query, parameters or {})
    try:
        return _rows(view, query, view.query(query))
    except Exception as error:  # rdflib's functions raise what they like
        raise QueryError(f"the question cannot be answered: {_one_line(error)}") from error


def find_question(question: str) -> Question:
    """Find a stored question by its name, read a .rq file, or take ``question`` as SPARQL text."""
    path = ontology_dir() / "queries" / f"{question}.rq"
    if re.fullmatch(r"[\w-]+", question):
        if not path.is_file():
            raise QueryError(f"no stored question is called «{question}»{_nearest(question)}")
    elif question.endswith(".rq") and "\n" not in question:
        path = Path(question)
    else:
        return parse_question("", question)
    try:
        return parse_question(path.stem, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise QueryError(f"{path}: cannot be read; name a UTF-8 file with SPARQL in it") from None


def stored_questions() -> list[Question]:
    """List the questions in ontology/queries/, by name."""
    paths = sorted((ontology_dir() / "queries").glob("*.rq"))
    return [parse_question(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def parse_question(name: str, text: str) -> Question:
    """Read the comments at the head of a question."""
    titles = dict(re.findall(r"^#\s*title@(\w+):\s*(.+?)\s*$", text, re.MULTILINE))
    heads = re.findall(r"^#\s*param:\s*(\w+)\s+(name|words|value):\s*(.+?)\s*$", text, re.MULTILINE)
    return Question(name, titles, tuple(Parameter(*head) for head in heads), text)


def _nearest(name: str) -> str:
    names = [path.stem for path in sorted((ontology_dir() / "queries").glob("*.rq"))]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    return f"; did you mean «{near[0]}»?" if near else f"; there are {', '.join(names)}"


def _prepare(sparql: str, prefixes: Mapping[str, str]) -> Query:
    try:
        query = prepareQuery(sparql, initNs=dict(prefixes))
    except ParseBaseException as error:
        where = f"line {error.lineno}, column {error.col}"
        raise QueryError(
            f"{where}: this is not SPARQL: {_one_line(error.msg)}, at «{_rest(error)}»"
        ) from None
    except Exception as error:  # an unknown prefix is a bare Exception
        raise QueryError(f"this is not SPARQL: {_one_line(error)}") from None
    if query.algebra.get("datasetClause") or "ServiceGraphPattern" in _parts(query.algebra):
        raise QueryError(
            "FROM and SERVICE would fetch data from elsewhere; use GRAPH for one article's facts"
        )
    return query


def _rest(error: ParseBaseException) -> str:
    return " ".join(error.pstr[error.loc : error.loc + 20].split())


def _one_line(message: object) -> str:
    return " ".join(str(message).split())[:200]


def _parts(node: Any) -> Iterator[str]:
    """Name the parts of a question's algebra."""
    if isinstance(node, dict):
        yield getattr(node, "name", "")
        node = list(node.values())
    if isinstance(node, list | tuple):
        for part in node:
            yield from _parts(part)


# ── filling in ────────────────────────────────────────────────────────────────


def _fill_in(view: Dataset, question: Question, query: Query, values: Mapping[str, str]) -> None:
    """Put ``values`` in the place of the question's defaults: as terms in its algebra, never as text."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name, value in values.items():
        if name not in known:
            there = ", ".join(known) or "nothing"
            raise QueryError(f"the question has no «{name}» to fill in; it has: {there}")
        places = list(_places(query.algebra, Variable(name)))
        if not places:
            raise QueryError(f"the question lacks the line «VALUES ?{name} {{ UNDEF }}» for its parameter")
        terms = _KINDS[known[name].kind](view, value)
        for place in places:
            place["res"] = [{Variable(name): term} for term in terms]


def _places(node: Any, variable: Variable) -> Iterator[Any]:
    """Find where the algebra says «VALUES ?variable { … }»."""
    if getattr(node, "name", "") == "values" and any(set(row) == {variable} for row in node["res"]):
        yield node
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    for part in parts:
        yield from _places(part, variable)


def _nodes_called(view: Dataset, name: str) -> Sequence[Identifier]:
    """Find the nodes of a name whatever its spelling, of an article's id, or of an IRI, short or whole."""
    iri = _expand(name, prefixes_of(view))
    if iri is not None and (iri, None, None) in view:
        return [iri]
    names = [(node, str(label)) for p in NAMES for node, label in view.subject_objects(p)]
    key = squash(name)
    found = {node for node, label in names if label == name or (key and squash(label) == key)}
    if not found:
        near = difflib.get_close_matches(name, sorted({label for _, label in names}), n=3)
        hint = f"; near it are «{'», «'.join(near)}»" if near else ""
        raise QueryError(f"nothing in the graph is called «{name}»{hint}")
    return sorted(node for node in found if isinstance(node, URIRef))


def _expand(name: str, prefixes: Mapping[str, str]) -> URIRef | None:
    prefix, colon, local = name.strip("<>").partition(":")
    if not colon or re.search(r'[\s<>"{}|\\^`]', local):
        return None
    return URIRef(prefixes[prefix] + local if prefix in prefixes else f"{prefix}:{local}")


def _words(view: Dataset, words: str) -> Sequence[Identifier]:
    """Write a regular expression for ``words`` in any spelling: ZWNJ or space, ي or ی, any digits."""
    letters = (c for c in fold(words) if not c.isspace() and c != "\u200c")
    return [Literal(_ANY_GAP.join(_spellings().get(c, re.escape(c)) for c in letters))]


_ANY_GAP = "[\\s\u200c\u0640\u064b-\u0655]*"


@cache
def _spellings() -> Mapping[str, str]:
    """For each letter and digit that others fold to: the class of them all."""
    classes: dict[str, str] = {}
    for char in map(chr, range(0x600, 0x700)):
        if char.isalnum():
            classes[fold(char)] = classes.get(fold(char), fold(char)) + char
    return {char: f"[{''.join(sorted(set(all_of_it)))}]" for char, all_of_it in classes.items()}


def _value(view: Dataset, value: str) -> Sequence[Identifier]:
    return [Literal(value)]


_KINDS: Mapping[str, Callable[[Dataset, str], Sequence[Identifier]]] = {
    "name": _nodes_called,
    "words": _words,
    "value": _value,
}


# ── answering ─────────────────────────────────────────────────────────────────


def _rows(view: Dataset, query: Query, result: Result) -> Rows:
    if result.type == "ASK":
        return Rows(("answer",), ((Cell(Literal(result.askAnswer), str(result.askAnswer).lower()),),))
    if result.graph is not None:
        return Rows((), (), to_turtle(result.graph, prefixes_of(view)))
    variables = [Variable(name) for name in result.vars or ()]
    names = _Names(view)
    rows = [tuple(names.cell(binding.get(v)) for v in variables) for binding in result.bindings]
    if "OrderBy" not in _parts(query.algebra):
        rows.sort(key=lambda row: [cell.short if cell else "" for cell in row])
    return Rows(tuple(str(variable) for variable in variables), tuple(rows))


class _Names:
    """What the nodes of an answer are called."""

    def __init__(self, view: Dataset) -> None:
        self._view = view
        self._speller = Speller(prefixes_of(view))
        self._cells: dict[Term, Cell] = {}

    def cell(self, term: Term | None) -> Cell | None:
        if term is None:
            return None
        if term not in self._cells:
            self._cells[term] = self._cell(term)
        return self._cells[term]

    def _cell(self, term: Term) -> Cell:
        if isinstance(term, Literal):
            return Cell(term, str(term))
        return Cell(term, self._speller.compact(term), self._label(term))

    def _label(self, node: Term) -> str | None:
        for predicate in (*NAMES, NIF.anchorOf):
            labels = sorted(str(label) for label in self._view.objects(node, predicate))
            if labels:
                return labels[0]
        return _term_labels().get(str(node))


@cache
def _term_labels() -> Mapping[str, str]:
    """Read the Persian labels of the ontology's terms."""
    ontology = Graph().parse(ontology_dir() / "kg.ttl")
    pairs = ontology.subject_objects(RDFS.label)
    return {str(term): str(label) for term, label in pairs if getattr(label, "language", "") == "fa"}

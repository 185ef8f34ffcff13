"""A question to the graph -> rows, with labels beside IRIs.

A question is SPARQL text, a file of it, or the name of a file ``ontology/queries/NAME.rq``. Comments
at its head say what it asks (``# title@fa: …``, ``# title@en: …``) and what can be filled in
(``# param: NAME KIND: description``, KIND being ``name``, ``words`` or ``value``, and in Persian
``# param@fa: NAME: description``). For each parameter the body says ``VALUES ?NAME { DEFAULT }``; it is
SPARQL as it stands, and a given value takes the default's place. A comment ``# with NAME: PATTERN`` is
part of the question where NAME is given: a store that starts from what is asked for need not look at all
there is. ``# kept: FIGURE`` says that the ledger keeps the answer (``kg.index``): it takes the whole graph.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDFS, Graph

from kg.answer import FORMATS, Cell, Rows, Term, to_csv, to_json, to_table, to_text
from kg.errors import QueryError
from kg.index import Index
from kg.knowledge import ontology_dir
from kg.persian import fold
from kg.store import NAMES, GraphStore
from kg.turtle import Speller, turtle

__all__ = ["FORMATS", "NAMES", "Cell", "Parameter", "Question", "Rows", "find_question", "parse_question",
           "run_query", "stored_questions", "to_csv", "to_json", "to_table", "to_text"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be filled in: a node by its ``name``, ``words`` to look for, or a plain ``value``."""

    name: str
    kind: str
    description: str
    description_fa: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its titles by language and its SPARQL text."""

    name: str
    titles: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    sparql: str
    kept: str = ""  # the figure of the ledger that answers it, where there is a ledger


# ── asking ────────────────────────────────────────────────────────────────────


def run_query(
    graphs: GraphStore,
    question: str,
    parameters: Mapping[str, str] | None = None,
    index: Index | None = None,
) -> Rows:
    """Ask ``graphs``; plain patterns see all of them, and their prefixes need no declaration.

    ``question`` is SPARQL text, the path of a .rq file, or the name of a stored question;
    ``parameters`` fill in what the question leaves open, and ``index`` knows what nodes are called
    (without it, all the graphs are looked through). Raises QueryError, in one line.
    """
    asked, index = find_question(question), index or Index(graphs)
    sparql = asked.sparql
    if parameters:
        sparql = _fill_in(asked, parameters, index, graphs.prefixes)
    check_query(sparql, graphs.prefixes)
    unordered, order = _order_of(sparql)
    kept = index.kept(asked.kept, _limit_of(sparql)) if asked.kept else None
    if kept:
        return _table(*kept, order, index, graphs.prefixes)
    try:
        return _rows(graphs, order, index, graphs.query(unordered))
    except (SyntaxError, OSError, ValueError) as error:
        raise QueryError(f"the question cannot be answered: {_one_line(error)}") from error


def check_query(sparql: str, prefixes: Mapping[str, str]) -> None:
    """Raise QueryError where ``sparql`` is no query, with its place, or would fetch data from elsewhere."""
    check_words(sparql)
    try:
        ox.Store().query(sparql, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise QueryError(_syntax_error(sparql, str(error))) from None


def check_words(sparql: str) -> None:
    """Raise QueryError where a query or an update would fetch data from elsewhere."""
    for text in (sparql, _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), sparql)):
        found = _FETCHING.search(_bare(text))
        if found:
            raise QueryError(
                f"{found[0].upper()} would fetch data from elsewhere; use GRAPH for one article's facts"
            )


_FETCHING = re.compile(r"(?<![\w:?$@.-])(?:service|load)(?![\w:-])", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00[01][0-9A-Fa-f]{5})")  # SPARQL reads these anywhere


def _syntax_error(sparql: str, said: str) -> str:
    place = re.match(r"error at (\d+):(\d+): (.*)", said, re.DOTALL)
    if not place:
        return f"this is not SPARQL: {_one_line(said)}"
    line, column = int(place[1]), int(place[2])
    rest = " ".join("\n".join(sparql.split("\n")[line - 1 :])[column - 1 :].split())[:20]
    where = f"line {line}, column {column}"
    if "Prefix not found" in said:
        return f"{where}: this prefix is not known, near «{rest}»; declare it with PREFIX"
    return f"{where}: this is not SPARQL: {_expected(place[3])}, at «{rest or 'the end'}»"


def _expected(said: str) -> str:
    """Shorten a list of what was expected: character classes say nothing to a person."""
    if not said.startswith("expected one of "):
        return _one_line(said)
    words = [w for w in re.split(r", (?![^\[]*\])", said.removeprefix("expected one of ")) if "[" not in w]
    return _one_line(f"expected {' or '.join(words)}" if words else "a name or a term is not well formed")


def _bare(sparql: str) -> str:
    """Take strings, IRIs and comments out of a question: what is left are its own words."""
    return _NOT_WORDS.sub(" ", sparql)


_NOT_WORDS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n\r]|\\.)*"|'
    r"'(?:[^'\\\n\r]|\\.)*'|"
    r'<[^<>"{}|^`\\\s]*>|#[^\n\r]*|\\.',
    re.DOTALL,
)


def find_question(question: str) -> Question:
    """Find a stored question by its name, read a .rq file, or take ``question`` as SPARQL text."""
    path = ontology_dir() / "queries" / f"{question}.rq"
    is_stored = re.fullmatch(r"[\w-]+", question) is not None
    if is_stored:
        if not path.is_file():
            raise QueryError(f"no stored question is called «{question}»{_nearest(question)}")
    elif question.endswith(".rq") and "\n" not in question:
        path = Path(question)
    else:
        return replace(parse_question("", question), kept="")
    try:
        asked = parse_question(path.stem, path.read_text(encoding="utf-8"))
        return asked if is_stored else replace(asked, kept="")  # a copy may ask for something else
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
    in_persian = dict(re.findall(r"^#\s*param@fa:\s*(\w+):\s*(.+?)\s*$", text, re.MULTILINE))
    parameters = tuple(Parameter(who, kind, said, in_persian.get(who, "")) for who, kind, said in heads)
    kept = re.search(r"^#\s*kept:\s*(\w+)\s*$", text, re.MULTILINE)
    return Question(name, titles, parameters, text, kept[1] if kept else "")


def _nearest(name: str) -> str:
    names = [path.stem for path in sorted((ontology_dir() / "queries").glob("*.rq"))]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    return f"; did you mean «{near[0]}»?" if near else f"; there are {', '.join(names)}"


def _one_line(message: object) -> str:
    return " ".join(str(message).split())[:200]


# ── filling in ────────────────────────────────────────────────────────────────


def _fill_in(question: Question, values: Mapping[str, str], index: Index, prefixes: Mapping[str, str]) -> str:
    """Put ``values`` in the place of the defaults: as terms that Oxigraph spells, never as text."""
    known = {parameter.name: parameter for parameter in question.parameters}
    sparql = question.sparql
    for name, value in values.items():
        if name not in known:
            there = ", ".join(known) or "nothing"
            raise QueryError(f"the question has no «{name}» to fill in; it has: {there}")
        place = re.compile(rf"^([^#\n]*)VALUES\s+\?{re.escape(name)}\s*\{{[^}}\n]*\}}", re.MULTILINE)
        if not place.search(sparql):
            raise QueryError(f"the question lacks the line «VALUES ?{name} {{ UNDEF }}» for its parameter")
        terms = " ".join(map(str, _KINDS[known[name].kind](value, index, prefixes)))
        given = f"VALUES ?{name} {{ {terms} }}"
        sparql = place.sub(lambda match, given=given: f"{match[1]}{given}", sparql)  # type: ignore[misc]
        sparql = re.sub(rf"^(\s*)#\s*with {re.escape(name)}:", r"\1", sparql, flags=re.MULTILINE)
        if known[name].kind == "words":  # written into REGEX, which compiles one that is bound for every row
            argument = re.compile(rf"(,\s*)\?{re.escape(name)}(?=\s*[,)])")
            sparql = argument.sub(lambda match, terms=terms: f"{match[1]}{terms}", sparql)  # type: ignore[misc]
    return sparql


def _nodes_called(value: str, index: Index, prefixes: Mapping[str, str]) -> Sequence[Term]:
    """Find the nodes of a name whatever its spelling, of an article's id, or of an IRI, short or whole."""
    iri = _expand(value, prefixes)
    nodes = [iri] if iri is not None and index.has(iri) else index.called(value)
    if not nodes:
        near = index.near(value)
        hint = f"; near it are «{'», «'.join(near)}»" if near else ""
        raise QueryError(f"nothing in the graph is called «{value}»{hint}")
    return [ox.NamedNode(node) for node in nodes]


def _expand(name: str, prefixes: Mapping[str, str]) -> str | None:
    prefix, colon, local = name.strip("<>").partition(":")
    if not colon or re.search(r'[\s<>"{}|\\^`\x00-\x20]', f"{prefix}{local}"):
        return None
    iri = prefixes[prefix] + local if prefix in prefixes else f"{prefix}:{local}"
    try:
        return ox.NamedNode(iri).value
    except ValueError:
        return None


def _words(value: str, index: Index, prefixes: Mapping[str, str]) -> Sequence[Term]:
    """Write a regular expression for words in any spelling: ZWNJ or space, ي or ی, any digits."""
    letters = (c for c in fold(value) if not c.isspace() and c != "\u200c")
    return [ox.Literal(_ANY_GAP.join(_spellings().get(c, re.escape(c)) for c in letters))]


_ANY_GAP = "[\\s\u200c\u0640\u064b-\u0655]*"


@cache
def _spellings() -> Mapping[str, str]:
    """For each letter and digit that others fold to: the class of them all."""
    classes: dict[str, str] = {}
    for char in map(chr, range(0x600, 0x700)):
        if char.isalnum():
            classes[fold(char)] = classes.get(fold(char), fold(char)) + char
    return {char: f"[{''.join(sorted(set(all_of_it)))}]" for char, all_of_it in classes.items()}


def _value(value: str, index: Index, prefixes: Mapping[str, str]) -> Sequence[Term]:
    return [ox.Literal(value)]


_KINDS: Mapping[str, Callable[[str, Index, Mapping[str, str]], Sequence[Term]]] = {
    "name": _nodes_called,
    "words": _words,
    "value": _value,
}


# ── answering ─────────────────────────────────────────────────────────────────


def _rows(
    graphs: GraphStore,
    order: _Order | None,
    index: Index,
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
) -> Rows:
    if isinstance(result, ox.QueryBoolean):
        word = "true" if result else "false"
        is_true = ox.Literal(word, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
        return Rows(("answer",), ((Cell(is_true, word),),))
    if isinstance(result, ox.QueryTriples):
        lines = (f"{t.subject} {t.predicate} {t.object} .".encode() for t in result)
        return Rows((), (), b"".join(turtle(lines, graphs.prefixes)).decode("utf-8"))
    columns = tuple(variable.value for variable in result.variables)
    return _table(columns, map(tuple, result), order, index, graphs.prefixes)


def _table(
    columns: Sequence[str],
    answer: Iterable[tuple[Term | None, ...]],
    order: _Order | None,
    index: Index,
    prefixes: Mapping[str, str],
) -> Rows:
    found = list(answer)
    cells = _cells(index, prefixes, {term for row in found for term in row if term is not None})
    rows = [tuple(None if term is None else cells[term] for term in row) for row in found]
    if order is None:
        rows.sort(key=lambda row: [cell.short if cell else "" for cell in row])
    for name, is_falling in reversed(order or []):
        at = columns.index(name)
        rows.sort(key=lambda row, at=at: _rank(row[at]), reverse=is_falling)  # type: ignore[misc]
    return Rows(tuple(columns), tuple(rows))


def _limit_of(sparql: str) -> int:
    found = re.search(r"\bLIMIT\s+(\d+)\s*\Z", sparql)
    return int(found[1]) if found else -1


type _Order = list[tuple[str, bool]]
"""Columns to sort by, each with whether it falls; none of them where the store has sorted already."""


def _order_of(sparql: str) -> tuple[str, _Order | None]:
    """Take the order from the end of a question whose columns it names; None for a question without one.

    Oxigraph on disk reads each term anew at each comparison; sorting its rows here takes a tenth of that.
    """
    if not re.search(r"\border\s+by\b", _bare(sparql), re.IGNORECASE):
        return sparql, None
    end = _ORDER.search(sparql)
    head = _COLUMNS.search(_bare(sparql))
    if not end or not head:
        return sparql, []
    order = [(name or falling, bool(falling)) for falling, name in _BY.findall(end[1])]
    columns = _MADE.sub(r" \1 ", head[1])
    named = set(re.findall(r"\?(\w+)", columns)) if "(" not in columns else set()
    if not {name for name, _ in order} <= named:
        return sparql, []
    return sparql[: end.start(1) - len("ORDER BY")], order


_ORDER = re.compile(r"\n\s*ORDER BY((?:\s+(?:\?\w+|DESC\(\?\w+\)))+)\s*\Z")
_BY = re.compile(r"DESC\(\?(\w+)\)|\?(\w+)")
_MADE = re.compile(r"\((?:[^()]|\([^()]*\))*?\bAS\s+(\?\w+)\s*\)", re.IGNORECASE)
_COLUMNS = re.compile(r"\A\s*SELECT\s([^{*]*)WHERE")


def _rank(cell: Cell | None) -> tuple[int, float, str]:
    """Where a term stands in the order of SPARQL: nothing, IRIs, numbers by value, other literals."""
    if cell is None:
        return 0, 0, ""
    if not isinstance(cell.term, ox.Literal):
        return 1, 0, cell.term.value
    if cell.term.datatype.value in _NUMBERS:
        return 2, float(cell.term.value), cell.term.value
    return 3, 0, cell.term.value


_NUMBERS = frozenset(f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double"))


def _cells(index: Index, prefixes: Mapping[str, str], terms: Iterable[Term]) -> Mapping[Term, Cell]:
    """Write each term, with what it is called."""
    speller = Speller(prefixes)
    nodes = [term for term in terms if isinstance(term, ox.NamedNode)]
    labels = {**_term_labels(), **index.labels(node.value for node in nodes)}
    cells: dict[Term, Cell] = {
        node: Cell(node, speller.compact(node.value), labels.get(node.value)) for node in nodes
    }
    others = (term for term in terms if not isinstance(term, ox.NamedNode))
    return {**cells, **{term: Cell(term, _short(term)) for term in others}}


def _short(term: Term) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)


@cache
def _term_labels() -> Mapping[str, str]:
    """Read the Persian labels of the ontology's terms."""
    ontology = Graph().parse(ontology_dir() / "kg.ttl")
    pairs = ontology.subject_objects(RDFS.label)
    return {str(term): str(label) for term, label in pairs if getattr(label, "language", "") == "fa"}

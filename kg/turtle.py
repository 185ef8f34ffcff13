"""Graphs as text: Turtle, TriG and N-Quads, sorted, so that equal graphs are equal bytes.

All works on triples as N-Triples writes them, a line each: that is what every store gives out fastest,
and most of a line can stand in Turtle as it is. Rows are sorted on disk where they are many.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import IO, Protocol

from rdflib import RDF, RDFS, XSD, BNode, Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node as Term

Triple = tuple[Term, Term, Term]
Line = bytes
"""A triple as N-Triples writes it, without the end of the line. Bytes sort twice as fast as text does."""


class Graphs(Protocol):
    """Named graphs that can be read one by one."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Prefix -> namespace, for writing and asking."""

    def names(self) -> Sequence[str]:
        """List the IRIs of the graphs that hold something, sorted; "" is the graph without a name."""

    def lines(self, name: str) -> Iterable[Line]:
        """Give every triple of a graph once, in any order."""


# ── writing ───────────────────────────────────────────────────────────────────


def turtle(lines: Iterable[Line], prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Write triples as Turtle, each once, with those of ``prefixes`` that are in use."""
    speller = Speller(prefixes)
    yield from _with_heads(speller, speller.subjects(_sorted(lines)))


def trig(graphs: Graphs) -> Iterator[bytes]:
    """Write ``graphs`` as TriG, in the order of their names."""
    speller = Speller(graphs.prefixes)

    def body() -> Iterator[bytes]:
        for name in graphs.names():
            if name:
                yield b"\n%b {\n" % speller.spell(f"<{name}>".encode())
            for subject in speller.subjects(sorted(graphs.lines(name))):
                yield subject[:-1].replace(b"\n", b"\n    ") + b"\n" if name else subject
            if name:
                yield b"}\n"

    yield from _with_heads(speller, body())


def nquads(graphs: Graphs) -> Iterator[bytes]:
    """Write ``graphs`` as N-Quads, one sorted line for each quad."""
    for line, _ in groupby(_sorted(_quads(graphs))):
        yield line + b"\n"


def _quads(graphs: Graphs) -> Iterator[bytes]:
    for name in graphs.names():
        tail = f"<{name}> .".encode() if name else b"."
        for line in graphs.lines(name):
            yield line[:-1] + tail


def _with_heads(speller: Speller, body: Iterable[bytes]) -> Iterator[bytes]:
    """Write the prefixes in use above a body, which is done before it is known which they are."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        pieces = iter(body)
        while some := b"".join(islice(pieces, 1000)):
            file.write(some)
        file.seek(0)
        for prefix, namespace in sorted(speller.used.items()):
            yield f"@prefix {prefix}: <{namespace}> .\n".encode()
        while some := file.read(1 << 20):
            yield some


_IN_MEMORY = 1 << 28  # bytes


def _sorted(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sort ``lines``; what does not fit in memory goes to files."""
    lines = iter(lines)
    runs: list[IO[bytes]] = []
    run = sorted(islice(lines, _IN_A_RUN))
    for first in lines:
        runs.append(_file_of(run))
        run = sorted([first, *islice(lines, _IN_A_RUN)])
    if not runs:
        return iter(run)
    return merge(run, *(map(_without_end, file) for file in runs))


def _file_of(run: Iterable[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115
    file.writelines(line + b"\n" for line in run)
    file.seek(0)
    return file


def _without_end(line: bytes) -> bytes:
    return line[:-1]


_IN_A_RUN = 1 << 20  # lines that are sorted in memory


# ── spelling ──────────────────────────────────────────────────────────────────


class Speller:
    """Spells terms with prefixes where a name can bear one; remembers which prefixes it used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix_of = {
            f"<{namespace}".encode(): f"{prefix}:".encode()
            for prefix, namespace in sorted(prefixes.items(), reverse=True)
        }
        self._spelled = _Cache(self._spell, 1 << 18)  # IRIs of spans never end
        self._layouts = _Cache(self._layout, 1 << 12)  # each holds a predicate for each of its lines
        self._used: set[bytes] = set()

    @property
    def used(self) -> dict[str, str]:
        """Prefix -> namespace, of what was spelled until now."""
        return {self._prefix_of[namespace][:-1].decode(): namespace[1:].decode() for namespace in self._used}

    def compact(self, iri: str) -> str:
        """Write an IRI behind its prefix, or whole and without brackets where it has none."""
        spelled = self._spelled[f"<{iri}>".encode()]
        return iri if spelled[0] == _OPENING_BRACKET else spelled.decode()

    def spell(self, term: bytes) -> bytes:
        """Spell as Turtle does what N-Triples spells as ``term``."""
        return self._spelled[term] if term[-1] == _CLOSING_BRACKET else term

    def subjects(self, lines: Iterable[Line]) -> Iterator[bytes]:
        """Write sorted lines as Turtle, each once, a piece a subject: its classes first, then its name."""
        spelled = self._spelled
        before, subject = b"", b""
        predicates: list[bytes] = []
        terms: list[bytes] = []
        for line in lines:
            if line == before:
                continue
            before = line
            s, p, o = line[:-2].split(b" ", 2)
            if s != subject:
                if predicates:
                    yield self._subject(predicates, terms)
                subject, predicates, terms = s, [], [self.spell(s)]
            predicates.append(p)
            terms.append(spelled[o] if o[-1] == _CLOSING_BRACKET else o)
        if predicates:
            yield self._subject(predicates, terms)

    def _subject(self, predicates: list[bytes], terms: list[bytes]) -> bytes:
        template, in_order = self._layouts[tuple(predicates)]
        return template % in_order(terms)

    def _layout(self, predicates: tuple[bytes, ...]) -> _Layout:
        """Lay out subjects that have these predicates; most have the same as some before them."""
        verbs = [b"a" if p == _RDF_TYPE else self.spell(p) for p in predicates]
        ranks = [(p != _RDF_TYPE, p != _RDFS_LABEL, verb) for p, verb in zip(predicates, verbs, strict=True)]
        order = sorted(range(len(verbs)), key=ranks.__getitem__)
        said = [
            verb.replace(b"%", b"%%") + b" " + b", ".join(b"%b" for _ in places)
            for verb, places in groupby(order, verbs.__getitem__)
        ]
        return b"\n%b " + b" ;\n    ".join(said) + b" .\n", itemgetter(0, *(place + 1 for place in order))

    def _spell(self, term: bytes) -> bytes:
        """Spell an IRI, whole where it cannot stand behind a prefix, or a literal with a datatype."""
        if term[0] != _OPENING_BRACKET:
            return self._typed(term)
        at = max(term.rfind(b"/"), term.rfind(b"#")) + 1
        namespace = term[:at]
        prefix = self._prefix_of.get(namespace)
        if prefix is None or not (_PLAIN.fullmatch(term, at) or _LOCAL.fullmatch(term[at:].decode())):
            return term
        self._used.add(namespace)
        return prefix + term[at:-1]

    def _typed(self, literal: bytes) -> bytes:
        quoted, _, datatype = literal.rpartition(b"^^")
        if datatype == _XSD_INTEGER and _INTEGER.fullmatch(quoted):
            return quoted[1:-1]
        if datatype == _XSD_DECIMAL and _DECIMAL.fullmatch(quoted):
            return quoted[1:-1]
        return quoted + b"^^" + self._spelled[datatype]


type _Layout = tuple[bytes, Callable[[list[bytes]], tuple[bytes, ...]]]
"""A template, and what brings a subject and its objects into the order of that."""


class _Cache[Key, Value](dict[Key, Value]):
    """What was made once; emptied when it has grown large."""

    def __init__(self, make: Callable[[Key], Value], largest: int) -> None:
        self._make = make
        self._largest = largest

    def __missing__(self, key: Key) -> Value:
        if len(self) > self._largest:
            self.clear()
        made = self[key] = self._make(key)
        return made


_OPENING_BRACKET, _CLOSING_BRACKET = b"<>"
_RDF_TYPE, _RDFS_LABEL = f"<{RDF.type}>".encode(), f"<{RDFS.label}>".encode()
_XSD_INTEGER, _XSD_DECIMAL = f"<{XSD.integer}>".encode(), f"<{XSD.decimal}>".encode()
_INTEGER = re.compile(rb'"[+-]?[0-9]+"')
_DECIMAL = re.compile(rb'"[+-]?[0-9]*\.[0-9]+"')
# the part of PN_LOCAL that all parsers read alike: no backslash escapes, no dot at the end
_LETTER = "0-9A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_LOCAL = re.compile(rf"(?:[{_LETTER}]|%[0-9A-Fa-f]{{2}})(?:\.?(?:[{_LETTER}-]|%[0-9A-Fa-f]{{2}}))*>")
# nearly all of them, and quickly told: ASCII, and U+0600 to U+06FF as two bytes each
_PLAIN = re.compile(rb"[0-9A-Za-z_\xd8-\xdb\x80-\xbf][0-9A-Za-z_\xd8-\xdb\x80-\xbf-]*>")


# ── from rdflib, and terms taken apart ────────────────────────────────────────


class GraphsOf:
    """A dataset of rdflib as graphs that can be written."""

    def __init__(self, dataset: Dataset) -> None:
        self.prefixes = prefixes_of(dataset)
        self._graphs: dict[str, list[Line]] = {}
        for s, p, o, name in dataset.quads((None, None, None, None)):
            key = "" if name is None or name == DATASET_DEFAULT_GRAPH_ID else str(name)
            self._graphs.setdefault(key, []).append(line_of((s, p, o)))

    def names(self) -> list[str]:
        """List the graphs; see ``Graphs``."""
        return sorted(self._graphs)

    def lines(self, name: str) -> list[Line]:
        """Give the triples of a graph; see ``Graphs``."""
        return self._graphs[name]


def prefixes_of(dataset: Dataset) -> dict[str, str]:
    """List the prefixes that are bound in ``dataset``."""
    return {prefix: str(namespace) for prefix, namespace in dataset.namespaces()}


def line_of(triple: Triple) -> Line:
    """Write a triple of rdflib's as N-Triples does."""
    s, p, o = triple
    return f"{plain(s)} {plain(p)} {plain(o)} .".encode()


def plain(term: Term) -> str:
    """Spell a term of rdflib's as N-Triples does: no prefix, no shorthand."""
    if isinstance(term, URIRef):
        return _plain_iri(term)
    if isinstance(term, Literal):
        quoted, language, datatype = f'"{_escape(_NOT_IN_STRING, term)}"', term.language, term.datatype
        if language:
            return f"{quoted}@{language}"
        return quoted if datatype is None or datatype == _STRING else f"{quoted}^^{_plain_iri(datatype)}"
    if isinstance(term, BNode):
        return f"_:{term}"
    raise TypeError(f"{term!r} has no place in a graph")


@lru_cache(maxsize=1 << 16)
def _plain_iri(iri: str) -> str:
    return f"<{_escape(_NOT_IN_IRI, iri)}>"


def literal_parts(spelled: str) -> tuple[str, str, str]:
    """Take a literal of N-Triples apart: what it says, its language, its datatype's IRI ("" for none)."""
    quoted, _, tail = spelled.rpartition('"')
    text = _ESCAPED.sub(_unescaped, quoted[1:]) if "\\" in quoted else quoted[1:]
    if tail.startswith("^^"):
        return text, "", tail[3:-1]
    return text, tail[1:], ""


def _escape(unsafe: re.Pattern[str], text: str) -> str:
    if not unsafe.search(text):
        return str(text)
    return unsafe.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}", text)


def _unescaped(match: re.Match[str]) -> str:
    char = match[1]
    return _MEANT.get(char) or chr(int(char[1:], 16))


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_MEANT = {escaped[1]: char for char, escaped in _ESCAPES.items()}
_ESCAPED = re.compile(r'\\(["\\nrtbf]|u[0-9A-F]{4}|U[0-9A-F]{8})')
_STRING = XSD.string
_NOT_IN_STRING = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')

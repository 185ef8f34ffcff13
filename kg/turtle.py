"""Triples and quads as text: Turtle, TriG and N-Quads, sorted, so that equal graphs are equal bytes.

rdflib's writers look up every IRI in many ways and sort by hash here and there; these write the
plain part of the languages that our graphs use, some ten times faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from rdflib import RDF, RDFS, XSD, BNode, Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node as Term

Triple = tuple[Term, Term, Term]


def to_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Write ``triples`` as Turtle, with those of ``prefixes`` (prefix -> namespace) that are in use."""
    speller = Speller(prefixes)
    body = list(_subjects(triples, speller, ""))
    return "".join([*speller.heads(), *body])


def to_trig(dataset: Dataset) -> str:
    """Write ``dataset`` as TriG, graph by graph in the order of their names."""
    speller = Speller(prefixes_of(dataset))
    body: list[str] = []
    for name, triples in graphs_of(dataset):
        body.append(f"\n{speller.spell(name)} {{\n" if name else "")
        body.extend(_subjects(triples, speller, "    " if name else ""))
        body.append("}\n" if name else "")
    return "".join([*speller.heads(), *body])


def to_nquads(dataset: Dataset) -> str:
    """Write ``dataset`` as N-Quads, one sorted line for each quad."""
    speller = Speller({})
    lines = []
    for name, triples in graphs_of(dataset):
        tail = f" {speller.spell(name)} .\n" if name else " .\n"
        lines += [" ".join(speller.spell_plainly(term) for term in triple) + tail for triple in triples]
    return "".join(sorted(lines))


def graphs_of(dataset: Dataset) -> Iterator[tuple[URIRef | None, list[Triple]]]:
    """List the graphs that hold something, in the order of their names; None names the default graph."""
    graphs: dict[str, list[Triple]] = {}
    for s, p, o, name in dataset.quads((None, None, None, None)):
        key = "" if name is None or name == DATASET_DEFAULT_GRAPH_ID else str(name)
        graphs.setdefault(key, []).append((s, p, o))
    for key in sorted(graphs):
        yield URIRef(key) if key else None, graphs[key]


def prefixes_of(dataset: Dataset) -> dict[str, str]:
    """List the prefixes that are bound in ``dataset``."""
    return {prefix: str(namespace) for prefix, namespace in dataset.namespaces()}


def _subjects(triples: Iterable[Triple], speller: Speller, indent: str) -> Iterator[str]:
    spell = speller.spell
    rows = sorted((spell(s), _rank(p), spell(p), spell(o)) for s, p, o in triples)
    for subject, of_subject in groupby(rows, lambda row: row[0]):
        lines = []
        for predicate, of_predicate in groupby(of_subject, lambda row: row[2]):
            verb = "a" if predicate == speller.type else predicate
            lines.append(f"{verb} {', '.join(row[3] for row in of_predicate)}")
        yield f"\n{indent}{subject} " + f" ;\n{indent}    ".join(lines) + " .\n"


def _rank(predicate: Term) -> int:
    """Classes first, then the name, then the rest."""
    return 0 if predicate == RDF.type else 1 if predicate == RDFS.label else 2


class Speller:
    """Spells terms, with prefixes where a name can bear one; remembers which prefixes it used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefix_of = {namespace: prefix for prefix, namespace in sorted(prefixes.items(), reverse=True)}
        self._spelled: dict[URIRef, str] = {}
        self._spelled_plainly: dict[URIRef, str] = {}
        self.used: dict[str, str] = {}
        self.type = self.spell(RDF.type)
        self.used.clear()

    def heads(self) -> Iterator[str]:
        """Write the declarations of the prefixes in use."""
        for prefix, namespace in sorted(self.used.items()):
            yield f"@prefix {prefix}: <{namespace}> .\n"

    def spell(self, term: Term) -> str:
        """Spell ``term`` as Turtle does."""
        if isinstance(term, URIRef):
            spelled = self._spelled.get(term)
            if spelled is None:
                spelled = self._spelled[term] = self._name(term) or self.spell_plainly(term)
            return spelled
        if isinstance(term, Literal):
            if term.datatype == XSD.integer and _INTEGER.fullmatch(term):
                return str(term)
            if term.datatype == XSD.decimal and _DECIMAL.fullmatch(term):
                return str(term)
            return _literal(term, self.spell)
        return self.spell_plainly(term)

    def compact(self, term: Term) -> str:
        """Spell an IRI behind its prefix, or whole and without brackets where it has none."""
        return self._name(term) or str(term)

    def spell_plainly(self, term: Term) -> str:
        """Spell as N-Triples does: no prefix, no shorthand."""
        match term:
            case URIRef():
                spelled = self._spelled_plainly.get(term)
                if spelled is None:
                    spelled = self._spelled_plainly[term] = f"<{_escape(_NOT_IN_IRI, term)}>"
                return spelled
            case Literal():
                return _literal(term, self.spell_plainly)
            case BNode():
                return f"_:{term}"
        raise TypeError(f"{term!r} has no place in a graph")

    def _name(self, iri: Term) -> str | None:
        """Write ``iri`` behind its prefix; None where it has none or cannot stand behind one."""
        at = max(str(iri).rfind("/"), str(iri).rfind("#")) + 1
        namespace, local = str(iri)[:at], str(iri)[at:]
        prefix = self._prefix_of.get(namespace)
        if prefix is None or not _LOCAL.fullmatch(local):
            return None
        self.used[prefix] = namespace
        return f"{prefix}:{local}"


def _literal(literal: Literal, spell_type: _Spell) -> str:
    quoted = f'"{_escape(_NOT_IN_STRING, literal)}"'
    if literal.language:
        return f"{quoted}@{literal.language}"
    if literal.datatype is None or literal.datatype == XSD.string:
        return quoted
    return f"{quoted}^^{spell_type(literal.datatype)}"


def _escape(unsafe: re.Pattern[str], text: str) -> str:
    return unsafe.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}", text)


type _Spell = Callable[[Term], str]

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_IN_STRING = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
# the part of PN_LOCAL that all parsers read alike: no backslash escapes, no dot at the end
_LETTER = "0-9A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_LOCAL = re.compile(rf"(?:[{_LETTER}]|%[0-9A-Fa-f]{{2}})(?:\.?(?:[{_LETTER}-]|%[0-9A-Fa-f]{{2}}))*")

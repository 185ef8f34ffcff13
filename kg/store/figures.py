"""Figures over the whole graph, kept up to date as articles come and go: to count them anew takes long."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDF, URIRef
from rdflib.term import Node as Term

from kg.store.database import Database
from kg.turtle import Triple, plain
from kg.vocabulary import FOAF, ORG, PROV, SCHEMA

_ABOUT = (
    ORG.member, ORG.organization, SCHEMA.provider, SCHEMA.areaServed, SCHEMA.creator, SCHEMA.observationAbout,
    RDF.subject, RDF.object,
)  # fmt: skip
"""What leads from a fact to what it is about."""
_COUNTED: Mapping[Term, str] = {
    **dict.fromkeys(_ABOUT, "about"),
    RDF.type: "class",
    PROV.wasDerivedFrom: "evidence",
    SCHEMA.datePublished: "published",
    SCHEMA.publisher: "agency",
}
_CLASSES = frozenset((FOAF.Person, ORG.Organization, SCHEMA.Place))


@dataclass(frozen=True, slots=True)
class Glance:
    """What is counted of one article. Terms are as N-Triples writes them."""

    node: str  # the article
    published: str | None
    agency: str | None
    facts: int  # that rest on its words
    about: Mapping[tuple[str, str], int]  # how many of them are about which node, of which class


def glance_at(article: URIRef, triples: Iterable[Triple]) -> Glance:
    """Count what the graph of an article holds."""
    said: defaultdict[str, set[tuple[Term, Term]]] = defaultdict(set)
    for subject, predicate, term in triples:
        counted = _COUNTED.get(predicate)
        if counted:
            said[counted].add((subject, term))
    facts = Counter(node for _, node in said["about"])
    classes = ((node, of) for node, of in said["class"] if of in _CLASSES and node in facts)
    return Glance(
        str(article),
        min((plain(term) for of, term in said["published"] if of == article), default=None),
        min((plain(term) for of, term in said["agency"] if of == article), default=None),
        len({fact for fact, _ in said["evidence"]}),
        {(str(node), str(of)): facts[node] for node, of in classes},
    )


class Figures:
    """The tables of totals, and of facts by article and by node."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, counts: Mapping[str, int]) -> None:
        """Add to the totals of some kinds."""
        self._db.do_each(
            "INSERT INTO total VALUES (?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
            counts.items(),
        )

    def totals(self) -> Counter[str]:
        """How many of each kind there are."""
        return Counter(dict(self._db.rows("SELECT kind, number FROM total WHERE number > 0")))

    def note(self, article: str, glance: Glance | None) -> None:
        """Note what is counted of an article, in the place of what was; nothing where it is gone."""
        self._db.do("DELETE FROM glance WHERE article = ?", article)
        self._db.do("DELETE FROM fact_about WHERE article = ?", article)
        if glance:
            row = (article, glance.node, glance.published, glance.agency, glance.facts)
            self._db.do("INSERT INTO glance VALUES (?, ?, ?, ?, ?)", *row)
            self._db.do_each(
                "INSERT INTO fact_about VALUES (?, ?, ?, ?)",
                ((article, *about, number) for about, number in glance.about.items()),
            )

    def articles(self, limit: int) -> Iterator[tuple[str, str | None, str | None, int]]:
        """Each article, when and by whom it was published, and how many facts rest on it."""
        yield from self._db.rows("SELECT node, published, agency, facts FROM glance LIMIT ?", limit)

    def most_connected(self, limit: int) -> Iterator[tuple[str, str, int]]:
        """The nodes that most facts are about, with class and number."""
        query = "SELECT node, class, facts FROM connected ORDER BY facts DESC, node, class LIMIT ?"
        yield from self._db.rows(query, limit)

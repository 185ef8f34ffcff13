"""What is stated of a thing: each fact once, with all the sentences that state it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import Store

from kg.network import RELATIONS, sentence_around
from kg.site.ask import Row, ask, common_of
from kg.site.things import Thing, tail, things

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "roles": ("holdsRole",),
    "units": ("subOrganizationOf",),
    "services": ("providesService", "areaServed", "audience"),
    "events": ("startDate", "attends", "organizes"),
    "quotes": ("quotes",),
    "about": ("mentionedIn",),
    "figures": ("observes", "gives"),
    "places": ("location", "containedInPlace"),
}
"""The parts of a page, and the relations that stand in each."""

_RELATION_OF = {str(relation.predicate): relation for relation in RELATIONS}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with the words that state a fact, ``first`` to ``last`` in it, and who says so."""

    sentence: str
    first: int
    last: int
    article: Thing
    date: str = ""
    agency: str = ""
    rules: tuple[str, ...] = ()
    confidence: float | None = None
    status: str = ""
    by: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said of the page's subject, by the ``holders`` of its evidence, which say it alike.

    ``is_outward`` where the page's subject is the subject of the relation too. ``text`` is a role, the
    words of a quotation, an amount, an audience or a date. ``articles`` state it, each with its day;
    ``is_sure`` where one of them states it or reports that another does: it is not only planned,
    denied or conditional.
    """

    relation: str
    is_outward: bool
    other: Thing | None
    text: str = ""
    unit: str = ""
    bound: str = ""
    tenure: str = ""
    begin: str = ""
    end: str = ""
    begin_written: str = ""
    end_written: str = ""
    holders: tuple[str, ...] = ()
    articles: tuple[tuple[str, str], ...] = ()
    is_sure: bool = True
    said: tuple[Evidence, ...] = field(default=(), compare=False)

    @property
    def days(self) -> list[str]:
        """List the days of the articles that state it."""
        return sorted({day for _, day in self.articles if day})


def facts_about(store: Store, node: str) -> list[Fact]:
    """List what is stated of ``node``, newest first, without the sentences (see ``with_evidence``).

    What is known across articles (a city's province) stands among it, with no holder of evidence.
    """
    known_across = [{**row, "fact": ""} for row in ask(store, "known", node, common=common_of(store))]
    rows = ask(store, "about", node) + known_across
    known = things(store, {row[part] for row in rows for part in ("other", "role") if part in row})
    stated = {row["fact"]: row for row in ask(store, "when", among={r.get("fact", node) for r in rows})}
    rows = [{**stated.get(row.get("fact", node), {}), **row, "fact": row.get("fact", node)} for row in rows]
    alike: defaultdict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[_said(row)].append(row)
    facts = [_fact(same, known) for same in alike.values()]
    facts.sort(key=lambda fact: [_in_reading_order(holder) for holder in fact.holders])
    return sorted(facts, key=lambda fact: (fact.days[-1:], len(fact.holders)), reverse=True)


def _in_reading_order(iri: str) -> list[tuple[int, str]]:
    """Order offsets in IRIs as numbers."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,9})", iri)]


def _said(row: Row) -> tuple[object, ...]:
    """Say what makes facts of several articles one and the same."""
    parts = ("other", "role", "text", "unit", "bound", "tenure", "begin", "end")
    return (*_direction(row), *(row.get(part, "") for part in parts))


def _fact(same: Sequence[Row], known: Mapping[str, Thing]) -> Fact:
    row = min(same, key=lambda one: (one.get("begin_written", ""), one.get("end_written", "")))
    relation, is_outward = _direction(row)
    return Fact(
        relation=relation,
        is_outward=is_outward,
        other=known.get(row.get("other", "")),
        text=known[row["role"]].label if "role" in row else row.get("text", ""),
        unit=row.get("unit", ""),
        bound=tail(row.get("bound", "")),
        tenure=tail(row.get("tenure", "")),
        begin=row.get("begin", ""),
        end=row.get("end", ""),
        begin_written=row.get("begin_written", ""),
        end_written=row.get("end_written", ""),
        holders=tuple(sorted({one["fact"] for one in same if one["fact"]}, key=_in_reading_order)),
        articles=tuple(
            sorted({(one["article"], one.get("date", "")[:10]) for one in same if "article" in one})
        ),
        is_sure=any(tail(one.get("status", "")) in _SURE for one in same),
    )


def _direction(row: Row) -> tuple[str, bool]:
    is_subject = row["side"] == "subject"
    relation = _RELATION_OF.get(row.get("predicate", ""))
    if relation is None:
        return row.get("relation") or tail(row["predicate"]), is_subject
    return relation.name, is_subject is not relation.is_inverse


_SURE = frozenset(("", "Stated", "Reported"))

# ── evidence ──────────────────────────────────────────────────────────────────


def evidence(store: Store, holders: Iterable[str]) -> dict[str, list[Evidence]]:
    """Find the sentences that state the facts ``holders``, in reading order, newest article first."""
    found: defaultdict[tuple[str, str, int, int], list[Row]] = defaultdict(list)
    for row in ask(store, "evidence", among=holders):
        found[row["fact"], row["article"], int(row["first"]), int(row["last"])].append(row)
    known = things(
        store, [row[p] for rows in found.values() for row in rows for p in ("article", "by") if p in row]
    )
    said: defaultdict[str, list[Evidence]] = defaultdict(list)
    for (fact, _, first, last), of_span in sorted(found.items()):
        said[fact].append(_evidence(of_span, first, last, known))
    for of_fact in said.values():
        of_fact.sort(key=lambda one: one.date, reverse=True)
    return said


def _evidence(rows: Sequence[Row], first: int, last: int, known: Mapping[str, Thing]) -> Evidence:
    row = rows[0]
    start = first - int(row.get("from", 0))
    sentence, marked = sentence_around(row.get("around", ""), start, start + last - first)
    words = re.sub(r"\s", " ", row["words"])
    if sentence[marked : marked + len(words)] != words:  # longer than what was asked for, or without its text
        sentence, marked = words, 0
    by = {known[r["by"]] for r in rows if "by" in r}
    return Evidence(
        sentence=sentence,
        first=marked,
        last=marked + len(words),
        article=known[row["article"]],
        date=row.get("date", "")[:10],
        agency=row.get("agency", ""),
        rules=tuple(sorted({tail(r["rule"]) for r in rows if "rule" in r})),
        confidence=float(row["confidence"]) if "confidence" in row else None,
        status=tail(row.get("status", "")),
        by=tuple(sorted(by, key=lambda thing: thing.iri)),
    )


def sections(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """Divide facts into the parts of a page; parts without facts are left out."""
    by_relation: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_relation[fact.relation].append(fact)
    divided = {name: [f for r in relations for f in by_relation[r]] for name, relations in SECTIONS.items()}
    return {name: members for name, members in divided.items() if members}


def sources(store: Store, facts: Sequence[Fact]) -> list[tuple[Thing, str]]:
    """List the articles that the facts rest on with their days, newest first."""
    days = dict(article for fact in facts for article in fact.articles)
    known = things(store, days)
    return sorted(
        ((known[a], day) for a, day in days.items()), key=lambda pair: (pair[1], pair[0].iri), reverse=True
    )


def with_evidence(store: Store, facts: Sequence[Fact], most: int = 20) -> list[Fact]:
    """Add to each fact the sentences that state it, at most ``most``."""
    said = evidence(store, {holder for fact in facts for holder in fact.holders[:most]})
    return [
        replace(fact, said=tuple(one for holder in fact.holders for one in said.get(holder, ()))[:most])
        for fact in facts
    ]

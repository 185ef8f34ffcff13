"""How long resolution takes as articles grow, on names made by recombining those of the gazetteer.

    python benchmarks/identity.py [--articles 100000]

Each made article tells of one county: its town hall, an office and a place or two; of four persons, three
of whom hold an office there; names are drawn as often as people bear them, so that the bearers of one
name grow with the articles. Prints seconds of one core (and by the clock, for machines that do other
work too) for a tenth, for all, and the ratio: about ten where the cost grows with the number of
articles. Making the candidates, each article's own share, is counted apart from resolving them.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.identity import Candidate, candidates, resolve_candidates
from kg.knowledge import Entry, Knowledge, load_knowledge
from kg.model import Article, Date, Entity, Findings, Kind, Location, Membership, Span

NOWHERE = Span(0, 1)
DAYS = 6000  # over which articles are spread
PERSONS, SURNAMES_ALONE = 4, 0.25
OFFICES = ("شهردار", "شهرداری"), ("فرماندار", "فرمانداری"), ("مدیر", "اداره آموزش و پرورش")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    number = parser.parse_args().articles
    knowledge = load_knowledge()
    small, large = (measure(n, knowledge) for n in (number // 10, number))
    print(f"ratio of resolving {number // 10:,} to {number:,} articles: 1 : {large / small:.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


def measure(number: int, knowledge: Knowledge) -> float:
    """Seconds of one core to resolve ``number`` articles."""
    start, began = time.process_time(), time.perf_counter()
    made: list[Candidate] = [c for found in articles(number, knowledge) for c in candidates(found, knowledge)]
    middle, paused = time.process_time(), time.perf_counter()
    resolution = resolve_candidates(made, (), knowledge)
    end, ended = time.process_time(), time.perf_counter()
    persons = {id_ for (_, entity), id_ in resolution.node_of.items() if entity.startswith("p")}
    print(
        f"{number:>8,} articles, {len(made):,} entities, seconds of a core (and by the clock): candidates "
        f"{middle - start:.0f} ({paused - began:.0f}), resolution {end - middle:.0f} ({ended - paused:.0f}); "
        f"{len(resolution.nodes):,} nodes, {len(persons):,} persons, "
        f"{len(resolution.possibly_same):,} doubtful pairs"
    )
    return end - middle


def articles(number: int, knowledge: Knowledge) -> Iterator[Findings]:
    """Made articles, the same for the same number."""
    chance = random.Random(7)
    given, surnames = (list(knowledge[name]) for name in ("given_names", "surnames"))
    weights = [[float(row["bearers"] or 0.2) for row in rows] for rows in (given, surnames)]
    counties = [row for row in knowledge["places"] if row["kind"] == "county"]
    for i in range(number):
        firsts = chance.choices(given, weights[0], k=PERSONS)
        lasts = chance.choices(surnames, weights[1], k=PERSONS)
        names = [
            last["form"] if chance.random() < SURNAMES_ALONE else f"{first['form']} {last['form']}"
            for first, last in zip(firsts, lasts, strict=True)
        ]
        yield article(f"{i:06d}", names, chance.choice(counties), chance)


def article(name: str, persons: list[str], county: Entry, chance: random.Random) -> Findings:
    town = county["form"]
    day = date(2005, 1, 1) + timedelta(days=chance.randrange(DAYS))
    bodies = [Entity(f"o{i}", Kind.ORGANIZATION, (f"{body} {town}",)) for i, (_, body) in enumerate(OFFICES)]
    places = [Entity("l0", Kind.PLACE, (town, f"شهرستان {town}")), Entity("l1", Kind.PLACE, ("میدان آزادی",))]
    people = [Entity(f"p{i}", Kind.PERSON, (person,)) for i, person in enumerate(persons)]
    facts = [
        Membership(span=NOWHERE, rule="made", confidence=1.0, person=f"p{i}", role=role, organization=f"o{i}")
        for i, (role, _) in enumerate(OFFICES)
    ]
    where = [Location(span=NOWHERE, rule="made", confidence=1.0, subject="l1", place="l0")]
    whole = Article(name, "…", date=Date(day.isoformat(), day))
    return Findings(whole, (*people, *bodies, *places), (*facts, *where))


if __name__ == "__main__":
    main()

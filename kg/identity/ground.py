"""What resolution knows of the world: the gazetteer and the lexicons, turned for looking up."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kg.identity.settings import Settings, to_settings
from kg.knowledge import Entry, Knowledge, Lexicon, holders, load_knowledge
from kg.model import Token
from kg.naming import slug
from kg.persian import AND_WORD, ZWNJ, fold, squash

_KNOWN_EVERYWHERE = {"continent": 9.5, "country": 9.0, "region": 6.5, "province": 8.0}
_OF_CAPITAL = 6.0  # a province called as its capital, which the bare name means
_CAPITAL, _SEAT, _COUNTY, _TOWN = 7.0, 5.0, 4.9, 3.0  # of a province; of a county; itself; log10 of persons
_UNLISTED = 0.5  # bearers of a surname that no list has


@dataclass(frozen=True, eq=False)
class Ground:
    """The world as resolution sees it. Rows are those of ontology/gazetteer."""

    knowledge: Knowledge

    @cached_property
    def settings(self) -> Settings:
        """The weights of comparisons."""
        return to_settings(self.knowledge["weights"])

    # ── places ──

    @cached_property
    def places(self) -> Mapping[str, Entry]:
        """Rows of places by their ids."""
        return {row["id"]: row for row in self.knowledge["places"]}

    def wholes(self, row_id: str) -> tuple[str, ...]:
        """Ids of the rows that hold a place, the nearest first."""
        return holders(self.knowledge).get(row_id, ())

    def above(self, row_id: str, kind: str) -> str:
        """The row of ``kind`` that a place is or lies in; empty where there is none."""
        chain = (row_id, *self.wholes(row_id)) if row_id else ()
        return next((row for row in chain if self.places[row]["kind"] == kind), "")

    @cached_property
    def home(self) -> str:
        """The row of the country whose provinces are listed."""
        return next(row["part_of"] for row in self.places.values() if row["kind"] == "province")

    def prominence(self, row_id: str) -> float:
        """How well known a place is, on the scale of the logarithm (base 10) of a town's people."""
        return self._prominence[row_id]

    @cached_property
    def _prominence(self) -> Mapping[str, float]:
        return {id_: self._weigh(row) for id_, row in self.places.items()}

    @cached_property
    def _capitals(self) -> frozenset[tuple[str, str]]:
        """Names of cities, each with the province that it lies in."""
        cities = (row for row in self.places.values() if row["kind"] == "city")
        return frozenset((squash(row["form"]), self.above(row["id"], "province")) for row in cities)

    def _weigh(self, row: Entry) -> float:
        if row["kind"] == "province" and (squash(row["form"]), row["id"]) in self._capitals:
            return _OF_CAPITAL
        if row["kind"] in _KNOWN_EVERYWHERE:
            return _KNOWN_EVERYWHERE[row["kind"]]
        if row["kind"] == "county":
            return _COUNTY
        people = math.log10(int(row["population"])) if row["population"] else _TOWN
        names = {
            self.places[whole]["kind"]: squash(self.places[whole]["form"]) for whole in self.wholes(row["id"])
        }
        if names.get("province") == squash(row["form"]) and people > _SEAT:
            return max(people, _CAPITAL)
        return max(people, _SEAT) if names.get("county") == squash(row["form"]) else people

    @cached_property
    def node_of_place(self) -> Mapping[str, str]:
        """The node id of each row: plain for the best known of a name, else with what tells it apart."""
        return {id_: f"place/{tail}" for id_, tail in self._place_tails().items()}

    @cached_property
    def row_of_place(self) -> Mapping[str, str]:
        """The row of each node id."""
        return {node: row for row, node in self.node_of_place.items()}

    def _place_tails(self) -> dict[str, str]:
        groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for id_, row in self.places.items():
            level = row["kind"] if row["kind"] in ("province", "county") else ""
            groups[level, squash(row["form"])].append(id_)
        return {id_: self._tail(id_, ids) for ids in groups.values() for id_ in ids}

    def _tail(self, row_id: str, namesakes: Sequence[str]) -> str:
        row = self.places[row_id]
        name = slug(row["form"])
        if row["kind"] in ("province", "county"):
            name = f"{slug(self.noun(row['kind']))}-{name}"
        others = [self.prominence(other) for other in namesakes if other != row_id]
        is_best = self.prominence(row_id) > max(others, default=0)
        wholes = () if is_best else (self.above(row_id, "province") or self.above(row_id, "country"),)
        return "-".join([name, *(slug(self.places[whole]["form"]) for whole in wholes if whole)])

    @cached_property
    def levels(self) -> Lexicon:
        """Words that say of which level the place behind them is."""
        return self.knowledge["levels"]

    def noun(self, level: str) -> str:
        """The noun of a level: «شهرستان»."""
        return next(
            r["form"].split("|")[0] for r in self.levels if r["level"] == level and r["use"] == "noun"
        )

    # ── bodies ──

    @cached_property
    def bodies(self) -> Mapping[str, Entry]:
        """Rows of bodies by their ids."""
        return {row["id"]: row for row in self.knowledge["organizations"]}

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """What offices run, by its squashed words: the row of the national body, or empty where none is."""
        found = {squash(name): "" for name in self._field_names()}
        for id_, row in self.bodies.items():
            if row["kind"] not in _LOCAL_KINDS:
                for form in (row["form"], *filter(None, row["names"].split("|"))):
                    found.setdefault(squash(form), id_)
                    core = squash(" ".join(self.core_words(form)))
                    if not found.get(core):
                        found[core] = id_
        return found

    def _field_names(self) -> Iterator[str]:
        for row in self.knowledge["bodies"]:
            if row["use"] in ("domain", "alone") and row["kind"] == "agency":
                yield from row["form"].split("|")
        for row in self.knowledge["domains"]:
            yield from row["form"].split("|")

    def core_words(self, name: str) -> list[str]:
        """The words of an office's name without the noun of the office and without «کشور», «ایران»."""
        words = self.without_country(plain_words(name))
        for length in (2, 1):
            row = self.levels.get(" ".join(words[:length]))
            if row and row["use"] == "office" and len(words) > length:
                return words[length:]
        return words

    def without_country(self, words: Sequence[str]) -> list[str]:
        """Words of a name before the home country that it ends in: «کشور», «جمهوری اسلامی ایران»."""
        for at in range(1, len(words)):
            if " ".join(words[at:]) in self.knowledge["home_country"]:
                return list(words[:at])
        return list(words)

    @cached_property
    def long_fields(self) -> Mapping[tuple[str, ...], tuple[tuple[frozenset[str], str], ...]]:
        """National bodies by the first two words of what they run: short and older names are parts of it."""
        found: defaultdict[tuple[str, ...], list[tuple[frozenset[str], str]]] = defaultdict(list)
        for id_, row in self.bodies.items():
            if row["kind"] not in _LOCAL_KINDS:
                words = content_words(self.core_words(row["form"]))
                found[tuple(words[:2])].append((frozenset(words), id_))
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def words_of_fields(self) -> re.Pattern[str]:
        """A pattern that finds the words of sport, the arts and religion in folded text without joiners."""
        forms = {
            fold(f).replace(ZWNJ, " ") for row in self.knowledge["fields"] for f in row["form"].split("|")
        }
        longest = sorted(forms, key=lambda form: (-len(form), form))
        return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")

    # ── persons ──

    def bits_of_given(self, given: str) -> float:
        """How rare a given name is, in bits."""
        return self._given_total - math.log2(self._bearers("given_names", given))

    def bits_of_surname(self, surname: str) -> float:
        """How rare a surname is, in bits."""
        return self._surname_total - math.log2(self._bearers("surnames", surname))

    def _bearers(self, lexicon: str, name: str) -> float:
        row = self.knowledge[lexicon].get(name)
        return float((row or {}).get("bearers") or _UNLISTED)

    @cached_property
    def _given_total(self) -> float:
        return self._total("given_names")

    @cached_property
    def _surname_total(self) -> float:
        return self._total("surnames")

    def _total(self, lexicon: str) -> float:
        return math.log2(1 + sum(int(row.get("bearers") or 0) for row in self.knowledge[lexicon]))


_LOCAL_KINDS = frozenset({"university", "municipality", "sport"})


def ground_of(knowledge: Knowledge | None = None) -> Ground:
    """The ground of ``knowledge``, made once; of what ships where none is given."""
    return _ground(knowledge.extra if knowledge else None)


@cache
def _ground(extra: Path | None) -> Ground:
    return Ground(load_knowledge(extra))


def plain_words(name: str) -> list[str]:
    """The words of a name without marks and without what stands in brackets."""
    return re.findall(r"[^\s،؛.:«»\"()\[\]–—-]+", re.sub(r"\([^)]*\)?|\[[^\]]*\]?", " ", name))


def content_words(words: Iterable[str]) -> list[str]:
    """The squashed words that mean something."""
    return [squash(word) for word in words if word != AND_WORD]


def as_tokens(words: Sequence[str]) -> list[Token]:
    """Words as tokens, for looking them up in a lexicon."""
    return [Token(0, 0, word) for word in words]

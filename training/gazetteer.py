"""Build ontology/gazetteer/*.tsv (and the demonyms) out of a folder of open sources.

    python training/gazetteer.py SOURCES [--out ontology]

SOURCES holds ``gazetteer/`` (the lists named in ontology/gazetteer/README.md), ``ner/*.conll`` and
``news/*.jsonl``. The texts give counts only: how a name is spelt, and whether a form is used for other
things than the place. What was chosen by hand stands in ``gazetteer_rows/`` beside this file.
The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import hazm

sys.path.insert(0, str(Path(__file__).parent.parent))

from kg.persian import ZWNJ, clean, squash

Row = dict[str, str]
HAND = Path(__file__).parent / "gazetteer_rows"
MARGIN = 0.7  # degrees that a province reaches beyond the centres of its outermost counties
FAR = 110.0  # kilometres; the widest counties of the desert reach so far from their centre
MANY = 3  # sightings from which counts are believed
OTHER_SHARE = 0.3  # of the sightings; more than that as something else makes a form ambiguous

PLACE_COLUMNS = [
    "name",
    "id",
    "kind",
    "part_of",
    "names",
    "name_en",
    "is_word",
    "is_name",
    "geonames",
    "wikidata",
    "lat",
    "lon",
    "population",
    "source",
    "licence",
]
BODY_COLUMNS = [
    "name",
    "id",
    "kind",
    "part_of",
    "place",
    "names",
    "name_en",
    "is_word",
    "wikidata",
    "source",
    "licence",
]
COUNTY_IDS = range(1264500, 1290500)  # where Wikidata's items of Iran's counties lie, made in one go
CURATED = {"mansourm", "nabidam"}  # the other two lists share their slips
PERSIAN = r"\u0621-\u0628\u062a-\u063a\u0641\u0642\u0644-\u0648\u067e\u0686\u0698\u06a9\u06af\u06cc"
GEONAMES, OSM, CLDR, MIT, OWN = "CC BY 4.0", "ODbL", "Unicode-3.0", "MIT", "Apache-2.0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=Path("ontology"))
    options = parser.parse_args()
    seen = read_sightings(options.sources)
    lists = options.sources / "gazetteer"
    given, surnames = given_names(lists, seen), surname_rows(lists, seen)
    places = place_rows(lists, seen, {row["name"] for row in given if row["sources"] != "2"})
    folder = options.out / "gazetteer"
    write(folder / "places.tsv", PLACE_COLUMNS, places)
    count_bearers(given, surnames, seen)
    write(folder / "given_names.tsv", ["name", "gender", "is_word", "bearers"], given)
    write(folder / "surnames.tsv", ["name", "is_word", "bearers"], surnames)
    write(folder / "organizations.tsv", BODY_COLUMNS, organization_rows(lists, seen, places))
    write(options.out / "lexicon" / "demonyms.tsv", ["form", "place"], demonym_rows(places, seen))


def write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    """Write rows sorted by their cells, so that no order of reading shows."""
    lines = sorted("\t".join(row.get(column, "") for column in columns) for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["\t".join(columns), *lines]) + "\n", encoding="utf-8")
    print(f"{path}: {len(lines)} rows, {path.stat().st_size / 1000:.0f} kB")


# ── what the texts show ───────────────────────────────────────────────────────


@dataclass
class Sightings:
    """How often forms were seen. All keys are squashed, except in ``text`` and ``spellings``."""

    names: dict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )  # by class, whole spans
    first: Counter[str] = field(default_factory=Counter)  # first tokens of persons of two tokens and more
    last: Counter[str] = field(default_factory=Counter)  # second tokens of persons of two tokens
    in_person: Counter[str] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)  # tokens outside all names
    spellings: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    text: str = ""  # of the news; the corpora of names write a space inside a token as a joiner
    tokens: Counter[str] = field(default_factory=Counter)  # of all texts, unsquashed
    persons: set[tuple[str, ...]] = field(default_factory=set)  # names of two to four tokens
    tags: dict[str, frozenset[str]] = field(default_factory=dict)  # of hazm's dictionary

    def is_word(self, name: str) -> bool:
        """Whether a place's form is more often a word, a club or another thing than the place.

        A form that was never seen as a place is a word where it has a plural, or stands in running
        text and in the dictionary.
        """
        key = squash(name)
        as_place, other = self.names["LOC"][key], self.plain[key] + self.names["ORG"][key]
        if other >= 4 and other > as_place:
            return True
        in_dictionary = bool(self.tags.get(key)) and other > 0
        return other >= as_place and (self.has_plural(name) or (as_place == 0 and in_dictionary))

    def is_name(self, place: str) -> bool:
        """Whether a place's form is often a part of a person's name."""
        key = squash(place)
        as_place, as_person = self.names["LOC"][key], self.in_person[key]
        return as_person >= 2 and as_person > OTHER_SHARE * (as_place + as_person)

    def has_plural(self, name: str) -> bool:
        endings = [row["name"] for row in hand("words") if row["id"] == "plural"]
        return any(self.tokens[name + ending] for ending in endings)


def read_sightings(sources: Path) -> Sightings:
    seen = Sightings()
    pieces: list[str] = []
    for path in sorted(sources.glob("news/*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            pieces.extend(spell(json.loads(line)["text"]) for line in lines)
    seen.text = " " + re.sub(r"[^\w\u200c]+", " ", " ".join(pieces)) + " "
    seen.tokens = Counter(seen.text.split())
    for path in sorted(sources.glob("ner/*.conll")):
        for sentence in read_conll(path):
            seen.tokens.update(word for word, _ in sentence)
            count_names(sentence, seen)
    seen.tags = {squash(word): frozenset(tags) - {"0"} for word, (_, tags) in hazm.Lemmatizer().words.items()}
    return seen


def read_conll(path: Path) -> Iterator[list[tuple[str, str]]]:
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
        rows = [line.split("\t") for line in block.splitlines() if "\t" in line]
        if rows:
            yield [(spell(row[0]), row[-1]) for row in rows]


def count_names(sentence: list[tuple[str, str]], seen: Sightings) -> None:
    at = 0
    while at < len(sentence):
        end = at + 1
        kind = sentence[at][1][2:].upper().replace("PERS", "PER")
        while kind and end < len(sentence) and sentence[end][1][:2] == "I-":
            end += 1
        count_span([word for word, _ in sentence[at:end]], kind, seen)
        at = end


def count_span(words: list[str], kind: str, seen: Sightings) -> None:
    if not kind:
        seen.plain[squash(words[0])] += 1
        return
    seen.names[kind][squash("".join(words))] += 1
    seen.spellings[squash("".join(words))][" ".join(words)] += 1
    if kind != "PER":
        return
    seen.in_person.update(squash(word) for word in words)
    if len(words) > 1:
        seen.persons.add(tuple(map(squash, words[:4])))
        seen.first[squash(words[0])] += 1
    if len(words) == 2:
        seen.last[squash(words[1])] += 1
        seen.spellings[squash(words[1])][words[1]] += 1


# ── places ────────────────────────────────────────────────────────────────────


def place_rows(lists: Path, seen: Sightings, given: set[str]) -> list[Row]:
    """All places, with links only where they are consistent."""
    provinces = province_rows(lists)
    counties = county_rows(lists, seen)
    rows = [
        *country_rows(lists),
        *provinces,
        *counties,
        *city_rows(lists, seen, counties),
        *world_rows(lists),
        *hand_rows(),
    ]
    add_forms(rows)
    drop_namesakes(rows, lists)
    drop_shared(rows, "geonames")
    drop_shared(rows, "wikidata")
    words = {row["name"] for row in hand("words") if row["id"] == "word"}
    for row in rows:
        row["is_word"] = flag(" " not in row["name"] and (row["name"] in words or seen.is_word(row["name"])))
        common = row["kind"] in ("city", "county") and seen.names["LOC"][squash(row["name"])] < MANY
        row["is_name"] = flag(seen.is_name(row["name"]) or (common and row["name"] in given))
    return rows


def country_rows(lists: Path) -> Iterator[Row]:
    chosen = {row["iso2"]: row for row in hand("countries")}
    for country in read_table(lists / "countries_fa.csv"):
        if country["iso2"] in {
            "AQ",
            "UM",
            "BV",
            "HM",
            "TF",
            "IO",
        }:  # nobody's home, or named as something else
            continue
        row = chosen.get(country["iso2"])
        row = row or {"name": country["name_fa_i18n"], "names": country["name_fa_official"]}
        name = spell(row["name"])
        forms = [
            form for form in row["names"].split("|") if row in chosen.values() or squash(name) in squash(form)
        ]
        yield {
            "id": slug("country", name),
            "name": name,
            "kind": "country",
            "names": join(name, forms),
            "name_en": country["name_en"],
            "geonames": country["geonameid"],
            "wikidata": country["wikidata"],
            "lat": degrees(country["lat"]),
            "lon": degrees(country["lon"]),
            "source": "cldr,geonames",
            "licence": CLDR,
        }


def province_rows(lists: Path) -> list[Row]:
    country = next(row["name"] for row in hand("countries") if row["iso2"] == "IR")
    rows = []
    for province in read_table(lists / "provinces_merged.csv"):
        name = spread(province["name_fa"])
        rows.append(
            {
                "id": slug("province", name),
                "name": name,
                "kind": "province",
                "part_of": slug("country", country),
                "names": join(name, [f"{kind_word('province')} {name}"]),
                "name_en": province["name_en"],
                "wikidata": province["wikidata"],
                "lat": degrees(province["lat"]),
                "lon": degrees(province["lon"]),
                "source": "amar,osm",
                "licence": OSM,
            }
        )
    return rows


def county_rows(lists: Path, seen: Sightings) -> list[Row]:
    rows = []
    for county in read_table(lists / "counties_merged.csv"):
        name, province = usual(spread(county["name_fa"]), seen), spread(county["province_fa"])
        rows.append(
            {
                "id": slug("county", name, province),
                "name": name,
                "kind": "county",
                "part_of": slug("province", province),
                "names": join(name, [f"{kind_word('county')} {name}"]),
                "name_en": county["name_en"],
                "wikidata": county["wikidata"],
                "lat": degrees(county["lat"]),
                "lon": degrees(county["lon"]),
                "source": "amar,osm",
                "licence": OSM,
            }
        )
    return rows


def city_rows(lists: Path, seen: Sightings, counties: list[Row]) -> list[Row]:
    known = {row["geonameid"]: row for row in read_table(lists / "iran_places.tsv")}
    county_of = {(squash(row["name"]), row["part_of"]): row for row in counties}
    cities = [
        city for city in read_table(lists / "cities_merged.csv") if not re.search(r"\d", city["name_fa"])
    ]
    twins = Counter((squash(city["name_fa"]), city["province_fa"]) for city in cities)
    rows = []
    for city in cities:
        name, province = usual(spread(city["name_fa"]), seen), spread(city["province_fa"])
        county = county_of[squash(spread(city["county_fa"])), slug("province", province)]
        is_twin = twins[squash(city["name_fa"]), city["province_fa"]] > 1
        row = {
            "id": slug("city", name, *([county["name"]] if is_twin else []), province),
            "name": name,
            "kind": "city",
            "part_of": county["id"],
            "names": join(name, [f"{kind_word('city')} {name}"]),
            "source": "amar",
            "licence": MIT,
        }
        rows.append(row | city_links(city, county, counties, known))
    return rows


def city_links(city: Row, county: Row, counties: list[Row], known: dict[str, Row]) -> Row:
    """Ids, coordinates and population of a city; nothing where place or name contradict."""
    if (
        not city["lat"]
        or not is_inside(city, county, counties)
        or not sounds_like(city["name_fa"], city["name_en"])
    ):
        return {}
    links = {"name_en": city["name_en"], "lat": degrees(city["lat"]), "lon": degrees(city["lon"])}
    entry = known.get(city["geonameid"])
    forms = {squash(form) for form in entry["arabic_script_names(|)"].split("|")} if entry else set()
    if city["geonameid"] and (squash(city["name_fa"]) in forms or not entry):
        population = city["population_geonames"].strip("0") and city["population_geonames"]
        links |= {
            "geonames": city["geonameid"],
            "population": population,
            "source": "amar,geonames",
            "licence": GEONAMES,
        }
    elif city["geonameid"]:
        return {}
    return links | {"wikidata": city["wikidata"]}


def is_inside(city: Row, county: Row, counties: list[Row]) -> bool:
    """Whether a city lies in its province's bounding box, and near the centre of its county."""
    lat, lon = float(city["lat"]), float(city["lon"])
    near = [c for c in counties if c["part_of"] == county["part_of"] and c["lat"]]
    lats, lons = [float(c["lat"]) for c in near], [float(c["lon"]) for c in near]
    in_box = (
        min(lats) - MARGIN <= lat <= max(lats) + MARGIN and min(lons) - MARGIN <= lon <= max(lons) + MARGIN
    )
    if not in_box or not county["lat"] or squash(city["name_fa"]) == squash(county["name"]):
        return in_box
    east = math.cos(math.radians(lat)) * (lon - float(county["lon"]))
    return 111.2 * math.hypot(lat - float(county["lat"]), east) <= FAR


def sounds_like(persian: str, latin: str) -> bool:
    """Whether a Latin name has about the consonants of a Persian one."""
    table = {row["persian"]: row["latin"] for row in hand("latin")}
    left = "".join(table.get(letter, "") for letter in spell(persian))
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin).lower() if c.isascii() and c.isalpha())
    for digraph, letter in (("kh", "k"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("gh", "g"), ("q", "g")):
        plain = plain.replace(digraph, letter)
    right = re.sub("[aeiouyhvw]", "", plain)
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= 0.7


def world_rows(lists: Path) -> Iterator[Row]:
    """Cities abroad whose Persian names were chosen by hand, each against its GeoNames row."""
    chosen = {row["geonames"]: row for row in hand("world_cities")}
    names = {row["iso2"]: row["name"] for row in hand("countries")}
    country_of = {
        c["iso2"]: spell(names.get(c["iso2"], c["name_fa_i18n"]))
        for c in read_table(lists / "countries_fa.csv")
    }
    for city in read_table(lists / "world_cities_arabic_script_names.tsv"):
        row = chosen.pop(city["geonameid"], None)
        if row is None:
            continue
        name, country = spell(row["name"]), "" if row["apart"] else country_of[city["country"]]
        yield {
            "id": slug("world-city", name, *filter(None, [country])),
            "name": name,
            "kind": "world-city",
            "part_of": slug("country", country) if country else "",
            "names": join(name, row["names"].split("|")),
            "name_en": city["name_en"],
            "geonames": city["geonameid"],
            "lat": degrees(city["lat"]),
            "lon": degrees(city["lon"]),
            "population": city["population"].strip("0") and city["population"],
            "source": "geonames,own",
            "licence": GEONAMES,
        }
    if chosen:
        raise SystemExit(f"world_cities.tsv names ids that GeoNames lacks: {sorted(chosen)}")


def hand_rows() -> Iterator[Row]:
    for row in hand("places"):
        tail = [row["part_of"].split("/")[1]] if row["kind"] == "world-city" else []
        yield row | {
            "id": slug(row["kind"], row["name"], *tail),
            "names": join(row["name"], row["names"].split("|")),
            "source": "own",
            "licence": OWN,
        }


def add_forms(rows: list[Row]) -> None:
    by_id = {row["id"]: row for row in rows}
    for extra in hand("forms"):
        if extra["id"] in by_id:
            row = by_id[extra["id"]]
            row["names"] = join(row["name"], [*row["names"].split("|"), *extra["names"].split("|")])


def drop_namesakes(rows: list[Row], lists: Path) -> None:
    """Take from a city the Wikidata id that may be its county's or a namesake's: ids were found by name."""
    sizes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in read_table(lists / "world_cities_arabic_script_names.tsv"):
        for form in row["arabic_script_names(|)"].split("|"):
            sizes[squash(form)].append((row["geonameid"], int(row["population"] or 0)))
    cities = [row for row in rows if row["kind"] == "city"]
    twins = Counter(squash(row["name"]) for row in cities)
    for row in (row for row in cities if row.get("wikidata")):
        rival = max(
            (size for id_, size in sizes[squash(row["name"])] if id_ != row.get("geonames")), default=0
        )
        is_outdone = rival > 0 and 10 * rival > int(row.get("population") or 0)
        if is_outdone or twins[squash(row["name"])] > 1 or int(row["wikidata"][1:]) in COUNTY_IDS:
            row["wikidata"] = ""


def drop_shared(rows: list[Row], column: str) -> None:
    """An id on two rows is no id; only a province keeps its own against a city or county."""
    holders = defaultdict(list)
    for row in rows:
        if row.get(column):
            holders[row[column]].append(row)
    for shared in holders.values():
        provinces = [row for row in shared if row["kind"] in ("province", "country")]
        for row in shared if len(shared) > 1 else []:
            if len(provinces) != 1 or row is not provinces[0]:
                row[column] = ""


# ── persons ───────────────────────────────────────────────────────────────────


def given_names(lists: Path, seen: Sightings) -> list[Row]:
    """Given names of three lists, or of two and borne by persons in the texts."""
    rows: dict[str, Row] = {}
    for entry in read_table(lists / "first_names_merged.tsv"):
        name = spell(entry["name"])
        if len(squash(name)) < 2 or not is_persian_name(name):
            continue
        lists_of_it = set(f"{entry['male_sources']},{entry['female_sources']}".split(","))
        is_sure = int(entry["n_sources"]) >= 3 and bool(lists_of_it & CURATED)
        if is_sure or (int(entry["n_sources"]) >= 2 and seen.first[squash(name)] >= 2):
            row = {
                "name": name,
                "gender": entry["gender"],
                "is_word": flag(is_common(name, seen)),
                "sources": entry["n_sources"],
            }
            rows.setdefault(squash(name), row)
    return list(rows.values())


def surname_rows(lists: Path, seen: Sightings) -> list[Row]:
    """Surnames of the list, and those that stand after a given name at least five times."""
    rows: dict[str, str] = {}
    for line in (lists / "surnames_farsi_faker.txt").read_text(encoding="utf-8").splitlines():
        name = spell(line)
        if len(squash(name)) > 1 and is_persian_name(name):
            rows.setdefault(squash(name), name)
    for key, count in sorted(seen.last.items()):
        name = min(seen.spellings[key].items(), key=lambda item: (-item[1], item[0]))[0]
        if count >= 5 and len(key) > 1 and is_persian_name(name):
            rows.setdefault(key, name)
    return [{"name": name, "is_word": flag(is_common(name, seen))} for name in rows.values()]


def count_bearers(given: list[Row], surnames: list[Row], seen: Sightings) -> None:
    """Say how many different persons bear each name: full names are counted once, however famous.

    Full names are those of the corpora, and a given name with a surname behind it in the news.
    """
    by_given = {squash(row["name"]): row for row in given}
    by_surname = {squash(row["name"]): row for row in surnames}
    sure = {key for key, row in by_given.items() if not row["is_word"]}
    persons = seen.persons | set(named_in_text(seen.text.split(), sure, by_surname.keys()))
    counts: dict[str, Counter[str]] = {"given": Counter(), "surname": Counter()}
    for first, last in {split_name(words, by_given.keys()) for words in persons}:
        counts["given"][first] += 1
        counts["surname"][last] += 1
    for rows, kind in ((by_given, "given"), (by_surname, "surname")):
        for key, row in rows.items():
            row["bearers"] = str(counts[kind][key] or "")


def named_in_text(words: list[str], given: set[str], surnames: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Given names, one or two, with a surname right behind them."""
    surnames = set(surnames)
    keys = [squash(word) for word in words]
    for at, key in enumerate(keys[:-2]):
        if key in given and (at == 0 or keys[at - 1] not in given):
            end = at + 2 if keys[at + 1] in given and keys[at + 2] in surnames else at + 1
            if keys[end] in surnames:
                yield tuple(keys[at : end + 1])


def split_name(words: tuple[str, ...], given: Iterable[str]) -> tuple[str, str]:
    """The given names and the surname of a full name, without a leading title of the Prophet's line."""
    sayyed = {squash(row["name"]) for row in hand("words") if row["id"] == "sayyed"}
    while len(words) > 1 and words[0] in sayyed:
        words = words[1:]
    is_double = len(words) > 2 and words[1] in given and words[2] not in surname_endings()
    end = 2 if is_double else 1
    return "".join(words[:end]), "".join(words[end:])


@cache
def surname_endings() -> frozenset[str]:
    """What ends a surname and is none by itself, when it is written apart: zadeh, nezhad."""
    path = Path(__file__).parent.parent / "ontology" / "lexicon" / "surname_endings.tsv"
    return frozenset(squash(row["form"]) for row in read_table(path))


def is_common(name: str, seen: Sightings) -> bool:
    """Whether a part of a person's name is often an ordinary word or a place."""
    key = squash(name)
    other = seen.plain[key] + seen.names["LOC"][key]
    if seen.in_person[key] + other >= MANY:
        return other >= 2 and other > OTHER_SHARE * (seen.in_person[key] + other)
    return (
        other > 0
        or seen.has_plural(name)
        or bool(seen.tags.get(key, frozenset()) & {"AJ", "ADV", "CONJ", "PREP"})
    )


# ── organisations ─────────────────────────────────────────────────────────────


def organization_rows(lists: Path, seen: Sightings, places: list[Row]) -> list[Row]:
    rows = {squash(row["name"]): row for row in own_bodies()}
    for row in universities(lists, places):
        rows.setdefault(squash(row["name"]), row)
    links = bank_links(lists)
    for row in rows.values():
        row["wikidata"] = row.get("wikidata") or links.get(squash(row["name"]), "")
        row["is_word"] = flag(" " not in row["name"] and seen.plain[squash(row["name"])] >= MANY)
    drop_shared(list(rows.values()), "wikidata")
    return list(rows.values())


def own_bodies() -> Iterator[Row]:
    for row in hand("organizations"):
        yield row | {
            "id": slug("organization", row["name"]),
            "names": join(row["name"], row["names"].split("|")),
            "part_of": slug("organization", row["part_of"]) if row["part_of"] else "",
            "source": "own",
            "licence": OWN,
        }


def universities(lists: Path, places: list[Row]) -> Iterator[Row]:
    cities = defaultdict(list)
    for row in places:
        if row["kind"] == "city":
            cities[squash(row["name"])].append(row["id"])
    azad, branch = (row["name"] for row in hand("words") if row["id"] in ("azad", "branch"))
    for entry in read_table(lists / "universities.tsv"):
        name = spell(entry["name_fa"])
        if not is_persian_name(name) or name.endswith(f" {branch}"):
            continue
        town = name.split(f" {branch} ")[-1] if f" {branch} " in name else entry["city_fa"]
        ids = cities[squash(town)]
        is_branch = name.startswith(f"{azad} {branch} ")
        yield {
            "id": slug("organization", name),
            "name": name,
            "kind": "university",
            "name_en": entry["name_en"],
            "part_of": slug("organization", azad) if is_branch else "",
            "place": ids[0] if len(ids) == 1 else "",
            "names": f"{azad} {town}" if is_branch else "",
            "source": "universities",
            "licence": MIT,
        }


def bank_links(lists: Path) -> dict[str, str]:
    """Wikidata ids of Iranian brands, where brand and id belong to each other alone."""
    pairs = {
        (squash(row["display"]), row["wikidata"])
        for row in read_table(lists / "nsi_iran_or_fa.tsv")
        if row["wikidata"] and row["locations"] == "ir" and re.search("/(bank|insurance)$", row["category"])
    }
    names, ids = Counter(name for name, _ in pairs), Counter(link for _, link in pairs)
    return {name: link for name, link in sorted(pairs) if names[name] == ids[link] == 1}


# ── demonyms ──────────────────────────────────────────────────────────────────


def demonym_rows(places: list[Row], seen: Sightings) -> list[Row]:
    """Adjectives of places: those chosen by hand, and name + suffix seen outside names."""
    forms = {squash(row["form"]): row for row in hand("demonyms")}
    known = {squash(form) for row in places for form in [row["name"], *row["names"].split("|")]}
    kinds = ["country", "province", "city", "continent"]
    usable = [row for row in places if row["kind"] in kinds and not row["is_word"]]
    for row in sorted(usable, key=lambda row: (kinds.index(row["kind"]), row["id"])):
        form = adjective(row["name"])
        if form and squash(form) not in known and is_demonym(form, row, seen):
            forms.setdefault(squash(form), {"form": form, "place": row["name"]})
    return list(forms.values())


def adjective(name: str) -> str | None:
    """The adjective by the rule of the last letter; None where usage decides."""
    rules = [row["name"].split(">") for row in hand("words") if row["id"] == "demonym"]
    for ending, change in sorted(rules, key=lambda rule: -len(rule[0])):
        if name.endswith(ending):
            return name[: len(name) - len(ending)] + change if change else None
    return None


def is_demonym(form: str, place: Row, seen: Sightings) -> bool:
    key = squash(form)
    place_seen = seen.names["LOC"][squash(place["name"])]
    return place_seen >= MANY and seen.plain[key] >= MANY and seen.plain[key] > seen.in_person[key]


# ── spelling and rows ─────────────────────────────────────────────────────────


def spell(text: str) -> str:
    """One spelling of each letter, no hamza on a final he, no stray joiner or space."""
    letters = unicodedata.normalize("NFC", clean(text.replace("\u0654", ""))[0]).replace("\u06c0", "\u0647")
    return re.sub(rf"{ZWNJ}*\s+{ZWNJ}*", " ", letters).strip(f" {ZWNJ}")


def spread(name: str) -> str:
    """A name of two towns with its «and» written apart, as the office's lists do not."""
    joined = next(row["name"] for row in hand("words") if row["id"] == "and")
    compounds = {squash(row["name"]): row["name"] for row in hand("words") if row["id"] == "compound"}
    plain = re.sub(r"\s+", " ", spell(name))
    return compounds.get(
        squash(plain),
        re.sub(rf" {joined} ?(?=\w)", f" {joined} ", plain) if f" {joined} " in plain else plain,
    )


def usual(name: str, seen: Sightings) -> str:
    """The spacing of a name of two words that the texts prefer; a joiner before a town's suffix."""
    words = re.split(rf"[ {ZWNJ}]", name)
    if len(words) != 2:
        return name
    spellings = [joint.join(words) for joint in (ZWNJ, " ", "")]
    counts = {spelling: seen.text.count(f" {spelling} ") for spelling in spellings}
    if sum(counts.values()) >= MANY:
        return max(spellings, key=lambda spelling: counts[spelling])
    suffixes = [row["name"] for row in hand("words") if row["id"] == "suffix"]
    return spellings[0] if words[1] in suffixes else name


def kind_word(kind: str) -> str:
    return next(row["name"] for row in hand("words") if row["id"] == kind)


def is_persian_name(name: str) -> bool:
    return re.fullmatch(rf"[{PERSIAN} {ZWNJ}]+", name) is not None


def slug(kind: str, *names: str) -> str:
    return f"{kind}/" + "@".join(re.sub(r"[\W_]+", "-", name) for name in names)


def join(name: str, forms: Iterable[str]) -> str:
    """Other forms of a name, each key once, sorted."""
    kept: dict[str, str] = {}
    for form in sorted(filter(None, map(spell, forms))):
        if squash(form) != squash(name):
            kept.setdefault(squash(form), form)
    return "|".join(kept.values())


def degrees(number: str) -> str:
    return f"{float(number):.4f}" if number else ""


def flag(is_so: bool) -> str:
    return "yes" if is_so else ""


@cache
def hand(name: str) -> list[Row]:
    """The rows chosen by hand under this name."""
    return read_table(HAND / f"{name}.tsv")


def read_table(path: Path) -> list[Row]:
    """Rows of a file with a header: comma-separated where it says so by its name, else by tabs."""
    with path.open(encoding="utf-8", newline="") as lines:
        if path.suffix == ".csv":
            return [dict(row) for row in csv.DictReader(lines)]
        return [dict(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


if __name__ == "__main__":
    main()

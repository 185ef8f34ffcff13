"""Finite forms of Persian verbs: each written form with its lemma, tense, mood, person and polarity.

The table is conjugated once, from the verbs of the ontology (the common ones, which win where two
verbs share a form: «شوند» is of شدن, not of شستن) and then from those of hazm. Lemmas are written as
hazm writes them: past stem, «#», present stem («گفت#گو»).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hazm.utils import default_verbs

from kg.knowledge import Entry, Knowledge
from kg.persian import ZWNJ, squash


class Tense(StrEnum):
    """When."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


class Aspect(StrEnum):
    """How what happens runs in time."""

    SIMPLE = "simple"
    IMPERFECTIVE = "imperfective"
    PERFECT = "perfect"


class Mood(StrEnum):
    """Whether it is said, thought of or ordered."""

    INDICATIVE = "indicative"
    SUBJUNCTIVE = "subjunctive"
    IMPERATIVE = "imperative"


@dataclass(frozen=True, slots=True)
class Inflection:
    """What the ending and the prefixes of a verb form say."""

    tense: Tense
    aspect: Aspect
    mood: Mood
    person: int  # 1, 2 or 3
    is_plural: bool
    is_negated: bool

    @property
    def is_participle(self) -> bool:
        """Whether the form stands before an auxiliary, too: «گفته», «شده»."""
        return self.aspect is Aspect.PERFECT and self.person == 3 and not self.is_plural


Form = tuple[str, Inflection]
"""Lemma and inflection."""


def conjugated(knowledge: Knowledge) -> Mapping[str, Form]:
    """Every form of every verb, by its key (``squash``); the commoner verb and the earlier row win."""
    table = {key: form for entry in knowledge["verb_forms"] for key, form in _irregular(entry)}
    paradigm = [(entry["form"].replace(ZWNJ, ""), _inflection(entry)) for entry in knowledge["conjugation"]]
    joins = {entry["form"]: entry["joined"] for entry in knowledge["verb_joins"]}
    futures = [(key, form) for key, form in table.items() if form[1].tense is Tense.FUTURE]
    for lemma, prefix, stem in _verbs(knowledge):
        for key, inflection in _forms(lemma, prefix, stem, paradigm, joins):
            table.setdefault(key, (lemma, inflection))
        if prefix:
            table.update((prefix + key, form) for key, form in futures)
    return table


def _irregular(entry: Entry) -> Iterator[tuple[str, Form]]:
    for form in entry["form"].split("|"):
        yield squash(form), (entry["lemma"], _inflection(entry))


def _inflection(entry: Entry) -> Inflection:
    return Inflection(
        Tense(entry["tense"]),
        Aspect(entry["aspect"]),
        Mood(entry["mood"]),
        int(entry["person"]),
        entry["number"] == "plural",
        entry["polarity"] == "negative",
    )


def _verbs(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Lemma, prefix (بر of برگشت) and the present stem before endings, where it is another one."""
    for entry in knowledge["verbs"]:
        yield entry["form"], entry["prefix"], entry["stem"]
    for line in Path(default_verbs).read_text(encoding="utf-8").splitlines():
        past, _, present = line.strip().partition("#")
        if past and present and " " not in present:
            yield f"{past}#{present}", "", ""


def _forms(
    lemma: str, prefix: str, stem: str, paradigm: list[tuple[str, Inflection]], joins: Mapping[str, str]
) -> Iterator[tuple[str, Inflection]]:
    past, present = (squash(part.removeprefix(prefix)) for part in lemma.split("#"))
    for each in (stem, present) if stem else (present,):
        stems = {
            "past": past,
            "present": each,
            "past+": _joined(past, joins),
            "present+": _joined(each, joins),
        }
        for pattern, inflection in paradigm:
            yield prefix + pattern.format_map(stems), inflection


def _joined(stem: str, joins: Mapping[str, str]) -> str:
    """The stem behind ن and ب: «آمد» -> «یامد», «افتاد» -> «یفتاد»."""
    start = max((s for s in joins if stem.startswith(s)), key=len, default="")
    return joins[start] + stem[len(start) :] if start else stem

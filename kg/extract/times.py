"""When facts hold: the time that a clause gives its quantity, service or role.

A time belongs to what is told in its own clause. What somebody says has none of the time at which he
says it («امروز گفت …»), and a role is held since the day of a report only where the report says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.extract.periods import Period, find_periods
from kg.extract.scene import Scene, to_scene
from kg.knowledge import Knowledge
from kg.model import Assertion, Membership, Reading, Timed
from kg.phrases import Clause, Clauses, VerbGroup, load_grammar, past_stem

_CLOSED = frozenset({"(", "-", "–"})  # marks behind a role before the years in which it was held


def with_times(reading: Reading, facts: Iterable[Assertion], knowledge: Knowledge) -> Iterator[Assertion]:
    """Each of ``facts`` with the time that its clause gives it."""
    sentences = reading.document.sentences
    starts = [s.start for s in sentences]
    read: dict[int, _Timeline] = {}
    for fact in facts:
        number = max(0, bisect_right(starts, fact.span.start) - 1)
        if isinstance(fact, Timed) and sentences:
            line = read.setdefault(number, _Timeline(reading, to_scene(number, sentences[number], knowledge)))
            period = line.of_role(fact) if isinstance(fact, Membership) else line.of(fact)
            if period:
                yield replace(fact, since=period.since, until=period.until)
                continue
        yield fact


@dataclass
class _Timeline:
    """The times and clauses of one sentence."""

    reading: Reading
    scene: Scene

    @cached_property
    def periods(self) -> list[Period]:
        article = self.reading.document.article
        reference = article.date.day if article.date else None
        return list(find_periods(self.scene.tokens, article.text, reference, self.scene.knowledge))

    @property
    def clauses(self) -> Clauses:
        return self.scene.clauses

    def of(self, fact: Timed) -> Period | None:
        """The time nearest to a fact in its clause, or in the one that it is joined to."""
        first, last = self._tokens(fact)
        own = self.clauses.owner[first] if self.periods else 0
        for index in (own, *self._joined(own)):
            near = [p for p in self._periods_in(index) if not (p.first < last and first < p.last)]
            if self._is_told(self.clauses.clauses[index]):
                near = [p for p in near if p.first >= last]
            if near:
                return min(near, key=lambda p: (min(abs(p.first - last), abs(first - p.last)), p.first))
        return None

    def of_role(self, fact: Membership) -> Period | None:
        """Since when or until when a role is held: «از سال ۹۵ شهردار است», «… منصوب شد», «(۱۳۹۲ تا ۱۳۹۶)»."""
        if not self.periods:
            return None
        first, last = self._tokens(fact)
        tokens = self.scene.tokens
        index = self.clauses.owner[first]
        clause = self.clauses.clauses[index]
        for period in self._periods_in(index):
            if period.first == last + 1 and tokens[last].text in _CLOSED and period.is_range:
                return period
            side = self._side(clause.verb) if clause.verb else ""
            if side in {"is", "during"} and (period.is_range or side == "during"):
                return period
            if side == "since" and not period.is_range:
                return replace(period, until=None)
            if side == "until" and not period.is_range:
                return replace(period, since=None)
        return None

    def _side(self, verb: VerbGroup) -> str:
        """What a verb does with a time: a role is held in it («is», «during»), from it on, or up to it."""
        words = [*(self.scene.tokens[at].text for at in verb.light), past_stem(verb.lemma)]
        row = self.scene.knowledge["appointments"].get(" ".join(words)) if verb.light else None
        uses = load_grammar(self.scene.knowledge).uses
        is_copula = not verb.light and uses.get(verb.lemma) == "copula"
        return row["side"] if row else ("is" if is_copula else "")

    def _tokens(self, fact: Timed) -> tuple[int, int]:
        """The fact's tokens in the sentence, half-open."""
        span, tokens = fact.span, self.scene.tokens
        inside = [i for i, t in enumerate(tokens) if span.start < t.end and t.start < span.end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _periods_in(self, index: int) -> list[Period]:
        return [p for p in self.periods if self.clauses.owner[p.first] == index]

    def _joined(self, index: int) -> Iterator[int]:
        """The clause before, where this one only goes on with it: «… ساخته شد و … باز شد»."""
        clauses = self.clauses.clauses
        if index and (clauses[index].link, clauses[index].above) == (
            clauses[index - 1].link, clauses[index - 1].above,
        ):  # fmt: skip
            yield index - 1

    def _is_told(self, clause: Clause) -> bool:
        """Whether the verb of a clause says that somebody says something."""
        verb = clause.verb
        return verb is not None and any(
            self.scene.match("speech_verbs", at) or self._announces(at) for at in verb.tokens
        )

    def _announces(self, at: int) -> bool:
        found = self.scene.match("event_cues", at)
        return found is not None and found[0]["kind"] == "announced"

"""Stretches of time as news writes them: «هفته گذشته», «سه ماهه نخست امسال», «از سال ۹۵ تا ۹۸».

Built on the dates of ``kg.calendar``; the words for lengths, shifts and bounds lie in the lexicon «periods».
Months are Jalali, weeks begin on Saturday.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.calendar import find_dates, gregorian_to_jalali, jalali_to_gregorian
from kg.knowledge import Entry, Knowledge
from kg.model import Date, Token
from kg.persian import ZWNJ, fold_digits, squash

_SATURDAY = 5  # datetime.date.weekday()
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7}
_PRECISIONS = {"hour": "day", "day": "day", "week": "day", "month": "month", "year": "year"}
_SEASON, _HALF = 3, 6  # months


@dataclass(frozen=True, slots=True)
class Period:
    """Tokens ``first`` to ``last`` (half-open) that say from when and until when; None where it is open."""

    first: int
    last: int
    since: Date | None
    until: Date | None

    @property
    def is_range(self) -> bool:
        """Whether it has a beginning or an end of its own, and is no single day, month or year."""
        return self.since != self.until


def find_periods(
    tokens: Sequence[Token], text: str, reference: datetime.date | None, knowledge: Knowledge
) -> Iterator[Period]:
    """The stretches of time that ``tokens`` of ``text`` write, in order, none overlapping.

    ``reference`` is the day on which the text appeared; without it, what is told from there is left out. What
    something is only compared to («نسبت به سال گذشته»), or comes before or after, is left out too.
    """
    reader = _Reader(tokens, text, reference, knowledge)
    done = 0
    for at, token in enumerate(tokens):
        is_start = at >= done and (at in reader.dates or _may_begin(token.text, knowledge))
        found = reader.period_at(at) if is_start else None
        if found and (found.since or found.until):
            yield found
        done = found.last if found else done


@lru_cache(maxsize=1 << 16)
def _may_begin(word: str, knowledge: Knowledge) -> bool:
    """Whether a period that begins with no date may begin with a word: a number, or a word for lengths."""
    words = knowledge["periods"]
    is_number = word[0].isdecimal() or word in knowledge["number_words"]
    return is_number or squash(word) in words.beginnings or word.partition(ZWNJ)[2] in words  # «سه‌ماهه»


class _Reader:
    def __init__(
        self, tokens: Sequence[Token], text: str, reference: datetime.date | None, knowledge: Knowledge
    ) -> None:
        self.tokens, self.text, self.reference = tokens, text, reference
        self.words, self.shifts = knowledge["periods"], knowledge["time_words"]
        self.numbers = knowledge["number_words"]
        self.dates = {d.first: d for d in find_dates(tokens, text, reference, knowledge)}

    def period_at(self, at: int) -> Period | None:
        """The period that begins at token ``at``, with the word before it that bounds it."""
        entry, end = self._word(at)
        kind = entry["kind"] if entry else ""
        inner = self._stretch(end if kind in {"from", "to", "beside"} else at)
        if inner is None:
            return None
        if kind == "beside":
            return Period(at, inner.last, None, None)
        if kind == "to":
            return Period(at, inner.last, None, inner.until)
        return self._bounded(replace(inner, first=at), is_open=kind == "from")

    def _bounded(self, begun: Period, *, is_open: bool) -> Period:
        """What has begun, up to the «تا …» behind it; ``is_open``: it has no end without."""
        entry, end = self._word(begun.last)
        until = (
            (self._stretch(end) or self._bare_year(end, begun)) if entry and entry["kind"] == "to" else None
        )
        if until:
            return Period(begun.first, until.last, begun.since, until.until)
        if is_open and not begun.is_range:
            last = end if entry and entry["kind"] == "now" else begun.last
            return Period(begun.first, last, begun.since, None)
        return begun

    def _bare_year(self, at: int, begun: Period) -> Period | None:
        """«از سال ۱۳۹۵ تا ۱۳۹۸»."""
        is_year = begun.since is not None and begun.since.precision == "year"
        year, last = self._year(at, is_needed=True) if is_year else (None, at)
        return self._between(at, last, "year", *[self._month(year, 1)] * 2) if year else None

    def _stretch(self, at: int) -> Period | None:
        for form in (self._part_of_year, self._counted, self._dated, self._shifted):
            found = form(at)
            if found:
                return found
        return None

    # ── forms ──

    def _dated(self, at: int) -> Period | None:
        """«۱۳ آبان», «سال ۹۸»; days and years of a list from the first to the last."""
        begun = self.dates.get(at)
        if begun is None or begun.date is None:
            return None
        last = begun
        while (following := self.dates.get(last.last + 1)) and following.date and self._is_listed(last.last):
            last = following
        return Period(at, last.last, begun.date, last.date)

    def _shifted(self, at: int) -> Period | None:
        """«هفته گذشته», «ماه جاری»."""
        entry, end = self._word(at)
        if entry is None or self.reference is None or entry["kind"] not in _PRECISIONS:
            return None
        shift = {"ago": "-1", "past": ""}.get(entry["value"], entry["value"])
        before = self.shifts.get(self.tokens[at - 1].text) if at else None
        is_vague = before is not None and before["kind"] == "some"  # «چند روز قبل»
        if not shift or is_vague or entry["kind"] == "hour":
            return None
        return self._between(at, end, entry["kind"], *self._unit_at(entry["kind"], int(shift)))

    def _counted(self, at: int) -> Period | None:
        """«۲۴ ساعت گذشته», «سه ماه اخیر», «دو سال پیش»."""
        number, end = self._number(at)
        entry, last = self._word(end)
        if not number or entry is None or not entry["value"] or self.reference is None:
            return None
        unit = entry["kind"]
        if unit not in _PRECISIONS:
            return None
        if entry["value"] == "ago":
            return self._between(at, last, unit, *self._unit_at(unit, -number))
        days = (self.reference, self._moved(unit, number if entry["value"] == "1" else -number))
        return self._between(at, last, "day", min(days), max(days))

    def _part_of_year(self, at: int) -> Period | None:
        """«سه ماهه نخست امسال», «نیمه دوم سال ۹۸», «پاییز ۱۳۹۹»."""
        length, end = self._months(at)
        rank, last = self._rank(end)
        entry, _ = self._word(end)
        if length == _SEASON and entry and entry["kind"] == "season":
            rank, last = int(entry["value"]), end + 1
        if not length or not 1 <= rank * length <= 12:
            return None
        year, last = self._year(last, is_needed=end == at)
        if year is None:
            return None
        first = self._month(year, length * (rank - 1) + 1)
        return self._between(at, last, "month", first, self._month(year, length * rank))

    # ── parts ──

    def _months(self, at: int) -> tuple[int, int]:
        """How many months a part of a year has that begins at token ``at``, and the token behind its noun."""
        entry, end = self._word(at)
        kind = entry["kind"] if entry else ""
        if kind == "half":
            return _HALF, end
        if kind in {"season_noun", "season"}:
            return _SEASON, end if kind == "season_noun" else at
        number, end = self._number(at)
        entry, last = self._word(end)
        if number and entry and entry["kind"] in {"months", "month"} and not entry["value"]:
            return number, last
        word, _, noun = self.tokens[at].text.partition(ZWNJ) if at < len(self.tokens) else ("", "", "")
        row = self.words.get(noun) if noun else None
        is_joined = row is not None and row["kind"] in {"months", "month"}
        return (self._value(word), at + 1) if is_joined else (0, at)

    def _year(self, at: int, *, is_needed: bool) -> tuple[int | None, int]:
        """The Jalali year that stands at token ``at``, the year at hand without one; and the token behind."""
        found = self.dates.get(at)
        if found and found.date and found.date.precision == "year":
            return gregorian_to_jalali(found.date.day)[0], found.last
        shifted = self.shifts.match(self.tokens, at) if at < len(self.tokens) else None
        if shifted and shifted[0]["kind"] == "year" and self.reference:
            return gregorian_to_jalali(self.reference)[0] + int(shifted[0]["value"]), at + shifted[1]
        plain = fold_digits(self.tokens[at].text) if at < len(self.tokens) else ""
        if plain.isdecimal() and len(plain) == 4 and plain < "1700":
            return int(plain), at + 1
        if is_needed or self.reference is None:
            return None, at
        return gregorian_to_jalali(self.reference)[0], at

    def _number(self, at: int) -> tuple[int, int]:
        return (self._value(self.tokens[at].text), at + 1) if at < len(self.tokens) else (0, at)

    def _value(self, word: str) -> int:
        """A whole number below 100, in digits or one word; 0 where it is none."""
        digits = fold_digits(word)
        if digits.isdecimal():
            return int(digits) if len(digits) < 3 else 0
        entry = self.numbers.get(word)
        return int(entry["value"]) if entry and entry["kind"] in {"digit", "teen", "ten"} else 0

    def _rank(self, at: int) -> tuple[int, int]:
        """«نخست», «دوم»; 0 where no ordinal stands at token ``at``."""
        entry = self.numbers.get(self.tokens[at].text) if at < len(self.tokens) else None
        return (int(entry["value"]), at + 1) if entry and entry["kind"] == "ordinal" else (0, at)

    def _word(self, at: int) -> tuple[Entry | None, int]:
        match = self.words.match(self.tokens, at) if at < len(self.tokens) else None
        return (match[0], at + match[1]) if match else (None, at)

    def _is_listed(self, at: int) -> bool:
        return not self.tokens[at].text.isalnum() or len(self.tokens[at].text) <= 2 or bool(self._word(at)[0])

    # ── days ──

    def _between(self, first: int, last: int, unit: str, begin: datetime.date, end: datetime.date) -> Period:
        written = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        since, until = (Date(written, day, _PRECISIONS[unit]) for day in (begin, end))
        return Period(first, last, since, until)

    def _unit_at(self, unit: str, shift: int) -> tuple[datetime.date, datetime.date]:
        """The first and last day of the unit ``shift`` from today's; of months and years, their first day."""
        moved = self._moved(unit, shift)
        if unit == "week":
            moved -= datetime.timedelta(days=(moved.weekday() - _SATURDAY) % 7)
            return moved, moved + datetime.timedelta(days=6)
        if unit in {"month", "year"}:
            year, month, _ = gregorian_to_jalali(moved)
            moved = self._month(year, month if unit == "month" else 1)
        return moved, moved

    def _moved(self, unit: str, number: int) -> datetime.date:
        """The day ``number`` units from the day of the article."""
        assert self.reference is not None
        if unit in _DAYS:
            return self.reference + datetime.timedelta(days=int(_DAYS[unit] * number))
        year, month, day = gregorian_to_jalali(self.reference)
        month += number * (12 if unit == "year" else 1)
        first = self._month(year, month)
        return first + datetime.timedelta(days=min(day, 29) - 1)

    def _month(self, year: int, month: int) -> datetime.date:
        """The first day of a Jalali month, counted on over the ends of years."""
        years, rest = divmod(month - 1, 12)
        return jalali_to_gregorian(year + years, rest + 1, 1)

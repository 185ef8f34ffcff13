"""The calendars of Persian news: conversion to Gregorian days, and dates as texts write them.

Jalali (solar Hijri) dates are converted exactly for the years 1 to 3177 (Borkowski's table of
breaks in the 33-year cycle). Lunar dates follow the tabular calendar; the observed month may
begin a day earlier or later. Words for months, days and years come from the lexicons «months»,
«time_words» and «number_words».
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.knowledge import Entry, Knowledge, load_knowledge
from kg.model import Date, Token
from kg.persian import clean, fold_digits, squash

# ── conversion ────────────────────────────────────────────────────────────────

# years in which the 33-year cycle of leap years is broken (K. M. Borkowski, 1996)
_BREAKS = (
    *(-61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210),
    *(1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178),
)
_LUNAR_EPOCH = 227014  # date.toordinal() of the day before 1 Muharram 1


def jalali_to_gregorian(year: int, month: int, day: int) -> datetime.date:
    """Convert a Jalali date to its Gregorian day.

    Raises ValueError where there is no such day: 31 Esfand, or 30 Esfand outside a leap year.
    """
    if not (1 <= month <= 12 and 1 <= day <= _jalali_month_length(year, month)):
        raise ValueError(f"there is no Jalali day {year}-{month}-{day}")
    before = 31 * (month - 1) - max(0, month - 7)
    return _jalali_new_year(year) + datetime.timedelta(days=before + day - 1)


def gregorian_to_jalali(day: datetime.date) -> tuple[int, int, int]:
    """Give year, month and day of ``day`` in the Jalali calendar. Raises ValueError before year 1."""
    year = day.year - 621
    if day < _jalali_new_year(year):
        year -= 1
    passed = (day - _jalali_new_year(year)).days
    if passed < 186:
        return year, passed // 31 + 1, passed % 31 + 1
    return year, (passed - 186) // 30 + 7, (passed - 186) % 30 + 1


def is_jalali_leap(year: int) -> bool:
    """Whether Esfand of the Jalali ``year`` has 30 days."""
    return (_jalali_new_year(year + 1) - _jalali_new_year(year)).days == 366


def lunar_to_gregorian(year: int, month: int, day: int) -> datetime.date:
    """Convert a lunar Hijri date to its Gregorian day by the tabular calendar (give or take a day).

    Raises ValueError where there is no such day.
    """
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError(f"there is no lunar day {year}-{month}-{day}")
    before = 354 * (year - 1) + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2
    return datetime.date.fromordinal(_LUNAR_EPOCH + before + day)


def _jalali_month_length(year: int, month: int) -> int:
    if month < 7:
        return 31
    return 30 if month < 12 or is_jalali_leap(year) else 29


def _jalali_new_year(year: int) -> datetime.date:
    """1 Farvardin: 20 March, moved by the leap days of both calendars."""
    if not 1 <= year < _BREAKS[-1]:
        raise ValueError(f"Jalali year {year} lies outside 1 to {_BREAKS[-1] - 1}")
    leaps = -14
    for start, end in pairwise(_BREAKS):
        jump = end - start
        if year < end:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
    passed = year - start
    leaps += passed // 33 * 8 + (passed % 33 + 3) // 4
    if jump % 33 == 4 and jump - passed == 4:
        leaps += 1
    gregorian = year + 621
    gregorian_leaps = gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150
    return datetime.date(gregorian, 3, 1) + datetime.timedelta(days=19 + leaps - gregorian_leaps)


_TO_GREGORIAN = {
    "jalali": jalali_to_gregorian,
    "gregorian": datetime.date,
    "lunar": lunar_to_gregorian,
}

# ── dates in texts ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FoundDate:
    """Tokens ``first`` to ``last`` (half-open) that write a date; ``date`` is None if nothing fixes it."""

    first: int
    last: int
    date: Date | None


def find_dates(
    tokens: Sequence[Token],
    text: str,
    reference: datetime.date | None = None,
    knowledge: Knowledge | None = None,
) -> Iterator[FoundDate]:
    """Find the dates that ``tokens`` of ``text`` write, in order, none overlapping.

    ``reference`` is the day on which the text appeared: «دیروز» and «۱۳ آبان» are read from there,
    and remain without a date where it is None. A list of days before one month («۲۰ تا ۲۲ مهر»)
    is a date for each day.
    """
    knowledge = knowledge or load_knowledge()
    reader = _Reader(tokens, text, reference, knowledge)
    done = 0
    for at, token in enumerate(tokens):
        found = reader.dates_at(at) if at >= done and _may_begin(token.text, knowledge) else []
        yield from found
        done = found[-1].last if found else done


def parse_date(
    text: str, reference: datetime.date | None = None, knowledge: Knowledge | None = None
) -> Date | None:
    """Read the first date written in ``text``, or None: a record's field or a phrase.

    A numeric date («1399-02-20», «۲۰/۲/۹۹») is Jalali where its year is below 1700. What stands
    behind it (a time of day) is passed over; ``written`` holds the date's own words.
    """
    cleaned, offsets = clean(text)
    tokens = [Token(offsets[m.start()], offsets[m.end() - 1] + 1, m.group()) for m in _WORD.finditer(cleaned)]
    found = find_dates(tokens, text, reference, knowledge)
    return next((f.date for f in found if f.date is not None), None)


_WORD = re.compile(r"\d+(?:[/.]\d+)*|[^\W\d_]+(?:\u200c[^\W\d_]+)*|[^\s\u200c]")
_NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_YEARS = range(1000, 2200)


def _may_begin(word: str, knowledge: Knowledge) -> bool:
    """Whether a date may begin with a word."""
    return word[0].isdecimal() or squash(word) in _beginnings(knowledge)


@cache
def _beginnings(knowledge: Knowledge) -> frozenset[str]:
    """What the forms begin with that a date may begin with."""
    firsts = (*knowledge["number_words"].entries.items(), *knowledge["time_words"].entries.items())
    keys = [key for key, entries in firsts if entries[0]["kind"] in _FIRST_KINDS]
    return frozenset(key[:n] for key in (*keys, *knowledge["months"].entries) for n in range(1, len(key) + 1))


# of numbers below a hundred, then of words for times
_FIRST_KINDS = frozenset({"digit", "teen", "ten", "ordinal", "of_month", "year", "of_year", "day", "weekday"})


class _Reader:
    """Reads dates off one run of tokens."""

    def __init__(
        self, tokens: Sequence[Token], text: str, reference: datetime.date | None, knowledge: Knowledge
    ) -> None:
        self.tokens, self.text, self.reference = tokens, text, reference
        self.words, self.months = knowledge["time_words"], knowledge["months"]
        self.numbers, self.units = knowledge["number_words"], knowledge["units"]
        self.digits = [fold_digits(t.text) for t in tokens]

    def dates_at(self, at: int) -> list[FoundDate]:
        """Read the dates that begin at token ``at``; more than one where days or years are listed."""
        for form in (self._numeric, self._days, self._month, self._years, self._relative):
            found = form(at)
            if found:
                return found
        return []

    # forms of dates, the longest first

    def _numeric(self, at: int) -> list[FoundDate]:
        if not self.digits[at][0].isdecimal():
            return []
        for length in (5, 1):
            run = self.digits[at : at + length]
            match = _NUMERIC.fullmatch("".join(run)) if len(run) == length else None
            if match:
                a, b, c = int(match[1]), int(match[3]), int(match[4])
                parts = (a, b, c) if a > 31 else (c, b, a)
                return [self._found(at, at + length, _numeric_day(*parts), "day")]
        return []

    def _days(self, at: int) -> list[FoundDate]:
        """«۲۰ اردیبهشت ۱۳۹۹», «سوم تا پنجم مهر», «۲۷ ماه رجب»."""
        days: list[tuple[int, int, int]] = []
        if self._stands_behind(at, "part"):
            return []  # «دهه اول محرم»
        i = at
        while True:
            day, after = self._small_number(i)
            if not 1 <= day <= 31:
                return []
            days.append((i, after, day))
            month = self.months.match(self.tokens, self._skip(after, "of_month"))
            if month:
                break
            i = after + 1
            if not self._is_list_mark(after):
                return []
        end = self._skip(after, "of_month") + month[1]
        year, end = self._year_of_month(end)
        dates = [self._day_of(day, month[0], year) for _, _, day in days]
        ends = [last for _, last, _ in days[:-1]] + [end]
        return [
            self._found(first, last, day, "day")
            for (first, _, _), last, day in zip(days, ends, dates, strict=True)
        ]

    def _month(self, at: int) -> list[FoundDate]:
        """«مهر ۱۳۹۹», «خرداد ماه», «ماه رمضان»: a month with a word beside it that makes it one."""
        start = self._skip(at, "of_month")
        month = self.months.match(self.tokens, start)
        if not month:
            return []
        end = start + month[1]
        is_named = start > at or bool(month[0]["named"]) or self._skip(end, "of_month") > end
        year, last = self._year_of_month(end)
        if not is_named and (year is None or last == end):
            return []
        return [self._found(at, last, self._day_of(1, month[0], year), "month")]

    def _years(self, at: int) -> list[FoundDate]:
        """«سال ۹۵», «سال‌های ۹۵ و ۹۶», «سال جاری», «2016 میلادی»."""
        relative = self._relative_year(at, "jalali")
        if relative and (self._stands_behind(at, "some") or self._small_number(at - 1)[0]):
            return []  # «دو سال گذشته»
        if relative:
            return [self._found(at, relative[1], self._day_of_year("jalali", relative[0]), "year")]
        entry, start = self._word(at)
        if entry is None or entry["kind"] != "of_year":
            entry, start = None, at
        years: list[tuple[int, int, int]] = []
        i = start
        while year := self._plain_year(i, two_digits=start > at):
            years.append((i, i + 1, year))
            if not self._is_list_mark(i + 1) or entry is None or not entry["value"]:
                break
            i += 2
        if not years:
            return []
        era, end = self._era(years[-1][1])
        if start == at and era is None:
            return []
        years[0] = (at, *years[0][1:])
        years[-1] = (years[-1][0], end, years[-1][2])
        return [
            self._found(first, last, self._day_of_year(era or _calendar_of(year), year), "year")
            for first, last, year in years
        ]

    def _relative(self, at: int) -> list[FoundDate]:
        """«دیروز», «شنبه گذشته»; a bare «شنبه» is a date that nothing fixes."""
        entry, end = self._word(at)
        if entry is None or entry["kind"] not in ("day", "weekday"):
            return []
        day = None
        if entry["kind"] == "day" and self.reference:
            day = self.reference + datetime.timedelta(days=int(entry["value"]))
        shift, after = self._word(end)
        if entry["kind"] == "weekday" and shift is not None and shift["kind"].endswith("shift"):
            end = after
            day = self._weekday(int(entry["value"]), int(shift["value"]))
        return [self._found(at, end, day, "day")]

    # parts of dates

    def _stands_behind(self, at: int, kind: str) -> bool:
        return at > 0 and self._skip(at - 1, kind) == at

    def _small_number(self, at: int) -> tuple[int, int]:
        """Read a number below 100, cardinal or ordinal, and the token after it; 0 where there is none."""
        if not 0 <= at < len(self.digits):
            return 0, at
        if self.digits[at].isdecimal():
            return int(self.digits[at]), self._skip(at + 1, "rank")
        match = self.numbers.match(self.tokens, at)
        if not match or match[0]["kind"] not in ("digit", "teen", "ten", "ordinal"):
            return 0, at
        value, end = int(match[0]["value"]), at + match[1]
        entry, after = self._word(end)
        if match[0]["kind"] == "ten" and entry is not None and entry["value"] == "and":
            unit, last = self._small_number(after)
            if 1 <= unit <= 9 and not self.digits[after].isdecimal():
                return value + unit, last
        return value, end

    def _year_of_month(self, end: int) -> tuple[int | str | None, int]:
        """Read what follows a month: a year, a shift as text («-1»), or nothing; and the token after."""
        end = self._skip(end, "of_month")
        start = end
        if start < len(self.digits) and self.digits[start] == "،":
            start += 1
        relative = self._relative_year(start, "jalali")
        if relative:
            return relative
        entry, after = self._word(end)
        if entry is not None and entry["kind"] == "shift":
            return entry["value"], after
        at = self._skip(start, "of_year")
        year = self._plain_year(at, two_digits=True)
        if year is None:
            return None, end
        return year, self._era(at + 1)[1]

    def _plain_year(self, at: int, two_digits: bool) -> int | None:
        digits = self.digits[at] if at < len(self.digits) else ""
        if not digits.isdecimal():
            return None
        if len(digits) == 4 and int(digits) in _YEARS:
            return int(digits)
        if two_digits and len(digits) == 2 and not self._counts_something(at + 1):
            return _full_year(int(digits))
        return None

    def _counts_something(self, at: int) -> bool:
        """Whether a scale or a unit stands at ``at``: «در سال ۲۰ هزار تن» names no year."""
        entry = self.numbers.get(self.tokens[at].text) if at < len(self.tokens) else None
        is_scale = entry is not None and entry["kind"] == "scale"
        unit = self.units.match(self.tokens, at)
        return is_scale or (unit is not None and unit[0]["kind"] != "noun")

    def _relative_year(self, at: int, calendar: str) -> tuple[int, int] | None:
        entry, end = self._word(at)
        if entry is None or entry["kind"] != "year" or self.reference is None:
            return None
        return _year_in(calendar, self.reference) + int(entry["value"]), end

    def _era(self, at: int) -> tuple[str | None, int]:
        entry, end = self._word(at)
        return (entry["value"], end) if entry is not None and entry["kind"] == "era" else (None, at)

    def _word(self, at: int) -> tuple[Entry | None, int]:
        match = self.words.match(self.tokens, at) if at < len(self.tokens) else None
        return (match[0], at + match[1]) if match else (None, at)

    def _skip(self, at: int, kind: str) -> int:
        entry, end = self._word(at)
        return end if entry is not None and entry["kind"] == kind else at

    def _is_list_mark(self, at: int) -> bool:
        entry, end = self._word(at)
        is_word = entry is not None and entry["kind"] == "list" and end == at + 1
        return is_word or (at < len(self.digits) and self.digits[at] in ("،", "-", "–"))

    # from parts to days

    def _found(self, first: int, last: int, day: datetime.date | None, precision: str) -> FoundDate:
        if day is None:
            return FoundDate(first, last, None)
        written = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        return FoundDate(first, last, Date(written, day, precision))

    def _day_of(self, day: int, month: Entry, year: int | str | None) -> datetime.date | None:
        calendar, number = month["calendar"], int(month["month"])
        if isinstance(year, int):
            return _day(calendar, year, number, day)
        if self.reference is None:
            return None
        now = _year_in(calendar, self.reference)
        days = [d for y in (now - 1, now, now + 1) if (d := _day(calendar, y, number, day))]
        reference, shift = self.reference, int(year or 0)
        days = [d for d in days if shift * (d - reference).days > 0] if shift else days
        return min(days, key=lambda d: abs((d - reference).days), default=None)

    def _day_of_year(self, calendar: str, year: int) -> datetime.date | None:
        return _day(calendar, year, 1, 1)

    def _weekday(self, weekday: int, shift: int) -> datetime.date | None:
        if self.reference is None:
            return None
        ahead = (weekday - self.reference.weekday()) % 7
        if shift > 0:
            days = ahead or 7
        elif shift < 0:
            days = ahead - 7
        else:  # the week at hand, from Saturday to Friday
            days = (weekday + 2) % 7 - (self.reference.weekday() + 2) % 7
        return self.reference + datetime.timedelta(days=days)


def _numeric_day(year: int, month: int, day: int) -> datetime.date | None:
    year = _full_year(year) if year < 100 else year
    return _day(_calendar_of(year), year, month, day)


def _full_year(year: int) -> int:
    """Complete the Jalali year that two digits mean: 1330 to 1429."""
    return year + (1300 if year >= 30 else 1400)


def _calendar_of(year: int) -> str:
    return "jalali" if year < 1700 else "gregorian"


def _day(calendar: str, year: int, month: int, day: int) -> datetime.date | None:
    try:
        return _TO_GREGORIAN[calendar](year, month, day)
    except ValueError:
        return None


def _year_in(calendar: str, day: datetime.date) -> int:
    if calendar == "jalali":
        return gregorian_to_jalali(day)[0]
    return day.year if calendar == "gregorian" else (day.toordinal() - _LUNAR_EPOCH) * 30 // 10631 + 1

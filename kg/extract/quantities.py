"""Relation «observes»: every quantity that an article states, with unit, bound and what it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.calendar import find_dates
from kg.extract.numerals import Numeral, numerals, pieces_of
from kg.knowledge import Entry, Knowledge
from kg.model import Bound, Kind, Observation, Reading, Sentence, Span
from kg.persian import bare_noun, fold_digits, squash, without_indefinite

_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "X"))
_TELLING = 3  # a number of so many digits besides zeros, told twice of one unit, is one fact
_HYPHENS = ("-", "–")
_YEARS = ((1290, 1430), (1900, 2100))  # a bare number in these is a year unless something is counted
_SURE = {
    "measure": 0.95,
    "counter": 0.95,
    "noun": 0.9,
    "of_noun": 0.6,
    "shared": 0.8,
    "listed": 0.75,
    "recalled": 0.5,
}


def observations(reading: Reading, knowledge: Knowledge) -> Iterator[Observation]:
    """Find the stated quantities of an article, in reading order.

    Numbers that name, order or date something (paragraphs of laws, telephone numbers, «سومین»,
    years, hours of the clock) are passed over; so is a precise number told again.
    """
    subjects = _Subjects(reading)
    recalled: dict[bool, str] = {}
    told: set[tuple[Decimal, str]] = set()
    for number, sentence in enumerate(reading.document.sentences):
        scene = _Scene(reading, number, sentence, knowledge)
        for quantity in scene.quantities(recalled):
            if (quantity.value, quantity.unit) in told:
                continue
            if len(str(quantity.value).strip("0").replace(".", "")) >= _TELLING:
                told.add((quantity.value, quantity.unit))
            span = scene.span(quantity.first, quantity.last)
            yield Observation(
                span=span,
                rule=f"quantity.{quantity.rule}",
                confidence=_SURE[quantity.rule],
                value=quantity.value,
                unit=quantity.unit,
                bound=scene.bound(quantity),
                about=subjects.of(number, span),
                sentence=Span(sentence.start, sentence.end),
            )


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is counted, told by ``rule``, and the piece after its words."""

    text: str
    rule: str
    end: int


@dataclass(frozen=True, slots=True)
class _Quantity:
    """Pieces ``first`` to ``last`` that write ``value``; the words of the unit end at ``end``."""

    first: int
    last: int
    value: Decimal
    unit: str
    rule: str
    end: int


class _Scene:
    """A sentence cut into pieces, with its numbers and what stands about them."""

    def __init__(self, reading: Reading, number: int, sentence: Sentence, knowledge: Knowledge) -> None:
        article = reading.document.article
        self.text, self.sentence = article.text, sentence
        self.units, self.bounds = knowledge["units"], knowledge["bounds"]
        self.contexts = knowledge["number_contexts"]
        self.words, self.names = knowledge["number_words"], knowledge["number_names"]
        self.signs = _signs(knowledge)
        self.pieces = pieces_of(sentence.tokens, self.text, knowledge)
        self.numerals = list(numerals(self.pieces, knowledge))
        if not self.numerals:
            return  # so it is with many sentences, and nothing is asked of them
        reference = article.date.day if article.date else None
        self.taken = {
            i
            for date in find_dates(self.pieces, self.text, reference, knowledge)
            for i in range(date.first, date.last)
        }
        self.taken |= set(self._in_names())
        self.mentioned = set(self._in_mentions(reading, number))
        self.persons = set(self._in_persons())
        self.numerals = [n for n in self.numerals if self._is_free(n)]

    def quantities(self, recalled: dict[bool, str]) -> Iterator[_Quantity]:
        """Read the counted numbers.

        ``recalled`` holds the last measure named, of numbers with a scale and of those without;
        it is read and kept up.
        """
        done = 0
        for at, numeral in enumerate(self.numerals):
            if numeral.first < done or self._is_named(at) or self._is_clock(at) or self._is_year(numeral):
                continue
            unit = self._unit(at, recalled)
            if unit is None or self._is_period(unit) or not self._is_counting(at, unit):
                continue
            value, done = self._with_half(numeral, unit)
            value *= self._shared_scale(at, unit)
            if unit.rule == "measure":
                recalled[numeral.scale > 1] = unit.text
            yield _Quantity(numeral.first, done, value, unit.text, unit.rule, max(done, unit.end))

    def span(self, first: int, last: int) -> Span:
        """Where pieces ``first`` to ``last`` stand in the original."""
        return Span(self.pieces[first].start, self.pieces[last - 1].end)

    # ── numbers that count nothing ──

    def _in_names(self) -> Iterator[int]:
        for i, (_, length) in self.names.matches([squash(p.text) for p in self.pieces]).items():
            yield from range(i, i + length)

    def _in_mentions(self, reading: Reading, number: int) -> Iterator[int]:
        """Pieces inside the names of persons, bodies and places: «منطقه 22 شهرداری تهران»."""
        for mention in reading.mentions:
            if mention.sentence == number and mention.kind is not Kind.EVENT:
                start = self.sentence.tokens[mention.first].start
                end = self.sentence.tokens[mention.last - 1].end
                yield from (i for i, p in enumerate(self.pieces) if start < p.start and p.end <= end)

    def _in_persons(self) -> Iterator[int]:
        for name in self.sentence.names:
            if name.kind == "PER":
                tokens = self.sentence.tokens[name.first : name.last]
                yield from (t.start for t in tokens)

    def _is_free(self, numeral: Numeral) -> bool:
        pieces = set(range(numeral.first, numeral.last))
        is_in_name = bool(pieces & self.mentioned) and not self._is_unit(numeral.last)
        return not (numeral.is_rank or is_in_name or pieces & self.taken)

    def _is_named(self, at: int) -> bool:
        """Whether the number is a name, an order or a score: «ماده 13», «17 ام», «021», «3 بر 1»."""
        numeral = self.numerals[at]
        first = fold_digits(self._text(numeral.first))
        if numeral.last == numeral.first + 1 and re.fullmatch(r"0\d+|\d{8,}", first):
            return True
        if self._context(numeral.last) == "rank" or self._is_label(at) or self._is_score(numeral):
            return True
        return self._is_item(numeral) or self._is_model(numeral.first)

    def _is_label(self, at: int) -> bool:
        """«ماده 13», «منطقه 5», and what is listed with it: «ماده ۳ و ۷ قانون»."""
        numeral = self.numerals[at]
        before = self._context_before(numeral.first)
        if before == "label":
            return not self._is_adjective(numeral.last)
        if before == "weekday":
            return self.pieces[numeral.first].text.isdecimal() and numeral.value <= 31
        if before == "place":
            return numeral.scale == 1 and not self._is_unit(numeral.last, with_nouns=False)
        is_next = at > 0 and self.numerals[at - 1].last == numeral.first - 1
        is_listed = is_next and self._is_list_mark(numeral.first - 1)
        return is_listed and not self._is_unit(numeral.last) and self._is_label(at - 1)

    def _is_score(self, numeral: Numeral) -> bool:
        """«3 بر 1»."""
        is_won = self._kind(numeral.last) == "score" and self._starts_number(numeral.last + 1)
        is_lost = self._kind(numeral.first - 1) == "score" and self._ends_number(numeral.first - 1)
        return is_won or is_lost

    def _is_model(self, first: int) -> bool:
        """«تی-72»: joined to letters by a hyphen."""
        if first < 2 or self._text(first - 1) not in _HYPHENS or self._ends_number(first - 1):
            return False
        dash, number = self.pieces[first - 1], self.pieces[first]
        return self.pieces[first - 2].end == dash.start and dash.end == number.start

    def _is_item(self, numeral: Numeral) -> bool:
        """Whether the number counts the items of a list: it begins the sentence, a mark behind it."""
        is_first = all(not p.text[0].isalnum() for p in self.pieces[: numeral.first])
        return is_first and self._text(numeral.last) in (".", "-", ")", "_", "–", ":", "ـ")

    def _is_clock(self, at: int) -> bool:
        """«ساعت 9», «9 صبح», and what is joined to it: «ساعت 9 و 30 دقیقه», «از 9 صبح تا 7 شب»."""
        numeral = self.numerals[at]
        if self._context_before(numeral.first) == "clock" or self._context(numeral.last) == "daytime":
            return True
        before = self.numerals[at - 1] if at else None
        is_joined = before is not None and numeral.first - before.last <= 3
        is_joined = is_joined and self._kind(numeral.first - 1) in ("and", "to")
        return is_joined and numeral.value < 60 and self._is_clock(at - 1)

    def _is_period(self, unit: _Unit) -> bool:
        """«6 ماهه نخست»: a part of the year, no duration."""
        entry = self.units.get(self._text(unit.end - 1))
        return entry is not None and entry["measures"] == "months" and self._context(unit.end) == "period"

    def _is_year(self, numeral: Numeral) -> bool:
        digits = fold_digits(self.pieces[numeral.first].text)
        is_bare = numeral.last == numeral.first + 1 and re.fullmatch(r"\d{4}", digits)
        if not is_bare or not any(low <= int(digits) < high for low, high in _YEARS):
            return False
        return not self._is_unit(numeral.last) and not self._is_bounded(numeral.first)

    def _is_bounded(self, first: int) -> bool:
        matches = ((i, self.bounds.match(self.pieces, i)) for i in range(max(0, first - 4), first))
        return any(m is not None and i + m[1] == first for i, m in matches)

    def _is_unit(self, at: int, with_nouns: bool = True) -> bool:
        """Whether a known unit stands at ``at``; ``with_nouns``, or a noun that news often count."""
        match = self.units.match(self.pieces, at)
        is_known = match is not None and (with_nouns or match[0]["kind"] != "noun")
        return is_known or self._text(at) in self.signs

    def _is_adjective(self, at: int) -> bool:
        match = self.units.match(self.pieces, at)
        return match is not None and match[0]["kind"] in ("adjective", "of_noun")

    def _is_counting(self, at: int, unit: _Unit) -> bool:
        """Whether a word that may be no number is one here: «یک» as an article, «نه» as a no."""
        numeral = self.numerals[at]
        is_hyphened = self._text(numeral.last) in _HYPHENS or self._text(numeral.first - 1) in _HYPHENS
        if is_hyphened and unit.rule == "noun":
            return False  # a score («2-1 استقلال»)
        if not numeral.doubt or unit.rule in ("measure", "counter", "of_noun"):
            return True
        if numeral.doubt == "homograph" or unit.rule != "noun":
            return unit.rule == "shared"
        is_listed = self._is_list_mark(numeral.first - 1) or self._is_list_mark(numeral.first - 2)
        before = [n for n in self.numerals[:at] if not n.doubt and numeral.first - n.last <= 12]
        return is_listed and bool(before)

    # ── units ──

    def _unit(self, at: int, recalled: dict[bool, str]) -> _Unit | None:
        numeral = self.numerals[at]
        unit = self._written_unit(numeral.last, numeral.first)
        if unit is None and self._kind(numeral.last) in ("and", "to", "or", "by"):
            unit = self._shared_unit(at)
        unit = unit or self._listed_unit(numeral) or self._shared_unit(at)
        return unit or self._recalled_unit(numeral, recalled)

    def _written_unit(self, at: int, first: int) -> _Unit | None:
        """Read the unit that begins at piece ``at``, behind a number that begins at ``first``."""
        if self._text(at) in self.signs:
            return _Unit(self.signs[self._text(at)], "measure", at + 1)
        match = self.units.match(self.pieces, at)
        if match and match[0]["kind"] != "noun":
            entry, length = match
            return self._lexical_unit(entry, at, at + length, first)
        if not self._is_nominal(at) or self._is_of_verb(at):
            return None
        end = at + 1
        is_adjective = self._is_nominal(end) and self.pieces[end].pos == "ADJ"
        if is_adjective and self.pieces[at].ezafe and end not in self.mentioned:
            end += 1
        if end == at + 1 and end < len(self.pieces) and self.pieces[end].pos == "SCONJ":
            return _Unit(without_indefinite(self._text(at)), "noun", end)
        return _Unit(self._noun_phrase(at, end), "noun", end)

    def _lexical_unit(self, entry: Entry, at: int, end: int, first: int) -> _Unit | None:
        if entry["kind"] == "of_noun":
            is_told = self._is_nominal(first - 1)
            return _Unit(bare_noun(self._text(first - 1)), "of_noun", end) if is_told else None
        is_noun = self._is_nominal(end) and self.pieces[end].pos != "ADJ" and not self._is_of_verb(end)
        if entry["kind"] == "counter" and is_noun and not self.units.match(self.pieces, end):
            return _Unit(f"{entry['unit']} {bare_noun(self._text(end))}", "counter", end + 1)
        return _Unit(entry["unit"], "measure" if entry["kind"] == "adjective" else entry["kind"], end)

    def _noun_phrase(self, first: int, last: int) -> str:
        texts = [p.text for p in self.pieces[first:last]]
        return " ".join([bare_noun(texts[0]), *texts[1:]])

    def _shared_unit(self, at: int) -> _Unit | None:
        """«از دو به شش هکتار»: the unit of the number that follows in the same list or range."""
        numeral = self.numerals[at]
        if at + 1 == len(self.numerals):
            return None
        following = self.numerals[at + 1]
        between = self.pieces[numeral.last : following.first]
        if len(between) > 3 or any(p.pos in ("VERB", "AUX") for p in between):
            return None
        joints = ("and", "to", "or", "by")
        if self._kind(numeral.last) not in joints and self._text(numeral.last) not in ("،", *_HYPHENS):
            return None
        unit = self._written_unit(following.last, following.first) or self._shared_unit(at + 1)
        if unit is None or (len(between) > 1 and unit.rule not in ("measure", "shared")):
            return None
        return _Unit(unit.text, "shared", numeral.last)

    def _shared_scale(self, at: int, unit: _Unit) -> Decimal:
        """«7 تا 10 هزار»: the thousands of a range stand once."""
        numeral = self.numerals[at]
        if unit.rule != "shared" or self._kind(numeral.last) not in ("to", "or"):
            return Decimal(1)
        following = self.numerals[at + 1]
        is_smaller = numeral.scale == 1 and numeral.value < following.value / following.scale
        return following.scale if is_smaller else Decimal(1)

    def _listed_unit(self, numeral: Numeral) -> _Unit | None:
        """«آمبولانس 40، کیسه 1126»: the noun before the number."""
        before = numeral.first - 1
        is_closed = self._text(numeral.last) in ("", "،", ".", "؛", ")") or self._kind(numeral.last) == "and"
        if not is_closed or not self._is_nominal(before) or self.pieces[before].start in self.persons:
            return None
        if self.bounds.match(self.pieces, before) or self._context_before(numeral.first):
            return None
        start = before - 1 if self._is_nominal(before - 1) else before
        return _Unit(self._noun_phrase(start, before + 1), "listed", numeral.last)

    def _recalled_unit(self, numeral: Numeral, recalled: dict[bool, str]) -> _Unit | None:
        """«… تومان و به قیمت آزاد ۳۰۰ میلیون است»: the last measure named of such numbers."""
        is_measure = numeral.scale > 1 or numeral.value != int(numeral.value)
        unit = recalled.get(numeral.scale > 1) if is_measure else None
        return _Unit(unit, "recalled", numeral.last) if unit else None

    def _with_half(self, numeral: Numeral, unit: _Unit) -> tuple[Decimal, int]:
        """«یک کیلو و نیم»: the half behind the unit."""
        has_half = self._kind(unit.end) == "and" and self._kind(unit.end + 1) == "half"
        if unit.rule != "measure" or not has_half:
            return numeral.value, numeral.last
        return numeral.value + Decimal("0.5"), unit.end + 2

    # ── bound ──

    def bound(self, quantity: _Quantity) -> Bound:
        """How the words beside the number bound it; the ends of a range bound each other."""
        bound = self._bound_before(quantity) or self._bound_after(quantity)
        if bound is not None:
            return bound
        if self._kind(quantity.last) == "to" and self._starts_number(quantity.last + 1):
            return Bound.AT_LEAST
        return Bound.EXACT

    def _bound_before(self, quantity: _Quantity) -> Bound | None:
        for start in range(max(0, quantity.first - 5), quantity.first):
            match = self.bounds.match(self.pieces, start)
            if not match or match[0]["side"] == "after":
                continue
            is_beside = start + match[1] == quantity.first
            if is_beside and self._kind(start) == "to" and self._is_time(quantity):
                continue  # «تا یک هفته دیگر» says until when
            if is_beside or (match[0]["side"] == "far" and not self._has_number(start, quantity.first)):
                return Bound(match[0]["bound"])
        return None

    def _bound_after(self, quantity: _Quantity) -> Bound | None:
        for start in range(quantity.end, min(len(self.pieces), quantity.end + 3)):
            match = self.bounds.match(self.pieces, start)
            if match and match[0]["side"] == "after":
                return Bound(match[0]["bound"])
        return None

    def _is_time(self, quantity: _Quantity) -> bool:
        entry = self.units.get(quantity.unit)
        return entry is not None and bool(entry["measures"]) and not self._ends_number(quantity.first - 1)

    def _starts_number(self, at: int) -> bool:
        return any(n.first == at for n in self.numerals)

    def _ends_number(self, at: int) -> bool:
        return any(n.last == at for n in self.numerals)

    def _has_number(self, first: int, last: int) -> bool:
        return any(first <= n.first < last for n in self.numerals)

    # ── looking at pieces ──

    def _is_list_mark(self, at: int) -> bool:
        return self._kind(at) in ("and", "to") or self._text(at) == "،"

    def _text(self, at: int) -> str:
        return self.pieces[at].text if 0 <= at < len(self.pieces) else ""

    def _is_nominal(self, at: int) -> bool:
        is_noun = 0 <= at < len(self.pieces) and self.pieces[at].pos in _NOMINAL
        return is_noun and self._text(at)[0].isalpha() and not self._kind(at)

    def _is_of_verb(self, at: int) -> bool:
        """Whether the noun at ``at`` is half a verb: «۲۵ نفر شرکت کردند», «آن را 378 اعلام کرد»."""
        effect = self._context(at)
        is_before_verb = at + 1 < len(self.pieces) and self.pieces[at + 1].pos in ("VERB", "AUX")
        return effect == "verbal" or (effect == "light" and is_before_verb)

    def _kind(self, at: int) -> str:
        entry = self.words.get(self._text(at))
        return entry["kind"] if entry else ""

    def _context(self, at: int) -> str:
        match = self.contexts.match(self.pieces, at)
        return match[0]["effect"] if match else ""

    def _context_before(self, at: int) -> str:
        for length in (3, 2, 1):
            match = self.contexts.match(self.pieces, at - length) if at >= length else None
            if match and match[1] == length:
                return match[0]["effect"]
        return ""


@cache
def _signs(knowledge: Knowledge) -> Mapping[str, str]:
    """Units by their signs: «%»."""
    return {sign: unit["unit"] for unit in knowledge["units"] for sign in unit["sign"]}


class _Subjects:
    """Which entities a quantity is about: those named nearest, else those the article is most about."""

    def __init__(self, reading: Reading) -> None:
        self.sentences = reading.document.sentences
        self.mentions = [m for m in reading.mentions if m.kind is not Kind.PERSON]
        counts = Counter(m.entity for m in self.mentions)
        order = {m.entity: -i for i, m in reversed(list(enumerate(self.mentions)))}
        kinds = {m.entity: m.kind for m in self.mentions}
        self.main: list[str] = []
        for kind in (Kind.ORGANIZATION, Kind.PLACE):
            of_kind = [e for e in counts if kinds[e] is kind]
            if of_kind:
                self.main.append(max(of_kind, key=lambda e: (counts[e], order[e])))

    def of(self, sentence: int, span: Span) -> tuple[str, ...]:
        """Choose the entities that the sentence names nearest before the number, else the main ones."""
        here = [m for m in self.mentions if m.sentence == sentence]
        tokens = self.sentences[sentence].tokens
        here.sort(key=lambda m: (tokens[m.first].start > span.start, abs(tokens[m.first].start - span.start)))
        return tuple(dict.fromkeys([m.entity for m in here[:2]] or self.main))

"""Numbers as Persian news writes them, in digits, words or both: «یک‌هزار و 500 میلیارد».

A token may hold a number and more (4هزار, سه‌ساله, یکصدوهفتاد), so sentences are first cut into
pieces: tokens again, with such words taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise

from kg.knowledge import Entry, Knowledge
from kg.model import Token
from kg.persian import clean, fold_digits

_PART = re.compile(r"\d+(?:[./٫,٬:]\d+)*|[^\W\d_]+|[^\s\u200c]")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,٬]\d{3})+|\d{1,3}(?:\.\d{3}){2,}")
_FRACTION = re.compile(r"(\d+)([./٫,])(\d+)")
_WORD_ORDER = {"digit": 1, "teen": 2, "ten": 2, "hundred": 3}
_FIRST_KINDS = frozenset((*_WORD_ORDER, "half", "scale", "ordinal", "rank"))  # of words that begin a number
_DENOMINATORS = frozenset(map(Decimal, (3, 4, 5, 6, 7, 8, 9, 10, 100, 1000)))
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Numeral:
    """Pieces ``first`` to ``last`` (half-open) that write the number ``value``."""

    first: int
    last: int
    value: Decimal
    is_rank: bool = False  # an ordinal: بیست و دوم
    scale: Decimal = Decimal(1)  # the last of the words هزار, میلیون … in it
    doubt: str = ""  # a single word that may be none: «article» (یک), «homograph» (نه)


def pieces_of(tokens: Sequence[Token], text: str, knowledge: Knowledge) -> list[Token]:
    """``tokens`` of ``text``, with numbers cut off from what is written together with them."""
    pieces = []
    for token in tokens:
        cuts = _cuts(text[token.start : token.end], knowledge)
        pieces += [_piece(token, *cut) for cut in cuts] or [token]
    return pieces


def _piece(token: Token, first: int, last: int, text: str) -> Token:
    return Token(token.start + first, token.start + last, text, token.pos, token.ezafe)


def numerals(pieces: Sequence[Token], knowledge: Knowledge) -> Iterator[Numeral]:
    """Read the numbers among ``pieces``, from left to right; ordinals too, marked as such."""
    reader = _NumeralReader(pieces, knowledge)
    done = 0
    for at in reader.starts():
        found = reader.numeral_at(at) if at >= done else None
        if found:
            yield found
            done = found.last


def decimal_of(digits: str) -> Decimal | None:
    """Read digits with separators of thousands or a decimal mark; None for dates and clock times.

    With a slash, ASCII digits stand in the order of the screens of their time (5/38 is 38.5), and
    Persian digits in the order in which they are read (۵۶/۸ is 56.8).
    """
    plain = fold_digits(digits)
    if _THOUSANDS.fullmatch(plain):
        return Decimal(re.sub(r"\D", "", plain))
    match = _FRACTION.fullmatch(plain)
    if match:
        is_turned = match[2] == "/" and digits.isascii()
        whole, part = (match[3], match[1]) if is_turned else (match[1], match[3])
        return Decimal(f"{whole}.{part}")
    return Decimal(plain) if plain.isdecimal() else None


@lru_cache(maxsize=1 << 16)
def _cuts(word: str, knowledge: Knowledge) -> tuple[tuple[int, int, str], ...]:
    """Start, end and text of the pieces of an original word; none where it stays whole, as most do."""
    return tuple(_cutter(knowledge).cut(word))


class _Cutter:
    """Takes words apart that hold a number."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.numbers, self.units = knowledge["number_words"], knowledge["units"]
        forms = [(e["form"], e["kind"]) for all_of in self.numbers.entries.values() for e in all_of]
        cardinals = [form for form, kind in forms if kind in (*_WORD_ORDER, "scale")]
        word = "|".join(map(re.escape, sorted(cardinals, key=lambda w: (-len(w), w))))
        joined = "|".join(form for form, kind in forms if kind == "and")
        self.word, self.part = re.compile(word), re.compile(f"{word}|{joined}")
        self.compound = re.compile(f"(?:{word})(?:(?:{joined})?(?:{word}))*(?:{joined})?")

    def cut(self, word: str) -> Iterator[tuple[int, int, str]]:
        shown, offsets = clean(word)
        ends = self._ends(shown, list(_PART.finditer(shown)))
        for first, last in pairwise([0, *ends]) if len(ends) > 1 else ():
            piece = shown[first:last].strip("\u200c ")
            if piece:
                start = first + shown[first:last].index(piece)
                yield offsets[start], offsets[start + len(piece) - 1] + 1, piece

    def _ends(self, shown: str, parts: list[re.Match[str]]) -> list[int]:
        """Where the pieces of a word end."""
        if re.match(r"\d", shown) or (len(parts) > 1 and re.match(r"\W?\d", shown)):
            return self._behind_digits(shown, parts)
        leading = 0
        while leading < len(parts) and self._is_cardinal(parts[leading].group()):
            leading += 1
        rest = parts[leading:]
        more = self._compound_ends(rest[0]) if len(rest) == 1 else []
        if leading and len(parts) > 1:
            return [*(p.end() for p in parts[:leading]), *(more or [len(shown)])]
        return more

    def _behind_digits(self, shown: str, parts: list[re.Match[str]]) -> list[int]:
        """4هزار و 5میلیون, «20%»; the word behind the digits stays whole."""
        ends: list[int] = []
        for part in parts:
            if part.group()[0].isdecimal():
                if part.start() and (not ends or ends[-1] != part.start()):
                    ends.append(part.start())
                ends.append(part.end())
        return [*ends, len(shown)] if not ends or ends[-1] != len(shown) else ends

    def _compound_ends(self, part: re.Match[str]) -> list[int]:
        """یکصدوهفتاد, هزارو, سهساله."""
        word = part.group()
        if self._is_cardinal(word):
            return []
        if self.compound.fullmatch(word):
            return [part.start() + m.end() for m in self.part.finditer(word)]
        head = self.word.match(word)
        unit = self.units.get(word[head.end() :]) if head else None
        is_scale = head is not None and self._kind(head.group()) == "scale"
        if head and unit is not None and (unit["fused"] or is_scale) and not self.units.get(word):
            return [part.start() + head.end(), part.end()]
        return []

    def _is_cardinal(self, word: str) -> bool:
        return self._kind(word) in (*_WORD_ORDER, "scale")

    def _kind(self, word: str) -> str:
        entry = self.numbers.get(word)
        return entry["kind"] if entry is not None else ""


@cache
def _cutter(knowledge: Knowledge) -> _Cutter:
    return _Cutter(knowledge)


class _NumeralReader:
    """Reads numbers: groups below a thousand, terms (group and scales), sums of terms."""

    def __init__(self, pieces: Sequence[Token], knowledge: Knowledge) -> None:
        words = knowledge["number_words"]
        self.entries: list[Entry | None] = [words.get(p.text) for p in pieces]
        self.values = [decimal_of(p.text) if p.text[0].isdecimal() else None for p in pieces]

    def starts(self) -> list[int]:
        """The pieces that a number can begin with."""
        return [
            at for at, value in enumerate(self.values) if value is not None or self._kind(at) in _FIRST_KINDS
        ]

    def numeral_at(self, at: int) -> Numeral | None:
        kind = self._kind(at)
        if kind in ("ordinal", "rank"):
            return Numeral(at, at + 1, Decimal(self._value(at)), is_rank=True)
        rank = self._compound_rank(at)
        if rank:
            return rank
        term = self._fraction(at) or self._term(at)
        return self._sum(at, *term) if term else None

    def _sum(self, at: int, value: Decimal, end: int, scale: Decimal) -> Numeral:
        """«۲ میلیون و ۶۱ هزار و ۹۶۵»: each further term is smaller than the scale before it."""
        while end < len(self.entries):
            joined = self._kind(end) == "and"
            start = end + joined
            if joined and self._kind(start) == "half" and self._kind(start + 1) != "scale":
                value, end = value + _HALF * scale, start + 1
                continue
            term = (self._fraction(start) if scale == 1 else None) or self._term(start)
            if not term or not (joined or (scale > 1 and term[2] > 1)):
                break
            more, last, next_scale = term
            if scale == 1000 and more < 1000 * next_scale and _multiplies(value, next_scale):
                value = value * next_scale + more  # «یک هزار و 500 میلیارد»
            elif more < (scale if scale > 1 else 1):
                value += more
            else:
                break
            end, scale = last, next_scale
        entry = self.entries[at]
        doubt = entry["doubt"] if entry is not None and end == at + 1 else ""
        whole = value.to_integral_value()
        return Numeral(at, end, whole if whole == value else value, scale=scale, doubt=doubt)

    def _term(self, at: int) -> tuple[Decimal, int, Decimal] | None:
        """Value, end and the scales' product: «سه هزار میلیارد», «هزار», «یک و نیم میلیون», «نیم»."""
        value, end = self._group(at)
        if self._kind(end) == "and" and self._kind(end + 1) == "half" and self._kind(end + 2) == "scale":
            value, end = value + _HALF, end + 2
        elif end == at and self._kind(at) == "half":
            value, end = _HALF, at + 1
        scale = Decimal(1)
        first = end
        while self._kind(end) == "scale":
            scale *= self._value(end)
            end += 1
        if end == at:
            return None
        return (scale if first == at else value * scale), end, scale

    def _group(self, at: int) -> tuple[Decimal, int]:
        """Read digits, or a number below a thousand in words; its end is ``at`` where there is none."""
        if at < len(self.values) and (value := self.values[at]) is not None:
            return value, at + 1
        total, end, order = Decimal(0), at, 4
        start = at
        while 0 < _WORD_ORDER.get(self._kind(start), 0) < order:
            total += self._value(start)
            order = _WORD_ORDER[self._kind(start)] if self._kind(start) != "teen" else 1
            end = start + 1
            if self._kind(end) != "and" or order == 1:
                break
            start = end + 1
            digits = self.values[start] if start < len(self.values) else None
            if digits is not None and digits < 10 ** (order - 1) and self._kind(start + 1) != "scale":
                return total + digits, start + 1
        return total, end

    def _fraction(self, at: int) -> tuple[Decimal, int, Decimal] | None:
        """«دو سوم», «8 صدم»."""
        value, end = self._group(at)
        if end == at or self._kind(end) != "ordinal":
            return None
        denominator = self._value(end)
        if denominator not in _DENOMINATORS or not 0 < value < denominator:
            return None
        return round(value / denominator, 6), end + 1, Decimal(1)

    def _compound_rank(self, at: int) -> Numeral | None:
        """«یکصد و هفتاد و دومین»."""
        value, end = self._group(at)
        if end == at or self._kind(end) != "and" or self._kind(end + 1) not in ("ordinal", "rank"):
            return None
        if value < 20 or self._kind(end - 1) not in ("ten", "hundred", "scale"):
            return None
        return Numeral(at, end + 2, value + self._value(end + 1), is_rank=True)

    def _kind(self, at: int) -> str:
        entry = self.entries[at] if 0 <= at < len(self.entries) else None
        return entry["kind"] if entry is not None else ""

    def _value(self, at: int) -> Decimal:
        entry = self.entries[at]
        return Decimal(entry["value"]) if entry is not None else Decimal(0)


def _multiplies(thousands: Decimal, scale: Decimal) -> bool:
    """Whether «N هزار و M میلیارد» means N thousand and M times the scale, not two numbers."""
    return scale >= 10**9 or (scale >= 10**6 and thousands < 20_000)

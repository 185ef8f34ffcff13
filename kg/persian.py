"""Persian text as plain functions: letters, joiners, digits and keys for comparing names.

Nothing here reads a file or knows about articles. «Skeleton» means the letters and marks of a
text without what spelling varies in: spaces, joiners, diacritics, kashida and direction marks.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

ZWNJ = "\u200c"

# the function words that the grammar itself is made of
AND_WORD, IN_WORD, FROM_WORD, THAT_WORD, TO_WORD, OBJECT_WORD = "و", "در", "از", "که", "تا", "را"
PLURAL_BEFORE_EZAFE = "های"

_LETTERS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ی",
    }
)  # fmt: skip
# what is one letter to a reader, and one letter in print; hamza carriers stay, they tell words apart
_SAME_LETTER = str.maketrans(
    {"ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ٱ": "ا"}
)
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c")
_JOINERS = frozenset("\u200c\u200d\u00ac\u00ad")
_KASHIDA = "ـ"
_DIACRITICS = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0656\u0657\u0670")
_HAMZA_ABOVE = "\u0654"
_MARKS = _DIACRITICS | {_KASHIDA, _HAMZA_ABOVE, "\u0655"}


def clean(text: str) -> tuple[str, list[int]]:
    """Write ``text`` with one spelling of each letter.

    Presentation forms are taken apart (NFKC, a character at a time), Arabic ي and ك become ی and ک,
    every space becomes U+0020 (line breaks stay), kashida, diacritics and direction marks go; a
    direction mark between letters, where old news sites put one for a ZWNJ, becomes a ZWNJ.

    Returns the cleaned text, and for each of its characters the offset (code points) of the
    character of ``text`` that it comes from.
    """
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for odd in _ODD.finditer(text):
        i = odd.start()
        written = _written(odd.group(), text, i)
        out += (text[at:i], written)
        offsets += range(at, i)
        offsets += [i] * len(written)
        at = i + 1
    out.append(text[at:])
    offsets += range(at, len(text))
    return "".join(out), offsets


def cleaned_offset(offsets: Sequence[int], at: int) -> int:
    """The way back: where the character ``at`` of the original text begins in its cleaned text.

    ``offsets`` are those that ``clean`` gives. What cleaning took away begins where the next
    character does.
    """
    return bisect_left(offsets, at)


# what is not written already as cleaning writes it
_ODD = re.compile(r"[^\x00-\x08\x0a\x0d-\x1b\x20-\x7fء-ئاابت-غف-قل-هوپچژکگی۰-۹٠-٩،؛؟٪٫٬«»…\u200c]")


def _written(char: str, text: str, i: int) -> str:
    if "\u0600" <= char <= "\u06ff":
        return "" if char in _MARKS or char == "\u061c" else char.translate(_SAME_LETTER)
    if char < "\u0080":
        return " " if char.isspace() and char not in "\r\n" else char
    if char in _DIRECTION_MARKS:
        return ZWNJ if _stands_between_letters(text, i) else ""
    if char in _JOINERS:
        return ZWNJ
    if char.isspace():
        return "\n" if char in "\u2028\u2029\u0085" else " "
    if "\ufb50" <= char <= "\ufeff" or "\u2460" <= char <= "\u24ff":
        plain = unicodedata.normalize("NFKC", char).translate(_SAME_LETTER)
        return "".join(c for c in plain if c not in _MARKS and not c.isspace())
    return char


def _stands_between_letters(text: str, i: int) -> bool:
    return 0 < i < len(text) - 1 and "ء" <= text[i - 1] <= "ی" and "ء" <= text[i + 1] <= "ی"


def skeleton(text: str) -> str:
    """``text`` without spaces and joiners: what spacing variants of one word share."""
    return "".join(text.split()).replace(ZWNJ, "")


def fold(text: str) -> str:
    """``text`` for comparing: one form of each letter and digit, hamza carriers plain, no diacritics.

    «آ» stays: it tells آستان from استان.
    """
    return _FOLDED.sub(lambda odd: _FOLDS[odd.group()], unicodedata.normalize("NFC", text))


_FOLDS = {char: char.translate(_LETTERS).translate(_DIGITS) for char in map(chr, _LETTERS | _DIGITS)}
_FOLDS |= dict.fromkeys(_MARKS | _DIRECTION_MARKS, "")
_FOLDED = re.compile(f"[{''.join(sorted(_FOLDS))}]")


@lru_cache(maxsize=1 << 17)
def squash(text: str) -> str:
    """The key of a name or phrase: folded, without spaces, joiners and punctuation."""
    return re.sub(r"[\W_]+", "", fold(text))


@lru_cache(maxsize=1 << 16)
def fold_digits(text: str) -> str:
    """``text`` with Persian and Arabic digits as ASCII digits."""
    return text.translate(_DIGITS)


def is_persian(text: str) -> bool:
    """Whether ``text`` is written in Persian.

    It is where most letters are Arabic script and signs of Persian (its commonest words, its own
    letters) outnumber those of Urdu and Kurdish (their letters), and come near those of Arabic (its
    article), which Persian articles quote.
    """
    letters = [c for c in text if c.isalpha()]
    arabic = sum("\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufeff" for c in letters)
    if not letters or arabic < len(letters) / 2:
        return False
    words = re.findall(r"[^\W\d_]+", clean(text)[0])
    ours = sum(w in _FUNCTION_WORDS or not _PERSIAN_LETTERS.isdisjoint(w) for w in words)
    articles = sum(len(w) > 4 and w.startswith("ال") for w in words)
    foreign = sum(not _FOREIGN_LETTERS.isdisjoint(w) for w in re.findall(r"[^\W\d_]+", text))
    return ours > max(foreign, articles / 3) and ours >= len(words) / 60


_FUNCTION_WORDS = frozenset("از به که را این است با برای شد می آن های ها خود گفت کرد شده".split())
_PERSIAN_LETTERS = frozenset("پچژگ")
_FOREIGN_LETTERS = frozenset("ٹڈڑںےڕڵۆێە")


def end_of_letter(text: str, at: int) -> int:
    """The offset behind the letter at ``at`` and the diacritics and kashidas written on it."""
    end = at + 1
    while end < len(text) and text[end] in _MARKS:
        end += 1
    return end


def has_written_ezafe(word: str) -> bool:
    """Whether an original word shows its ezafe: a hamza on its last letter (خانهٔ, خانۀ) or a kasra."""
    return word[-1:] in _EZAFES and not (word[-1] == _HAMZA_ABOVE and word[-2:-1] != "ه")


_EZAFES = frozenset({_HAMZA_ABOVE, "ۀ", "\u0650"})


def split_suffix(word: str, known: Mapping[str, object]) -> str:
    """Put a lost half-space back: «گروههای» -> «گروه‌های», where what stays is a ``known`` word.

    Words whose end only looks like a suffix (راستای) stay whole, as «ای» is split off behind a
    silent ه alone. Returns ``word`` itself where there is nothing to mend.
    """
    for suffix in _SUFFIXES:
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < 2 or (suffix in _AFTER_HEH and not stem.endswith("ه")):
            continue
        if stem in known:
            return stem + ZWNJ + suffix
        mended = split_suffix(stem, known)
        if mended != stem:
            return mended + ZWNJ + suffix
    return word


# longest first, so that «هایشان» is not read as «شان»
_SUFFIXES = sorted(
    "ها های هایی هایم هایت هایش هایمان هایتان هایشان تر ترین تری ای ام اند اش شان مان "
    "کننده کنندگان شده نشده یافته شناسی سازی گذاری رسانی ریزی گیری پذیر پذیری دهنده دهندگان".split(),
    key=lambda s: (-len(s), s),
)
_AFTER_HEH = frozenset("ای ام اند اش شان مان".split())


def is_ordinal(word: str) -> bool:
    """Whether ``word`` is an ordinal before its noun: نخستین, اولین, آخرین, دهمین, ۵۲مین."""
    return word in {"اولین", "نخستین", "آخرین"} or (
        word.endswith("مین") and word.removesuffix("مین") not in _NOT_ORDINAL
    )


def is_superlative(word: str) -> bool:
    """Whether ``word`` is a superlative, which stands before its noun: بزرگ‌ترین."""
    return word.endswith("ترین") and len(word) > len("ترین") + 1


_NOT_ORDINAL = frozenset(
    {"ز", "ه", "ک", "آ", "تض", "تأ", "تا", "تخ", "مض", "ن", "س", ""}
)  # زمین, همین, کمین, …


@lru_cache(maxsize=1 << 16)
def bare_noun(word: str) -> str:
    """Strip the ending of a noun that makes it plural or joins it to the next word.

    «بندهای» -> «بند», «روستای» -> «روستا»; other words stay as they are.
    """
    for ending in _NOUN_ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            return stem.rstrip(ZWNJ)
    return re.sub(r"(?<=\w{3}[او])ی$", "", word)


_NOUN_ENDINGS = ("هایی", PLURAL_BEFORE_EZAFE, "ها")


@lru_cache(maxsize=1 << 16)
def is_plural(word: str) -> bool:
    """Whether a noun bears the ending of the plural: «بندهای»."""
    return any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in _NOUN_ENDINGS)


def is_indefinite(noun: str) -> bool:
    """Whether a noun means one of many: «جلسه‌ای»; of adjectives («حرفه‌ای») the ending says nothing."""
    return noun.endswith(f"{ZWNJ}ای")


def without_indefinite(word: str) -> str:
    """Strip the ی of a noun that stands before «که»: «پلی» -> «پل», «روستایی» -> «روستا»."""
    return re.sub(r"(?<=\w{2})(?:(?<=[او])ی)?ی$", "", word)

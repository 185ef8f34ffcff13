"""Article -> Document: sentences, tokens, tags and names, each with its place in the original text.

The normalised text is a view. hazm mends the spacing and splits the words; what it returns differs
from what it was given only in spaces and joiners, so walking both without them gives every token
its offsets. Where that does not hold, the sentence is split plainly, and the offsets stay true.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from hazm import Normalizer, WordTokenizer
from hazm.constants import AFFIX_SPACING_PATTERNS

from kg.model import Article, Document, Name, Sentence, Token
from kg.persian import ZWNJ, clean, end_of_letter, has_written_ezafe, skeleton, split_suffix
from kg.tagging import Tag, load_tagger

_Word = tuple[int, int, str]  # start and end in the original text, and the word as normalised

# A line that ends without an end mark goes on in the next one if it is about as long as the
# longest such line: that is how a text looks that was wrapped at a fixed width. Real widths lie
# well below 200 characters; a longer line is a paragraph.
_WIDEST_WRAP, _NARROWEST_WRAP = 200, 60
_WRAPPED_LINES = 3
_FULL_LINE = 0.6
_HEADING = 130  # characters; a longer line without an end mark is a paragraph that lost it

_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_END_MARKS = (".", "!", "؟", "?", "…", ":", "؛")
_CLOSERS = ' »"”)]'
_END = re.compile(r"(?<!\.)[.!؟?](?!\.)[!؟?]*[»\"”)\]]*(?=\s)|(?<=[ء-ی]{2})[.؟!](?=[ء-ی]{2})")
_INITIAL = re.compile(r"(?:^|[\s(.])[ء-ی]\.$")
_GOES_ON = re.compile(r"(?:،|\b(?:و|که|از|به|در|با|بر|برای|تا))\s*$")

# what hazm would take apart: addresses, and numbers with their separators (12:30, ۲/۵, 1,200,000)
_ATOM = re.compile(
    r"https?://[^\s«»()]+|www\.[^\s«»()]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+|\d+(?:[./٫,٬:]\d+)*"
)
_GAPS = frozenset(" \n\r\u200c")  # all that cleaning leaves of spaces and joiners
_AFFIXES = [(re.compile(pattern), joined) for pattern, joined in AFFIX_SPACING_PATTERNS]
_LOOSE_ZWNJ = re.compile(r"(?<![\w\u200c])\u200c+|\u200c+(?![\w\u200c])|(?<=\u200c)\u200c+")
_SPACE = re.compile(r"\s")
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*|\S")


def annotate(article: Article) -> Document:
    """Split ``article`` into sentences and tokens, and tag them.

    Offsets of every sentence and token are code points into ``article.text``.
    """
    return annotate_all([article])[0]


def annotate_all(articles: Sequence[Article]) -> list[Document]:
    """Annotate several articles, as ``annotate`` does each: together they are read faster."""
    drafts = [list(_drafts(article.text)) for article in articles]
    texts = [[word for _, _, word in draft.words] for each in drafts for draft in each]
    read = zip(*load_tagger().read(texts), strict=True)
    return [
        Document(article, tuple(_sentence(draft, *next(read), article.text) for draft in each))
        for article, each in zip(articles, drafts, strict=True)
    ]


def token_at(document: Document, offset: int) -> tuple[int, int] | None:
    """Say which token stands at a place of the original text: its sentence's number, and its own there.

    ``offset`` is in code points. None is said of spaces and of what cleaning takes away.
    """
    at = bisect_right(document.sentences, offset, key=lambda sentence: sentence.start) - 1
    if at < 0:
        return None
    tokens = document.sentences[at].tokens
    number = bisect_right(tokens, offset, key=lambda token: token.start) - 1
    return (at, number) if number >= 0 and offset < tokens[number].end else None


class _Draft(NamedTuple):
    """A sentence before it is tagged."""

    words: list[_Word]
    paragraph: int
    is_heading: bool


def _drafts(original: str) -> Iterator[_Draft]:
    text, offsets = clean(original)
    for paragraph, (start, end, is_heading) in enumerate(_paragraphs(text)):
        for first, last in _sentences(text, start, end):
            words = list(_placed(text[first:last], offsets[first:last], original))
            if words:
                yield _Draft(words, paragraph, is_heading)


def _paragraphs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it is a heading, for each paragraph; hard-wrapped lines joined."""
    lines = [m.span() for m in _LINE.finditer(text)]
    width = _wrap_width([end - start for start, end in lines if not _is_closed(text[start:end])])
    start = None
    for i, (first, last) in enumerate(lines):
        start = first if start is None else start
        is_last = i + 1 == len(lines)
        is_open = not _is_closed(text[first:last])
        is_full = width is not None and i > 0 and last - first >= _FULL_LINE * width
        if not is_last and is_open and (is_full or _GOES_ON.search(text, first, last)):
            continue
        yield start, last, is_open and not is_last and last - start <= _HEADING
        start = None


def _wrap_width(open_lines: list[int]) -> int | None:
    """The width at which the text was wrapped, told from the lines that end in mid-sentence."""
    width = max((n for n in open_lines if n <= _WIDEST_WRAP), default=0)
    full = [n for n in open_lines if _FULL_LINE * width <= n <= _WIDEST_WRAP]
    return width if width >= _NARROWEST_WRAP and len(full) >= _WRAPPED_LINES else None


def _is_closed(line: str) -> bool:
    return line.rstrip(_CLOSERS).endswith(_END_MARKS)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph. Dots that trail off (…) end none."""
    first = start
    for mark in _END.finditer(text, start, end):
        if not _INITIAL.search(text, first, mark.start() + 1):
            yield first, mark.end()
            first = mark.end()
    yield first, end


def _placed(text: str, offsets: list[int], original: str) -> Iterator[_Word]:
    """The words of a cleaned sentence; ``offsets`` tells where each character stands in ``original``."""
    places = [offset for offset, char in zip(offsets, text, strict=True) if char not in _GAPS]
    at = 0
    for word in _words(_SPACE.sub(" ", text)):
        end = at + len(word) - word.count(ZWNJ)
        if end > at:
            yield places[at], end_of_letter(original, places[end - 1]), word
            at = end


def _words(text: str) -> Iterator[str]:
    """The words of ``text``: hazm's, with numbers and addresses whole and lost half-spaces put back."""
    at = 0
    for atom in _ATOM.finditer(text):
        yield from _hazm_words(text[at : atom.start()])
        yield atom.group()
        at = atom.end()
    yield from _hazm_words(text[at:])


def _hazm_words(text: str) -> Iterator[str]:
    """The words of ``text`` as hazm splits and joins them: the steps of its normaliser that move spaces."""
    normalizer, tokenizer = _hazm()
    spaced = " ".join(normalizer.token_spacing(tokenizer.tokenize(_LOOSE_ZWNJ.sub("", text))))
    for affix, joined in _AFFIXES:
        spaced = affix.sub(joined, spaced)
    words = normalizer.seperate_mi(spaced).split()
    if skeleton("".join(words)) != skeleton(text):
        words = _WORD.findall(text)
    return map(_mended, words)


@lru_cache(maxsize=1 << 16)
def _mended(word: str) -> str:
    known = _hazm()[1].words
    return word if word in known else split_suffix(word, known)


@cache
def _hazm() -> tuple[Normalizer, WordTokenizer]:
    normalizer = Normalizer(persian_numbers=False)
    return normalizer, normalizer._tokenizer  # as one of our own would be, but for half a second of reading


def _sentence(draft: _Draft, tags: Sequence[Tag], names: Sequence[Name], original: str) -> Sentence:
    tokens = tuple(
        Token(start, end, word, pos, ezafe or has_written_ezafe(original[start:end]))
        for (start, end, word), (pos, ezafe) in zip(draft.words, tags, strict=True)
    )
    return Sentence(tokens[0].start, tokens[-1].end, tokens, tuple(names), draft.paragraph, draft.is_heading)

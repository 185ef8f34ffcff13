"""Names and ids as the tails of IRIs: readable, stable, and safe in every syntax.

A tail holds letters, digits, «-», «_», inner dots and percent escapes alone, so that Turtle can write it
behind a prefix. Tails of names never hold «_»: it parts a name from an article's id.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import lru_cache
from urllib.parse import unquote

from kg.model import Span
from kg.persian import ZWNJ, clean, fold

LONGEST_SLUG = 96  # characters; names of events run to sentences, and IRIs should not


@lru_cache(maxsize=1 << 16)
def slug(name: str) -> str:
    """Join the words of ``name``, folded to one spelling, with «-»; never empty."""
    words = "-".join(re.findall(r"[^\W_]+", fold(name)))
    if words and len(words) <= LONGEST_SLUG:
        return words
    return "-".join(filter(None, [words[: LONGEST_SLUG - 16].rstrip("-"), digest(words or name)]))


def id_tail(identifier: str) -> str:
    """Write ``identifier`` (of an article, of a rule) with all but letters, digits, «-», «_» escaped.

    Dots between letters stay.
    """
    return re.sub(r"(?<![\w-])\.|\.(?![\w-])|[^\w.-]", lambda match: _escape(match[0]), identifier)


def id_of(tail: str) -> str:
    """Read the identifier that ``id_tail`` wrote."""
    return unquote(tail, errors="surrogatepass")


def span_tail(article_id: str, span: Span) -> str:
    """Write the tail for characters ``span`` of an article, such as ``a42_210-480``."""
    return f"{id_tail(article_id)}_{span.start}-{span.end}"


def digest(*parts: object) -> str:
    """Eight hex digits that tell apart what stands at one place of one article."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def most_usual(forms: Counter[str]) -> str:
    """Choose the most frequent form; of equals the longest, of these the one with half-spaces."""
    return min(forms, key=lambda form: (-forms[form], -len(form), -form.count(ZWNJ), form))


def tidy(text: str) -> str:
    """Write ``text`` on one line, with one spelling of each letter; words and half-spaces stay."""
    return " ".join(clean(text)[0].split()) or text.strip()


def _escape(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))

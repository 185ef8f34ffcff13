"""A person's name in its parts: given names, surname, the title of the Prophet's line, honorifics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.identity.ground import Ground, as_tokens, plain_words
from kg.naming import slug
from kg.persian import squash

_LONGEST_GIVEN = 2  # given names: محمد علی


@dataclass(frozen=True)
class PersonName:
    """Words are squashed; ``given`` is empty where the surname stands alone."""

    given: str
    surname: tuple[str, ...]
    is_sayyed: bool
    text: str  # the name as it is written, without honorifics and sayyed

    @property
    def is_full(self) -> bool:
        """Whether the name has given names and a surname."""
        return bool(self.given and self.surname)

    @property
    def slug(self) -> str:
        """The tail of an IRI, the same for every spacing of the given names."""
        return slug(" ".join(filter(None, (self.given, self.text_of_surname))))

    @property
    def text_of_surname(self) -> str:
        """The surname as it is written."""
        words = plain_words(self.text)
        for at in range(len(words)):
            if squash("".join(words[at:])) == "".join(self.surname):
                return " ".join(words[at:])
        return " ".join(self.surname)


def parse_name(name: str, ground: Ground) -> PersonName:
    """Take a person's name apart."""
    words = _without_honorifics(plain_words(name), ground) or [name]
    words, is_sayyed = _without_sayyed(words, ground)
    number_of_given = _number_of_given(words, ground)
    given = "".join(map(squash, words[:number_of_given]))
    surname = tuple(part for word in words[number_of_given:] for part in _parts(word))
    return PersonName(given, surname, is_sayyed, " ".join(words))


def honorific_rows(names: Iterable[str], ground: Ground) -> list[dict[str, str]]:
    """The honorifics that stand before any of some names, as rows of their lexicon."""
    found = []
    for name in names:
        words = plain_words(name)
        at = 0
        while match := ground.knowledge["honorifics"].match(as_tokens(words), at):
            found.append(dict(match[0]))
            at += match[1]
    return found


def gender_of(given: str, rows: Iterable[dict[str, str]], ground: Ground) -> str:
    """M or F, where an honorific or the list of given names says one alone; else empty."""
    said = {row["gender"] for row in rows if row.get("gender")}
    if not said:
        listed = (ground.knowledge["given_names"].get(given) or {}).get("gender", "")
        said = {listed} & {"M", "F"}
    return said.pop() if len(said) == 1 else ""


def _parts(word: str) -> list[str]:
    """The parts of a word that half-spaces divide, squashed."""
    return [key for part in word.split("\u200c") if (key := squash(part))]


def _without_honorifics(words: Sequence[str], ground: Ground) -> list[str]:
    at = 0
    while match := ground.knowledge["honorifics"].match(as_tokens(words), at):
        if at + match[1] >= len(words):
            break
        at += match[1]
    return list(words[at:])


def _without_sayyed(words: Sequence[str], ground: Ground) -> tuple[list[str], bool]:
    titles = ground.knowledge["descent"]
    if len(words) > 1 and words[0] in titles:
        return list(words[1:]), True
    for title in sorted(titles.entries, key=len, reverse=True):
        rest = words[0].removeprefix(title).lstrip("\u200c")
        if rest != words[0] and _is_listed(rest, ground):
            return [rest, *words[1:]], True
    return list(words), False


def _is_listed(word: str, ground: Ground) -> bool:
    given = ground.knowledge["given_names"]
    return word in given or any(word[:i] in given and word[i:] in given for i in range(2, len(word) - 1))


def _number_of_given(words: Sequence[str], ground: Ground) -> int:
    """How many words are given names: at least one stays the surname, with what it cannot do without."""
    if len(words) < 2 or not _is_given(words[0], ground):
        return 0
    count = 1
    while count < min(_LONGEST_GIVEN, len(words) - 1) and _is_given(words[count], ground):
        count += 1
    if count > 1 and _ends_surname(words[count - 1], words[count], ground):
        count -= 1
    if len(words) == 2 and words[1] in ground.knowledge["surname_endings"] and _is_surname(words[0], ground):
        return 0
    return count


def _ends_surname(word: str, ending: str, ground: Ground) -> bool:
    """Whether a word such as زاده ends the surname that the word before it begins."""
    if ending not in ground.knowledge["surname_endings"]:
        return False
    return word + ending in ground.knowledge["surnames"] or not _is_surname(ending, ground)


def _is_given(word: str, ground: Ground) -> bool:
    """Whether a word is more often a given name than a surname; what no list has is taken for one."""
    as_given, as_surname = (_bearers(word, lexicon, ground) for lexicon in ("given_names", "surnames"))
    return as_given >= as_surname


def _is_surname(word: str, ground: Ground) -> bool:
    return _bearers(word, "surnames", ground) > 0


def _bearers(word: str, lexicon: str, ground: Ground) -> float:
    row = ground.knowledge[lexicon].get(word)
    return float(row.get("bearers") or 0.5) if row else 0.0

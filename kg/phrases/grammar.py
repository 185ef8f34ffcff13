"""What the phrase functions know, out of ontology/: verb forms, light nouns, prepositions, clause words.

All of it is keyed on ``squash``ed words, so that spacing and hamza do not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kg.knowledge import Entry, Knowledge, Lexicon, load_knowledge
from kg.model import Sentence, Status
from kg.persian import squash
from kg.phrases.forms import Form, conjugated


class Modality(StrEnum):
    """How a speaker stands to what he says."""

    OBLIGATION = "obligation"
    ABILITY = "ability"
    POSSIBILITY = "possibility"
    WISH = "wish"
    PLAN = "plan"
    DENIAL = "denial"
    HEARSAY = "hearsay"
    QUESTION = "question"
    RESULT = "result"  # what came of it: «موفق شد … بسازد»


class Scope(StrEnum):
    """Which words an attitude bears on."""

    CLAUSE = "clause"  # of a verb: its own clause and the one it governs; of a noun: up to its verb
    OBJECT = "object"  # the same, without the subject
    COMPLEMENT = "complement"  # only the clause that the verb governs
    CHAIN = "chain"  # only the ezafe chain that the noun heads


@dataclass(frozen=True, slots=True)
class Attitude:
    """A word or verb that makes what it governs a plan, a wish, a denial or hearsay."""

    form: str
    kind: str  # verb | word | adverb | future | noun
    modality: Modality | None
    status: Status
    scope: Scope
    past: Status  # where its own verb is past: «توانست بسازد» is done


@dataclass(frozen=True, slots=True)
class Words[T]:
    """Forms of one or several words, and what each means."""

    meanings: Mapping[str, T]
    starts: frozenset[str]

    def match(self, keys: Sequence[str], at: int) -> tuple[T, int] | None:
        """The longest form that starts at word ``at``, and the index behind it."""
        text, found = keys[at], None
        end = at + 1
        while text in self.starts:
            if text in self.meanings:
                found = self.meanings[text], end
            if end == len(keys) or not keys[end]:
                break
            text += keys[end]
            end += 1
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Everything that the phrase functions look up."""

    forms: Mapping[str, Form]
    sure: frozenset[str]  # forms that are verbs whatever their tag
    clitics: tuple[str, ...]  # forms of بودن that are written onto a word: «آنهاست»
    light_verbs: Mapping[str, bool]  # lemma -> whether any bare noun before it is its light noun
    light_nouns: Mapping[str, frozenset[str]]  # noun, with its preposition -> past stems
    uses: Mapping[str, str]  # lemma -> copula | passive | future | progressive | modal
    passive_pasts: frozenset[str]  # past stems of شدن and its like
    prepositions: Words[str]
    clause_words: Words[str]  # what joins clauses -> its kind
    object_marks: frozenset[str]  # «را»
    marks: Words[Attitude]  # attitudes that are no verbs
    attitudes: Mapping[str, Attitude]  # those that are, by noun and past stem
    singulars: Mapping[str, str]  # broken plurals
    sorts: Mapping[str, str]  # nouns of roles, bodies and places -> which of them


def load_grammar(knowledge: Knowledge | None = None) -> Grammar:
    """The grammar of ``knowledge`` (default: what ships), made once for each in a tenth of a second."""
    return _grammar(knowledge or load_knowledge())


@cache
def _grammar(knowledge: Knowledge) -> Grammar:
    attitudes = {key: _attitude(entry) for key, entry in _entries(knowledge["attitudes"])}
    verbs = dict(_entries(knowledge["verbs"]))
    return Grammar(
        conjugated(knowledge),
        frozenset(key for key, entry in _entries(knowledge["verb_forms"]) if entry["use"] == "sure"),
        tuple(key for key, entry in _entries(knowledge["verb_forms"]) if entry["use"] == "clitic"),
        {entry["form"]: entry["light"] == "strong" for entry in verbs.values() if entry["light"]},
        {key: _stems(entry) for key, entry in _entries(knowledge["light_nouns"])},
        {entry["form"]: entry["use"] for entry in verbs.values() if entry["use"]},
        frozenset(past_stem(entry["form"]) for entry in verbs.values() if entry["use"] == "passive"),
        _words({key: entry["form"] for key, entry in _entries(knowledge["prepositions"])}),
        _words({key: entry["kind"] for key, entry in _entries(knowledge["clause_words"])}),
        frozenset(k for k, entry in _entries(knowledge["clause_words"]) if entry["kind"] == "object"),
        _words({key: a for key, a in attitudes.items() if a.kind != "verb"}),
        {key: a for key, a in attitudes.items() if a.kind in {"verb", "word"}},
        {key: entry["singular"] for key, entry in _entries(knowledge["plurals"])},
        {key: name for name in ("place_nouns", "bodies", "roles") for key in knowledge[name].entries},
    )


def keys_of(sentence: Sentence) -> list[str]:
    """The key of each token; that of a mark is empty."""
    return [squash(token.text) for token in sentence.tokens]


def past_stem(lemma: str) -> str:
    """The key of a lemma's past stem: «گفت» of «گفت#گو»."""
    return squash(lemma.partition("#")[0])


def _entries(lexicon: Lexicon) -> list[tuple[str, Entry]]:
    return [(key, entries[0]) for key, entries in lexicon.entries.items()]


def _stems(light_noun: Entry) -> frozenset[str]:
    return frozenset(squash(stem) for stem in light_noun["verbs"].split("|"))


def _words[T](meanings: Mapping[str, T]) -> Words[T]:
    starts = frozenset(key[:end] for key in meanings for end in range(1, len(key) + 1))
    return Words(meanings, starts)


def _attitude(entry: Entry) -> Attitude:
    status = Status(entry["status"])
    return Attitude(
        entry["form"],
        entry["kind"],
        Modality(entry["modality"]) if entry["modality"] else None,
        status,
        Scope(entry["scope"] or "clause"),
        Status(entry["past"]) if entry["past"] else status,
    )

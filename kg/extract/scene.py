"""A sentence with what its tokens are known as, and the phrases that are found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kg.knowledge import Entry, Knowledge
from kg.model import Kind, Sentence, Status, Tenure, Token
from kg.persian import AND_WORD
from kg.phrases import Clauses, VerbGroup, clauses_of, keys_of, load_grammar, status_of, verb_groups

AND = frozenset({AND_WORD, "،"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X", "INTJ"})  # parts of speech in a chain
OFFICES = frozenset({"agency", "ministry"})  # what runs a field, and is called by it: اداره هواشناسی
VAGUE = frozenset({"named", "section"})  # uses of a body noun that may name no body: جامعه, بخش
OPENERS = frozenset({"(", "«", '"', "["})
CLOSES = {")": "(", "»": "«", "]": "["}
CLOSERS = frozenset({")", "»", "]", "،", ".", ":", "؛", "؟", "!"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens of one sentence that name a body, place, person or event."""

    kind: Kind
    sentence: int
    first: int
    last: int
    name: str
    head: str = ""  # the head noun, as the lexicon writes it first: «سازمان»; empty where there is none
    tail: str = ""  # the name behind its head noun
    sort: str = ""  # what the lexicon says of the head: agency, unit, province, site, …
    parent: Phrase | None = None  # the body that it is part of, by its name
    place: Phrase | None = None  # the place that its own name ends in
    aliases: tuple[str, ...] = ()
    is_implied: bool = False  # «استانداری X» out of «استاندار X»
    is_anaphor: bool = False  # «این سازمان»
    score: float = 1.0
    signs: tuple[str, ...] = ()  # what says that it is a name, where that is in doubt


@dataclass(frozen=True, slots=True)
class TitlePhrase:
    """Tokens that name a role, with the body it is held at."""

    sentence: int
    first: int
    last: int
    role: str
    sort: str
    body: Phrase | None = None
    tenure: Tenure = Tenure.CURRENT


@dataclass(frozen=True, eq=False)
class Scene:
    """A sentence with what its tokens are known as: the ground that the grammar reads.

    What is known is looked up when it is first asked for, of all tokens at once.
    """

    number: int
    sentence: Sentence
    knowledge: Knowledge
    _matches: dict[str, Mapping[int, tuple[Entry, int]]] = field(default_factory=dict, repr=False)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens

    @cached_property
    def keys(self) -> list[str]:
        """The keys of the tokens, by which lexicons know them."""
        return keys_of(self.sentence)

    def matches(self, lexicon: str) -> Mapping[int, tuple[Entry, int]]:
        """The forms of a lexicon in the sentence, by their first token: entry and number of tokens."""
        found = self._matches.get(lexicon)
        if found is None:
            found = self._matches[lexicon] = self.knowledge[lexicon].matches(self.keys)
        return found

    def match(self, lexicon: str, at: int, end: int | None = None) -> tuple[Entry, int] | None:
        """The longest form of a lexicon that starts at token ``at`` (and reaches not beyond ``end``)."""
        found = self.matches(lexicon).get(at)
        if found and end is not None and at + found[1] > end:
            return self.knowledge[lexicon].match(self.tokens[:end], at)
        return found

    def stands_before(self, lexicon: str, at: int) -> bool:
        """Whether a form of a lexicon ends right before token ``at``."""
        starts = range(max(0, at - self.knowledge[lexicon].longest), at)
        return any((found := self.match(lexicon, i, at)) and i + found[1] == at for i in starts)

    def starts(self, *lexicons: str) -> set[int]:
        """The tokens that a form of any of some lexicons starts at."""
        return set().union(*map(self.matches, lexicons))

    @cached_property
    def organizations(self) -> Mapping[int, tuple[int, int]]:
        """Token -> span of the body that the name tagger sees around it."""
        return self._tagged("ORG")

    @cached_property
    def persons(self) -> Mapping[int, tuple[int, int]]:
        """Token -> span of the person that the name tagger sees around it."""
        return self._tagged("PER")

    @cached_property
    def places(self) -> Mapping[int, tuple[int, int]]:
        """Token -> span of the place that the name tagger sees around it."""
        return self._tagged("LOC")

    @cached_property
    def dates(self) -> frozenset[int]:
        """Tokens that the name tagger takes for a date."""
        return frozenset(self._tagged("DAT"))

    def _tagged(self, kind: str) -> dict[int, tuple[int, int]]:
        names = [name for name in self.sentence.names if name.kind == kind]
        return {at: (name.first, name.last) for name in names for at in range(name.first, name.last)}

    @cached_property
    def compounds(self) -> Mapping[int, int]:
        """Token -> end of the known compound that goes on behind it."""
        compounds: dict[int, int] = {}
        for lexicon in ("domains", "places"):
            for first, (_, length) in self.matches(lexicon).items():
                for at in range(first, first + length - 1):
                    compounds[at] = max(compounds.get(at, 0), first + length)
        return compounds

    @cached_property
    def verb_groups(self) -> Sequence[VerbGroup]:
        """The sentence's verbs."""
        return verb_groups(self.sentence, load_grammar(self.knowledge), self.keys)

    @cached_property
    def verbs(self) -> frozenset[int]:
        """Tokens of verbs, with the noun of a light verb: «برگزار شد»."""
        return frozenset(at for verb in self.verb_groups for at in verb.tokens)

    @cached_property
    def clauses(self) -> Clauses:
        """The sentence's clauses."""
        return clauses_of(self.sentence, load_grammar(self.knowledge), self.keys, self.verb_groups)

    def status(self, first: int, last: int) -> Status:
        """How the sentence puts what its tokens ``first`` to ``last`` (half-open) say."""
        return status_of(self.sentence, first, last, load_grammar(self.knowledge), self.clauses)


@lru_cache(maxsize=1 << 8)
def to_scene(number: int, sentence: Sentence, knowledge: Knowledge) -> Scene:
    """Set the scene of a sentence; those of an article are kept for the next extractor that asks."""
    return Scene(number, sentence, knowledge)


def text_of(tokens: Sequence[Token]) -> str:
    """The words as a reader would write them: no space inside brackets or before a comma."""
    out = ""
    for token in tokens:
        glued = not out or token.text in CLOSERS or out[-1] in OPENERS
        out += token.text if glued else " " + token.text
    return out


def takes_turn(scene: Scene, at: int) -> bool:
    """Whether words such as «در ادامه» or «در پایان» stand before token ``at``: a new phrase begins there."""
    return scene.stands_before("turn_words", at)


def is_linked(scene: Scene, at: int) -> bool:
    """Whether «به عنوان» and the like, which link a person to a role, end before token ``at``."""
    return scene.stands_before("role_links", at)


def nested(phrase: Phrase) -> Iterator[Phrase]:
    """A phrase, then the bodies and the place that stand inside it, outermost first."""
    yield phrase
    if phrase.place:
        yield from nested(phrase.place)
    if phrase.parent:
        yield from nested(phrase.parent)

"""A sentence with what its tokens are known as, and the phrases that are found in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.knowledge import Knowledge
from kg.model import Kind, Sentence, Tenure, Token
from kg.persian import AND_WORD
from kg.phrases import VerbGroup, load_grammar, verb_groups

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


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with what its tokens are known as: the ground that the grammar reads."""

    number: int
    sentence: Sentence
    knowledge: Knowledge
    organizations: dict[int, tuple[int, int]]  # token -> tagged ORG span around it
    persons: dict[int, tuple[int, int]]
    places: dict[int, tuple[int, int]]
    compounds: dict[int, int]  # token -> end of the known compound that goes on behind it
    dates: frozenset[int]  # tokens that the name tagger takes for a date
    verb_groups: tuple[VerbGroup, ...]
    verbs: frozenset[int]  # their tokens, with the noun of a light verb: «برگزار شد»

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens


def to_scene(number: int, sentence: Sentence, knowledge: Knowledge) -> Scene:
    """Look up in one go what the tokens of ``sentence`` are."""
    spans: dict[str, dict[int, tuple[int, int]]] = {"ORG": {}, "PER": {}, "LOC": {}, "DAT": {}}
    for name in sentence.names:
        if name.kind in spans:
            spans[name.kind].update(dict.fromkeys(range(name.first, name.last), (name.first, name.last)))
    compounds: dict[int, int] = {}
    for i in range(len(sentence.tokens)):
        for lexicon in (knowledge["domains"], knowledge["places"]):
            match = lexicon.match(sentence.tokens, i)
            end = i + match[1] if match else i
            for j in range(i, end - 1):
                compounds[j] = max(compounds.get(j, 0), end)
    verbs = tuple(verb_groups(sentence, load_grammar(knowledge)))
    return Scene(
        number,
        sentence,
        knowledge,
        spans["ORG"],
        spans["PER"],
        spans["LOC"],
        compounds,
        frozenset(spans["DAT"]),
        verbs,
        frozenset(at for verb in verbs for at in verb.tokens),
    )


def text_of(tokens: Sequence[Token]) -> str:
    """The words as a reader would write them: no space inside brackets or before a comma."""
    out = ""
    for token in tokens:
        glued = not out or token.text in CLOSERS or out[-1] in OPENERS
        out += token.text if glued else " " + token.text
    return out


def takes_turn(scene: Scene, at: int) -> bool:
    """Whether words such as «در ادامه» or «در پایان» stand before token ``at``: a new phrase begins there."""
    words = scene.knowledge["turn_words"]
    for start in range(max(0, at - words.longest), at):
        match = words.match(scene.tokens[:at], start)
        if match and start + match[1] == at:
            return True
    return False


def nested(phrase: Phrase) -> Iterator[Phrase]:
    """A phrase, then the bodies and the place that stand inside it, outermost first."""
    yield phrase
    if phrase.place:
        yield from nested(phrase.place)
    if phrase.parent:
        yield from nested(phrase.parent)

"""The grammar of names: how far a body, a title or a place reaches, and what it is made of.

A Persian name is a chain: a head noun, then words that each hang on the one before by an ezafe
(سازمان فرهنگی شهرداری تبریز). What the ezafe tagger does not see, the name tagger, the lexicons and
the gazetteer add: coordination inside names (فرهنگ و ارشاد), places behind their body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.knowledge import Entry, Knowledge
from kg.model import Kind, Sentence, Tenure, Token

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X", "INTJ"})
_AND = frozenset({"و", "،"})
_OPENERS = frozenset({"(", "«", '"', "["})
_CLOSERS = frozenset({")", "»", "]", "،", ".", ":", "؛", "؟", "!"})
_STANDS_ALONE = frozenset({"alone", "domain"})  # uses of a body noun that needs nothing behind it
_OFFICES = frozenset({"agency", "ministry"})
_LONGEST_CHAIN = 25  # tokens; the longest body in the training articles has 14


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens of one sentence that name a body, place, person or event."""

    kind: Kind
    sentence: int
    first: int
    last: int
    name: str
    head: str = ""  # the head noun, normalised: «سازمان»; empty where the name has none
    sort: str = ""  # what the lexicon says of the head: agency, unit, province, site, …
    parent: Phrase | None = None  # the body that it is part of, by its name
    place: Phrase | None = None  # the place that its own name ends in
    aliases: tuple[str, ...] = ()
    is_implied: bool = False  # «استانداری X» out of «استاندار X»
    is_anaphor: bool = False  # «این سازمان»
    score: float = 1.0


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

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens


def to_scene(number: int, sentence: Sentence, knowledge: Knowledge) -> Scene:
    """Look up in one go what the tokens of ``sentence`` are."""
    spans: dict[str, dict[int, tuple[int, int]]] = {"ORG": {}, "PER": {}, "LOC": {}}
    for name in sentence.names:
        if name.kind in spans:
            spans[name.kind].update(dict.fromkeys(range(name.first, name.last), (name.first, name.last)))
    compounds: dict[int, int] = {}
    for i in range(len(sentence.tokens)):
        match = knowledge["domains"].match(sentence.tokens, i)
        if match:
            for j in range(i, i + match[1] - 1):
                compounds[j] = max(compounds.get(j, 0), i + match[1])
    return Scene(number, sentence, knowledge, spans["ORG"], spans["PER"], spans["LOC"], compounds)


def text_of(tokens: Sequence[Token]) -> str:
    """The words as a reader would write them: no space inside brackets or before a comma."""
    out = ""
    for token in tokens:
        glued = not out or token.text in _CLOSERS or out[-1] in _OPENERS
        out += token.text if glued else " " + token.text
    return out


def chain_end(scene: Scene, first: int, at: int | None = None) -> int:
    """Where the chain that starts at token ``first`` ends (half-open); it reaches at least to ``at``."""
    tokens = scene.tokens
    end = at or first + 1
    while end < len(tokens) and end - first < _LONGEST_CHAIN:
        step = _next_link(scene, first, end)
        if not step:
            break
        end = step
    return end


def _next_link(scene: Scene, first: int, end: int) -> int:
    """The end of the chain after one more link behind ``end``; 0 where it ends here."""
    tokens, last, word = scene.tokens, scene.tokens[end - 1], scene.tokens[end]
    if scene.compounds.get(end - 1, 0) > end:
        return scene.compounds[end - 1]
    together = scene.organizations.get(end)
    inside = together is not None and together == scene.organizations.get(end - 1)
    if (
        word.text == "("
        and end + 2 < len(tokens)
        and tokens[end + 2].text == ")"
        and len(tokens[end + 1].text) < 4
    ):
        return end + 3  # (ع), (ره), (س)
    if last.text == ")" and end - first > 3 and (word.pos == "PROPN" or end in scene.places or inside):
        return end + 1
    if word.text in _AND:
        goes_on = inside and end + 1 in scene.organizations and scene.organizations[end + 1] == together
        return end + 1 if goes_on or _joins_adjectives(scene, end) else 0
    if last.text in _AND:
        return end + 1 if word.pos in _NOMINAL else 0
    if word.pos not in _NOMINAL and not inside:
        return 0
    if word.text in _OPENERS or word.text in _CLOSERS:
        return end + 1 if inside else 0
    return end + 1 if last.ezafe or inside or _hangs_on_head(scene, first, end) else 0


def _joins_adjectives(scene: Scene, at: int) -> bool:
    """Whether the mark at ``at`` joins adjectives of one chain: فرهنگی، اجتماعی و ورزشی شهرداری."""
    tokens = scene.tokens
    if at + 2 >= len(tokens) or tokens[at - 1].pos != "ADJ" or tokens[at + 1].pos != "ADJ":
        return False
    return tokens[at + 1].ezafe or tokens[at + 2].text in _AND or tokens[at].text == "و"


def _hangs_on_head(scene: Scene, first: int, at: int) -> bool:
    """Whether a place or body stands right behind the head noun: their ezafe is sure, seen or not."""
    match = scene.knowledge["bodies"].match(scene.tokens, first)
    if match is None or at != first + match[1]:
        return False
    return at in scene.places or scene.knowledge["bodies"].match(scene.tokens, at) is not None


# ── bodies ────────────────────────────────────────────────────────────────────


def body_at(scene: Scene, at: int) -> Phrase | None:
    """The body that is named from token ``at`` on, with the body it belongs to; None if none is."""
    match = scene.knowledge["bodies"].match(scene.tokens, at)
    if match is None or scene.tokens[at].pos in {"VERB", "AUX", "ADP"}:
        return None
    entry, length = match
    end = chain_end(scene, at, at + length)
    if entry.get("use") == "named" and at not in scene.organizations:
        return None
    inner = _inner_body(scene, at + length, end, entry)
    is_bare = end == at + length
    if is_bare and entry.get("use") not in _STANDS_ALONE:
        return None
    if not is_bare and _is_generic(scene, at + length, end):
        return None
    head = text_of(scene.tokens[at : at + length])
    return Phrase(
        Kind.ORGANIZATION, scene.number, at, end, text_of(scene.tokens[at:end]), head, entry.get("kind", ""),
        parent=inner, place=None if inner else place_in(scene, at + length, end),
    )  # fmt: skip


def _inner_body(scene: Scene, first: int, end: int, outer: Entry | None = None) -> Phrase | None:
    """The body that stands inside a chain, reaching to its end: «دانشگاه تبریز» in «دانشکده … دانشگاه تبریز».

    The field of an office is none: هواشناسی in «اداره هواشناسی».
    """
    for at in range(first, end):
        match = scene.knowledge["bodies"].match(scene.tokens[:end], at)
        if match is None or match[0].get("use") == "named" or scene.compounds.get(at - 1, 0) > at:
            continue
        entry, length = match
        is_field = entry.get("use") == "domain" and outer is not None and outer["kind"] in _OFFICES
        if is_field or (at + length == end and entry.get("use") not in _STANDS_ALONE):
            continue
        inner = _inner_body(scene, at + length, end, entry)
        return Phrase(
            Kind.ORGANIZATION, scene.number, at, end, text_of(scene.tokens[at:end]),
            text_of(scene.tokens[at : at + length]), entry.get("kind", ""),
            parent=inner, place=None if inner else place_in(scene, at + length, end),
        )  # fmt: skip
    return None


def _is_generic(scene: Scene, first: int, end: int) -> bool:
    """Whether the words behind a head only say what kind it is, and name nothing."""
    generic = scene.knowledge["generic_modifiers"]
    return all(t.text in generic or t.text in _AND for t in scene.tokens[first:end])


# ── places ────────────────────────────────────────────────────────────────────


def place_at(scene: Scene, at: int, end: int | None = None) -> Phrase | None:
    """The place that is named from token ``at`` on (and before ``end``); None if none is."""
    tokens = scene.tokens[:end]
    cue = scene.knowledge["place_nouns"].match(tokens, at)
    if cue:
        named = _place_with_cue(scene, at, *cue, limit=len(tokens))
        if named:
            return named
    known = scene.knowledge["places"].match(tokens, at)
    tagged = scene.places.get(at)
    if (
        tagged
        and tagged[0] == at
        and tagged[1] <= len(tokens)
        and tagged[1] - at >= (known[1] if known else 0)
    ):
        return _place(scene, at, tagged[1], "", known[0] if known and known[1] == tagged[1] - at else None)
    is_noun = scene.tokens[at].pos in {"NOUN", "PROPN", "X"}
    if known and is_noun and (tagged or known[1] > 1 or not known[0].get("is_word")):
        return _place(scene, at, at + known[1], "", known[0])
    return None


def _place_with_cue(scene: Scene, at: int, cue: Entry, length: int, limit: int) -> Phrase | None:
    """«استان بوشهر», «میدان شهدای مشهد»: a noun for places and the name behind it."""
    first = at + length
    if first >= limit or not (scene.tokens[first - 1].ezafe or first in scene.places):
        return None
    known = scene.knowledge["places"].match(scene.tokens[:limit], first)
    tagged = scene.places.get(first)
    if cue["kind"] == "site":
        end = min(limit, chain_end(scene, at, first))
        if tagged is None and at not in scene.places and known is None:
            return None
        return _place(scene, at, max(end, first + 1), "site", None)
    if known is None and tagged is None:
        return None
    end = first + known[1] if known else min(limit, tagged[1] if tagged else limit)
    return _place(scene, at, end, cue["kind"], known[0] if known else None, name_from=first)


def _place(
    scene: Scene, first: int, last: int, sort: str, known: Entry | None, name_from: int | None = None
) -> Phrase:
    whole = text_of(scene.tokens[first:last])
    name = text_of(scene.tokens[name_from:last]) if name_from else whole
    return Phrase(
        Kind.PLACE, scene.number, first, last, name,
        sort=sort or (known or {}).get("kind", ""), aliases=() if name == whole else (whole,),
    )  # fmt: skip


def place_anaphor(scene: Scene, at: int) -> Phrase | None:
    """«این استان», «استان»: a place that the article names elsewhere."""
    match = scene.knowledge["anaphors"].match(scene.tokens, at)
    if match is None or match[0]["kind"] != "Place" or scene.tokens[at + match[1] - 1].ezafe:
        return None
    last = at + match[1]
    name = text_of(scene.tokens[at:last])
    head = scene.tokens[last - 1].text
    cue = scene.knowledge["place_nouns"].get(head)
    return Phrase(Kind.PLACE, scene.number, at, last, name, head, cue["kind"] if cue else "", is_anaphor=True)


def place_in(scene: Scene, first: int, end: int) -> Phrase | None:
    """The place that a name ends in: تبریز in «شهرداری تبریز»."""
    found = None
    at = first
    while at < end:
        place = place_at(scene, at, end) or place_anaphor(scene, at)
        at = place.last if place else at + 1
        if place and place.last == end:
            found = place
    return found


# ── titles ────────────────────────────────────────────────────────────────────


def title_at(scene: Scene, at: int) -> TitlePhrase | None:
    """The role that is named from token ``at`` on, with its body; None if none is."""
    match = scene.knowledge["roles"].match(scene.tokens, at)
    if match is None or at in scene.persons or scene.tokens[at].pos in {"VERB", "AUX", "ADP", "PUNCT"}:
        return None
    entry, length = match
    end = chain_end(scene, at, at + length)
    words = _without_tenure(scene, at, end)
    tenure = _tenure(scene, at, end, entry)
    return _with_body(scene, at, at + length, end, entry, tenure, words)


def _tenure(scene: Scene, first: int, end: int, entry: Entry) -> Tenure:
    for token in scene.tokens[first:end]:
        mark = scene.knowledge["tenures"].get(token.text)
        if mark:
            return Tenure(mark["tenure"])
    return Tenure.ACTING if entry.get("tenure") == "acting" else Tenure.CURRENT


def _without_tenure(scene: Scene, first: int, end: int) -> list[int]:
    """The tokens of a chain less those that say since or until when: «سابق», «منتخب»."""
    return [i for i in range(first, end) if scene.tokens[i].text not in scene.knowledge["tenures"]]


def _with_body(
    scene: Scene, first: int, name_from: int, end: int, entry: Entry, tenure: Tenure, words: list[int]
) -> TitlePhrase:
    """Divide a title's chain into the role and the body where it is held."""
    for at in (i for i in words if i >= name_from):
        body = body_at(scene, at)
        if body:
            if tenure is Tenure.ACTING and body.sort in {"committee", "sport"}:
                tenure = Tenure.CURRENT
            role = text_of([scene.tokens[i] for i in words if i < at])
            return TitlePhrase(scene.number, first, max(end, body.last), role, entry["kind"], body, tenure)
        office = scene.knowledge["roles"].match(scene.tokens[:end], at)
        if office and office[0]["kind"] == "office":
            last = at + office[1]
            role = text_of([scene.tokens[i] for i in words if i < last])
            body = _implied(scene, office[0], at, last, end)
            return TitlePhrase(scene.number, first, end, role, entry["kind"], body, tenure)
    return _without_named_body(scene, first, name_from, end, entry, tenure, words)


def _without_named_body(
    scene: Scene, first: int, name_from: int, end: int, entry: Entry, tenure: Tenure, words: list[int]
) -> TitlePhrase:
    """A title whose body is implied (استاندار), named without a head noun (مدیرکل استاندارد), or not said."""
    kind = entry["kind"]
    role = text_of([scene.tokens[i] for i in words if i < name_from])
    rest = [i for i in words if i >= name_from]
    body = None
    if kind in {"office", "councillor"} or (kind == "director" and rest):
        body = _implied(scene, entry, first, name_from, end)
    elif kind == "deputy-of-people":
        body, end = _assembly(scene, entry, first, name_from, end)
        role = text_of([scene.tokens[i] for i in words])
    elif kind == "head" and rest and rest[0] in scene.organizations:
        body = _bare_body(scene, rest[0], end)
    elif rest and kind != "bodiless":
        role = text_of([scene.tokens[i] for i in words])
    return TitlePhrase(scene.number, first, end, role, kind, body, tenure)


def _implied(scene: Scene, entry: Entry, first: int, name_from: int, end: int) -> Phrase:
    """The body that a title implies: «استانداری بوشهر» of «استاندار بوشهر»."""
    tail = text_of([scene.tokens[i] for i in _without_tenure(scene, name_from, end)])
    place = place_in(scene, name_from, end)
    aliases = (tail,) if entry["kind"] == "director" and tail else ()
    return Phrase(
        Kind.ORGANIZATION, scene.number, first, end, f"{entry['body']} {tail}".strip(),
        entry["body"], "implied", place=place, aliases=aliases, is_implied=True,
    )  # fmt: skip


def _assembly(scene: Scene, entry: Entry, first: int, name_from: int, end: int) -> tuple[Phrase, int]:
    """The parliament of «نماینده مردم X در مجلس …», and where the title then ends."""
    for at in range(end, min(end + 6, len(scene.tokens) - 1)):
        if scene.tokens[at].text == "در":
            body = body_at(scene, at + 1)
            if body and body.sort == "state":
                return body, body.last
    body = Phrase(
        Kind.ORGANIZATION, scene.number, first, end, entry["body"], entry["body"], "implied", is_implied=True
    )
    return body, end


def _bare_body(scene: Scene, first: int, end: int) -> Phrase:
    inner = _inner_body(scene, first + 1, end)
    return Phrase(
        Kind.ORGANIZATION, scene.number, first, end, text_of(scene.tokens[first:end]),
        parent=inner, place=None if inner else place_in(scene, first + 1, end),
    )  # fmt: skip


def nested(phrase: Phrase) -> Iterator[Phrase]:
    """A phrase, then the bodies and the place that stand inside it, outermost first."""
    yield phrase
    if phrase.place:
        yield phrase.place
    if phrase.parent:
        yield from nested(phrase.parent)

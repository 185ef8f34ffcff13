"""Relation 4, providesService: what a body does for people, where and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile

from kg.extract.noun_phrases import head_of, is_person, kind_of, noun_phrase_end
from kg.extract.offers import Offer, frame_at, is_social, offers
from kg.extract.providers import providers_of
from kg.extract.scene import AND, Scene, text_of, to_scene
from kg.extract.words import mentions_in, span_of, tokens_of
from kg.knowledge import Entry, Knowledge
from kg.model import Kind, Reading, Service, Status
from kg.persian import IN_WORD, squash
from kg.phrases import load_grammar, status_of

# how often a service and its provider were right in the training articles, by who names the provider
_CONFIDENCE: Mapping[str, float] = {
    "agent": 0.5,
    "subject": 0.5,
    "owner": 0.5,
    "speaker": 0.55,
    "near": 0.4,
    "voice": 0.5,
}
_SURE = 0.5
_CORE = 3  # words that tell what a thing is; what follows only narrows it down
_NAMED = frozenset({"agent", "subject"})


def services(reading: Reading, knowledge: Knowledge) -> Iterator[Service]:
    """Each service of each provider once, however often the article tells of it."""
    kept: list[Service] = []
    for service in _candidates(reading, knowledge):
        same = (i for i, k in enumerate(kept) if k.provider == service.provider and _is_same(k, service))
        at = next(same, None)
        if at is None:
            kept.append(service)
        else:
            kept[at] = _merged(kept[at], service)
    yield from (s for s in kept if not any(_is_same(s, o) and _is_better(o, s) for o in kept))


def _is_same(a: Service, b: Service) -> bool:
    return bool({squash(n) for n in a.names} & {squash(n) for n in b.names})


def _is_better(a: Service, b: Service) -> bool:
    """Whether ``a`` tells for sure who provides what ``b`` only guesses."""
    is_guess = b.provider is None or b.confidence < _SURE
    return is_guess and a.provider is not None and a.confidence >= _SURE


def _merged(a: Service, b: Service) -> Service:
    """One service told twice: stated where it is stated once, with all its wordings, places and audiences."""
    first, second = (b, a) if a.status is not Status.STATED and b.status is Status.STATED else (a, b)
    return replace(
        first,
        names=tuple(dict.fromkeys([*first.names, *second.names])),
        places=tuple(dict.fromkeys([*first.places, *second.places])),
        audiences=tuple(dict.fromkeys([*first.audiences, *second.audiences])),
    )


def _candidates(reading: Reading, knowledge: Knowledge) -> Iterator[Service]:
    for number, sentence in enumerate(reading.document.sentences):
        scene = to_scene(number, sentence, knowledge)
        for offer in offers(scene):
            providers, how = providers_of(reading, scene, offer)
            if not how or _is_weak(scene, offer, how):
                continue
            for provider in providers:
                yield Service(
                    span=span_of(reading, number, *offer.words),
                    rule=f"{offer.rule}.{how}",
                    confidence=_CONFIDENCE[how],
                    status=status_of(sentence, *offer.words, load_grammar(knowledge)),
                    names=_names(offer),
                    provider=provider,
                    places=tuple(_places(reading, number, provider)),
                    audiences=tuple(dict.fromkeys(_audiences(scene, offer))),
                )


def stopped_by(reading: Reading, scene: Scene, offer: Offer) -> str:
    """What stops an offer from being a service, in words; empty where nothing does."""
    _, how = providers_of(reading, scene, offer)
    if not how:
        return "it cannot be told who provides it"
    is_weak = _is_weak(scene, offer, how)
    return "it is no service by itself, and nobody is named whom it serves" if is_weak else ""


def _names(offer: Offer) -> tuple[str, ...]:
    """The wordings of a service, the label first: the act and the thing, in short and in full."""
    head = list(takewhile(lambda t: t.text not in AND, offer.bare))
    core, short, whole = text_of(head[:_CORE]), text_of(head[:2]), text_of(offer.bare)
    act = " ".join(filter(None, [_noun(offer.entry), offer.entry["joined"]]))
    if offer.entry["kind"] in {"use", "cover"}:
        wordings = [core, whole, short]
    elif offer.entry["kind"] in {"give", "verb", "hand"}:
        wordings = [f"{act} {core}", core, f"{act} {whole}", whole, f"{act} {short}", short]
    else:
        wordings = [f"{act} {core}" if core else "", _noun(offer.entry), f"{act} {whole}" if whole else ""]
    return tuple(dict.fromkeys(w for w in wordings if w))


def _noun(entry: Entry) -> str:
    return entry["noun"] or entry["form"].split("|")[0]


def _is_weak(scene: Scene, offer: Offer, how: str) -> bool:
    """Whether it may be no service: a plan for nobody, «بهداشت و آموزش» with nobody taught or teaching."""
    wanted = offer.entry["objects"].split()
    kind = kind_of(scene, offer.bare[0]) if offer.bare else ""
    if (
        (kind == "plan" and not is_social(scene, offer.bare))
        or kind == "job"
        or ("open" in wanted and kind == "")
    ):
        return not list(_audiences(scene, offer))
    return offer.rule == "service.next" and how not in _NAMED


def _audiences(scene: Scene, offer: Offer) -> Iterator[str]:
    """Whom the service is for: people behind «به», «برای», «بین», or those who are served."""
    for at in range(*offer.clause):
        kind, first = frame_at(scene, at)
        if kind in {"audience", "hand", "purpose"} and _are_people(scene, first):
            yield text_of(scene.tokens[head_of(scene, first) : noun_phrase_end(scene, first)])
    if offer.bare and offer.entry["kind"] in {"serve", "back"} and is_person(scene, offer.bare[0]):
        yield text_of(offer.bare)


def _are_people(scene: Scene, at: int) -> bool:
    if at >= len(scene.tokens):
        return False
    head = head_of(scene, at)
    people = scene.knowledge["audiences"].match(scene.tokens, head)
    return people is not None or is_person(scene, scene.tokens[head])


def _places(reading: Reading, sentence: int, provider: str | None) -> Iterator[str]:
    """The place of «در …» in the sentence, else the one that the provider's own name ends in."""
    tokens = tokens_of(reading, sentence)
    found = [
        m.entity
        for m in mentions_in(reading, sentence)
        if m.kind is Kind.PLACE and m.first and tokens[m.first - 1].text == IN_WORD
    ]
    own = (b.entity for a, b in reading.parts if a.entity == provider and b.kind is Kind.PLACE)
    yield from dict.fromkeys(found or list(own)[:1])

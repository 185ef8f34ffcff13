"""Why a fact was found, and why not: a text read aloud, sentence by sentence.

For each fact: the words that state it, the rule that matched, the parts of its confidence, how it stands.
For what was nearly found: the words, and what stopped them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from kg.annotate import annotate
from kg.extract import extract
from kg.extract.certainty import names_of, share_of_names
from kg.extract.coreference import read
from kg.extract.mentions import Sighting, sightings
from kg.extract.occasions import to_occasions
from kg.extract.offers import offers
from kg.extract.services import stopped_by
from kg.extract.speech import speeches
from kg.knowledge import Knowledge
from kg.model import (
    Article,
    Assertion,
    Attendance,
    Date,
    Document,
    Findings,
    Kind,
    Location,
    Observation,
    Reading,
    Span,
)

# fields of an assertion that say how it was found, not what it states
_HOW = frozenset({"span", "rule", "confidence", "status", "vouched_by", "sentence"})


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact, or something that is nearly one (``kind`` starts with "not"), and why.

    ``span`` are the words, ``sentence`` the sentence around them, both code points of the article.
    """

    kind: str
    span: Span
    sentence: Span
    content: str
    why: str


def explain(article: Article, knowledge: Knowledge) -> list[Reason]:
    """Say of every fact of ``article`` why it is one, and of what was nearly a fact what stopped it.

    In reading order; facts before near misses of the same place.
    """
    document = annotate(article)
    found, reading = extract(document, knowledge), read(document, knowledge)
    reasons = [*_facts(found, document, knowledge), *_misses(document, found, reading, knowledge)]
    return sorted(reasons, key=_reading_order)


def _reading_order(reason: Reason) -> tuple[int, bool, int, str, str]:
    is_miss = reason.kind.startswith("not")
    return reason.span.start, is_miss, reason.span.end, reason.kind, reason.content


def _facts(found: Findings, document: Document, knowledge: Knowledge) -> Iterator[Reason]:
    names = {e.id: e.names[0] for e in found.entities}
    signs = _signs_of_names(document, knowledge)
    for fact in found.assertions:
        rule = knowledge["rules"].get(fact.rule) or knowledge["rules"].get(fact.rule.rpartition(".")[0])
        why = f"{fact.rule}: {rule['en'] if rule else 'no description'}; {_confidence(fact, found, signs)}"
        why += f"; {fact.status.lower()}"
        if fact.vouched_by:
            why += f", says {names[fact.vouched_by]}"
        kind, content = type(fact).__name__, _content(fact, names)
        yield Reason(kind, fact.span, _sentence(document, fact.span), content, why)


def _confidence(fact: Assertion, found: Findings, signs: Mapping[str, tuple[str, ...]]) -> str:
    """A fact's confidence and its parts: its rule's, and what its least sure name leaves of it."""
    certainty = {e.id: e.certainty for e in found.entities}
    share = share_of_names(fact, certainty)
    stated = f"confidence {fact.confidence:.2f}"
    if share == 1:
        return f"{stated}: that of the rule"
    name = min(names_of(fact), key=lambda n: certainty[n])
    known = next(e.names[0] for e in found.entities if e.id == name)
    said = ", ".join(signs.get(known, ())) or "its place"
    rule = fact.confidence / share
    return f"{stated}: {rule:.2f} of the rule by {share:.2f} of the name «{known}» ({said})"


def _signs_of_names(document: Document, knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """What says of each name in doubt that it is one, in the place that says it best."""
    phrases = (p for sighting in sightings(document, knowledge) for p in sighting.phrases if p.signs)
    return {p.name: p.signs for p in sorted(phrases, key=lambda p: (p.score, -p.sentence, -p.first))}


def _content(fact: Assertion, names: dict[str, str]) -> str:
    """What a fact states, its entities by name: ``person=… role=… organization=…``."""
    parts = []
    for each in fields(fact):
        value = getattr(fact, each.name)
        if each.name not in _HOW and value not in (None, ()):
            values = value if isinstance(value, tuple) else (value,)
            parts.append(f"{each.name}={'، '.join(_written(v, names) for v in values)}")
    return "  ".join(parts)


def _written(value: object, names: Mapping[str, str]) -> str:
    return value.written if isinstance(value, Date) else names.get(str(value), str(value))


def _sentence(document: Document, span: Span) -> Span:
    inside = [s for s in document.sentences if s.start <= span.start < s.end]
    return Span(inside[0].start, inside[0].end) if inside else span


# ── what was nearly found ─────────────────────────────────────────────────────


def _misses(document: Document, found: Findings, reading: Reading, knowledge: Knowledge) -> Iterator[Reason]:
    seen = list(sightings(document, knowledge))
    yield from _unheld_titles(reading)
    yield from _unattributed_speech(reading, seen, knowledge)
    yield from _unnamed_bodies(reading, knowledge)
    yield from _unbelieved_names(reading, seen)
    yield from _uncounted_numbers(found, reading)
    yield from _unserved(reading, seen, knowledge)
    yield from _unattended(found, reading, knowledge)
    yield from _unplaced(found, reading, knowledge)


def _unheld_titles(reading: Reading) -> Iterator[Reason]:
    for title in reading.titles:
        if title.person is None:
            why = "nobody's name stands beside it, and the article gives it to nobody elsewhere"
            yield _miss(reading, "not a Membership", title.sentence, title.first, title.last, why)


def _unattributed_speech(
    reading: Reading, seen: Sequence[Sighting], knowledge: Knowledge
) -> Iterator[Reason]:
    document = reading.document
    said = {u.span for u in reading.utterances}
    begun = set()
    for speech in speeches(seen):
        begun.add(speech.sentence)
        if speech.span and speech.span not in said:
            why = "no person or title before the verb can be its subject, and nobody spoke before"
            yield Reason("not a Quotation", speech.span, _sentence(document, speech.span), speech.rule, why)
    for number, sentence in enumerate(document.sentences):
        for at in range(len(sentence.tokens)):
            verb = knowledge["speech_verbs"].match(sentence.tokens, at)
            if verb and number not in begun:
                why = "no colon, «که» or clause stands behind the speech verb, and nobody it could belong to"
                yield _miss(reading, "not a Quotation", number, at, at + verb[1], why)


def _unnamed_bodies(reading: Reading, knowledge: Knowledge) -> Iterator[Reason]:
    covered = {
        (m.sentence, i) for m in reading.mentions if m.kind is not Kind.EVENT for i in range(m.first, m.last)
    }
    for number, sentence in enumerate(reading.document.sentences):
        for at in range(len(sentence.tokens)):
            body = knowledge["bodies"].match(sentence.tokens, at)
            behind = sentence.tokens[at + body[1] : at + body[1] + 1] if body else ()
            is_verbal = any(t.pos == "VERB" for t in behind)  # «شرکت کرد»
            if body and (number, at) not in covered and not is_verbal:
                is_bare = not sentence.tokens[at + body[1] - 1].ezafe
                why = "nothing behind the noun says which one" if is_bare else "the words behind it name none"
                yield _miss(reading, "not an Organization", number, at, at + body[1], why)


def _uncounted_numbers(found: Findings, reading: Reading) -> Iterator[Reason]:
    counted = [f.span for f in found.assertions if isinstance(f, Observation)]
    for number, sentence in enumerate(reading.document.sentences):
        for at, token in enumerate(sentence.tokens):
            is_number = token.text[:1].isdigit()
            if is_number and not any(s.start <= token.start < s.end for s in counted):
                why = "a date, time, ordinal, name or label, a quantity told before, or nothing is counted"
                yield _miss(reading, "not an Observation", number, at, at + 1, why)


def _unbelieved_names(reading: Reading, seen: Sequence[Sighting]) -> Iterator[Reason]:
    """Words that the name tagger takes for a person, and too little else does."""
    named = {(m.sentence, i) for m in reading.mentions for i in range(m.first, m.last)}
    for sighting in seen:
        for name in sighting.scene.sentence.names:
            inside = {(sighting.scene.number, i) for i in range(name.first, name.last)}
            if name.kind == "PER" and not inside & named:
                why = f"the name tagger is sure by {name.confidence:.2f}, and too little else speaks for it"
                yield _miss(reading, "not a Person", sighting.scene.number, name.first, name.last, why)


def _unserved(reading: Reading, seen: Sequence[Sighting], knowledge: Knowledge) -> Iterator[Reason]:
    """Actions that could be services."""
    for sighting in seen:
        scene, found = sighting.scene, list(offers(sighting.scene))
        for offer in found:
            reason = stopped_by(reading, scene, offer)
            if reason:
                yield _miss(reading, "not a Service", scene.number, *offer.words, reason)
        taken = {i for offer in found for i in range(*offer.words)}
        for at in range(len(scene.tokens)):
            action = knowledge["service_actions"].match(scene.tokens, at)
            if action and at not in taken and at not in scene.organizations:
                why = "nothing hangs on the action that serves somebody, or something else governs it"
                yield _miss(reading, "not a Service", scene.number, at, at + action[1], why)


def _unattended(found: Findings, reading: Reading, knowledge: Knowledge) -> Iterator[Reason]:
    """Persons in one sentence with an event of which it is not known that they were there."""
    known = {(f.event, f.participant) for f in found.assertions if isinstance(f, Attendance)}
    occasions = to_occasions(reading, knowledge)
    for sentence in occasions.sentences:
        people = {person for _, person in occasions.people(sentence, 0, len(occasions.tokens(sentence)))}
        for event in occasions.events(sentence):
            if people and not any((event.entity, person) in known for person in people):
                if occasions.is_said(event):
                    why = "somebody only speaks of the event"
                elif not occasions.is_scene(event):
                    why = "no words such as «در», «با حضور» or a verb of taking part tie anybody to the event"
                else:
                    why = "nobody named is the subject of the clause of the event"
                yield _miss(reading, "not an Attendance", sentence, event.first, event.last, why)


def _unplaced(found: Findings, reading: Reading, knowledge: Knowledge) -> Iterator[Reason]:
    """Events that are in no place, though their sentence names one."""
    placed = {f.subject for f in found.assertions if isinstance(f, Location)}
    occasions = to_occasions(reading, knowledge)
    for sentence in occasions.sentences:
        places = [m for m in occasions.mentions.get(sentence, ()) if m.kind is Kind.PLACE]
        for event in occasions.events(sentence):
            if places and event.entity not in placed:
                why = "the place stands in no «در …» of the event, in a title, or in another clause"
                yield _miss(reading, "not a Location", sentence, event.first, event.last, why)


def _miss(reading: Reading, kind: str, sentence: int, first: int, last: int, why: str) -> Reason:
    whole = reading.document.sentences[sentence]
    span = Span(whole.tokens[first].start, whole.tokens[last - 1].end)
    words = reading.document.article.text[span.start : span.end]
    return Reason(kind, span, Span(whole.start, whole.end), words, why)

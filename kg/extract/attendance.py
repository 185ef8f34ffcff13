"""Relation 5: who takes part in an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.extract.occasions import IN, Cue, Occasions
from kg.extract.scene import AND
from kg.extract.visits import attendance, visits
from kg.model import Attendance, Kind, Mention

_APART = frozenset({"visit", "agreement"})  # where nobody is honoured
# what goes on for days, so that who speaks next need not be there
_TAKING_LONG = frozenset({"competition", "exhibition", "festival", "agreement"})


def attendances(occasions: Occasions) -> Iterator[Attendance]:
    """Who speaks, is a guest, visits, signs, is honoured or comes next to speak; the surest rule first."""
    for find in _FINDERS:
        yield from find(occasions)


def _speakers(occasions: Occasions) -> Iterator[Attendance]:
    """«X در این جلسه گفت», «در این آیین X …»: who speaks or acts at an event takes part in it."""
    for sentence in occasions.sentences:
        for event in occasions.events(sentence):
            if occasions.is_scene(event):
                yield from _at_scene(occasions, event)
                break


def _at_scene(occasions: Occasions, event: Mention) -> Iterator[Attendance]:
    sentence = event.sentence
    for utterance in occasions.utterances.get(sentence, ()):
        if event.last <= utterance.verb and utterance.speaker and utterance.speaker.startswith(Kind.PERSON):
            yield attendance(occasions, event, utterance.speaker, "attend.speaker", 0.95)
            return
    verb = occasions.verb_behind(sentence, event.last)
    for subject in _subjects(occasions, event) or _represented(occasions, sentence, event.last, verb):
        yield attendance(occasions, event, subject, "attend.subject", 0.85)


def _subjects(occasions: Occasions, event: Mention) -> list[str]:
    """Who does something at a scene: who stands before it in its clause, or else behind it up to the verb."""
    sentence, tokens = event.sentence, occasions.tokens(event.sentence)
    free = [
        (first, person)
        for first, person in sorted(occasions.people(sentence, 0, len(tokens)))
        if occasions.is_free(sentence, first) and occasions.same_voice(sentence, first, event.first)
    ]
    before = [
        p for first, p in free if first < event.first and occasions.verb_behind(sentence, first) > event.first
    ]
    behind = [(first, p) for first, p in free if first >= event.last]
    verb = occasions.verb_behind(sentence, behind[0][0]) if behind else 0
    return before or [p for first, p in behind if first < verb]


def _guests(occasions: Occasions) -> Iterator[Attendance]:
    """«با حضور A, B و C»: everybody named up to the verb; a team in person."""
    for cue, event in _cued_events(occasions, "attended"):
        stop = _list_end(occasions, cue)
        status = occasions.status(cue.sentence)
        for _, person in occasions.people(cue.sentence, cue.last, stop):
            yield attendance(occasions, event, person, "attend.guests", 0.8, cue.sentence, status)
        for body in [
            *_bodies_at(occasions, cue, stop),
            *_represented(occasions, cue.sentence, cue.last, stop),
        ]:
            yield attendance(occasions, event, body, "attend.bodies", 0.7, cue.sentence, status)


def _bodies_at(occasions: Occasions, cue: Cue, stop: int) -> list[str]:
    """The bodies of a list that begins with one: «با حضور تیم X و تیم Y»."""
    bodies = list(occasions.bodies_listed(cue.sentence, cue.last, stop))
    return [b.entity for b in bodies] if bodies and bodies[0].first == cue.last else []


def _represented(occasions: Occasions, sentence: int, first: int, last: int) -> list[str]:
    """The bodies whose representatives, not named themselves, stand between two tokens."""
    tokens = occasions.tokens(sentence)
    titles = [t for t in occasions.titles.get(sentence, ()) if first <= t.first < last]
    speakers_for = [t for t in titles if occasions.is_word(tokens[t.first], "representative")]
    return [t.organization for t in speakers_for if t.organization and occasions.holder(t) is None]


def _list_end(occasions: Occasions, cue: Cue) -> int:
    """Where a list of guests ends: at the verb, or at «از» of what they visit."""
    verb = occasions.verb_behind(cue.sentence, cue.last)
    tokens = occasions.tokens(cue.sentence)
    while _is_surname(occasions, cue.sentence, verb):
        verb = occasions.verb_behind(cue.sentence, verb + 1)
    groups = occasions.knowledge["people_groups"]
    inside = range(cue.last, verb)
    return next(
        (i for i in inside if occasions.is_word(tokens[i], "source") and tokens[i - 1].text not in groups),
        verb,
    )


def _is_surname(occasions: Occasions, sentence: int, verb: int) -> bool:
    """Whether what was tagged as a verb is the rest of a listed person's name: علیزاده اقدم."""
    tokens = occasions.tokens(sentence)
    behind_person = any(m.last == verb for m in occasions.mentions.get(sentence, ()) if m.kind is Kind.PERSON)
    return behind_person and verb + 1 < len(tokens) and tokens[verb + 1].text in AND


def _signers(occasions: Occasions) -> Iterator[Attendance]:
    """«تفاهم‌نامه بین A و B»: the parties, bodies or persons."""
    for cue, event in _cued_events(occasions, "between"):
        if occasions.sort(event) == "agreement":
            stop = occasions.verb_behind(cue.sentence, cue.last)
            parties = [b.entity for b in occasions.bodies_listed(cue.sentence, cue.last, stop)]
            parties += [person for _, person in occasions.people(cue.sentence, cue.last, stop)]
            for party in parties:
                yield attendance(occasions, event, party, "attend.signer", 0.85, cue.sentence)


def _cued_events(occasions: Occasions, kind: str) -> Iterator[tuple[Cue, Mention]]:
    for sentence in occasions.sentences:
        for cue in occasions.cues_of(sentence, kind):
            event = occasions.event_near(sentence, cue.first)
            if event:
                yield cue, event


def _participants(occasions: Occasions) -> Iterator[Attendance]:
    """«X در همایش Y شرکت کرد», «تیم X در این مسابقات حضور دارد»."""
    for sentence in occasions.sentences:
        for cue in occasions.cues_of(sentence, "took part"):
            events = (e for e in occasions.events(sentence) if e.last <= cue.first and _is_in(occasions, e))
            event = next(events, None)
            status = occasions.status(sentence)
            if event is None:
                continue
            for subject in _before(occasions, event) or _between(occasions, event, cue):
                yield attendance(occasions, event, subject, "attend.verb", 0.75, sentence, status)


def _is_in(occasions: Occasions, event: Mention) -> bool:
    before = occasions.tokens(event.sentence)[max(0, event.first - 1) : event.first]
    return bool(before) and before[0].text in IN


def _before(occasions: Occasions, event: Mention) -> list[str]:
    """The persons, or else the bodies, that are the subject of the clause in which an event stands."""
    sentence, tokens = event.sentence, occasions.tokens(event.sentence)
    ends = (i + 1 for i in range(event.first - 1, -1, -1) if tokens[i].pos == "VERB" or tokens[i].text == ":")
    start = next(ends, 0)
    return _free_within(occasions, sentence, start, event.first)


def _between(occasions: Occasions, event: Mention, cue: Cue) -> list[str]:
    """The persons, or else the bodies, between an event and its verb: «در EVENT نیز X حضور یافت»."""
    if occasions.verb_behind(event.sentence, event.last) < cue.first:
        return []
    return _free_within(occasions, event.sentence, event.last, cue.first)


def _free_within(occasions: Occasions, sentence: int, first: int, last: int) -> list[str]:
    people = [p for i, p in occasions.people(sentence, first, last) if occasions.is_free(sentence, i)]
    listed = occasions.bodies_listed(sentence, first, last)
    return people or [body.entity for body in listed if occasions.is_free(sentence, body.first)]


def _billed(occasions: Occasions) -> Iterator[Attendance]:
    """«سخنران این نشست، X»: who is named as its speaker."""
    for sentence in occasions.sentences:
        tokens = occasions.tokens(sentence)
        for event in occasions.events(sentence):
            if event.first and occasions.is_word(tokens[event.first - 1], "speaker"):
                for first, person in occasions.people(sentence, 0, len(tokens)):
                    if not event.first <= first < event.last and occasions.is_free(sentence, first):
                        yield attendance(occasions, event, person, "attend.billed", 0.75)


def _honoured(occasions: Occasions) -> Iterator[Attendance]:
    """«در این مراسم از X تجلیل شد», «… X معرفی شد»: who is honoured or introduced at a ceremony."""
    for sentence in occasions.sentences:
        event = next((e for e in occasions.events(sentence) if occasions.is_scene(e)), None)
        if event is None or occasions.sort(event) in _APART or occasions.utterances.get(sentence):
            continue
        if any(occasions.cues_of(sentence, "honoured")):
            for _, person in occasions.people(sentence, event.last, len(occasions.tokens(sentence))):
                yield attendance(occasions, event, person, "attend.honoured", 0.8)


# ── who speaks next ───────────────────────────────────────────────────────────


def _followers(occasions: Occasions) -> Iterator[Attendance]:
    """Who speaks further on in the report of an event that goes on: «شهردار نیز گفت»; nobody interviewed."""
    interviewed = {
        utterance.speaker
        for sentence in occasions.sentences
        for utterance in occasions.utterances.get(sentence, ())
        if any(occasions.cues_of(sentence, "interview"))
    }
    event: Mention | None = None
    for sentence in occasions.sentences:
        event = _reported(occasions, sentence) or event
        for utterance in occasions.utterances.get(sentence, ()):
            speaker = utterance.speaker or ""
            is_new = speaker.startswith(Kind.PERSON) and speaker not in interviewed
            if event and event.sentence < sentence and is_new and _goes_on(occasions, event, sentence):
                yield attendance(occasions, event, speaker, "attend.next", 0.6, sentence)


def _goes_on(occasions: Occasions, event: Mention, sentence: int) -> bool:
    """Whether a sentence goes on with an event: it says so («نیز», «در ادامه»), or the event has guests."""
    is_guests = any(occasions.cues_of(event.sentence, "attended")) and not occasions.use(event)
    return is_guests or any(occasions.is_word(t, "also") for t in occasions.tokens(sentence))


def _reported(occasions: Occasions, sentence: int) -> Mention | None:
    """The event that a sentence begins to report on: somebody speaks there, or it was held."""
    for event in occasions.events(sentence):
        is_held = occasions.is_held(event, "happened") and not occasions.is_said(event)
        is_meeting = occasions.sort(event) not in _TAKING_LONG
        if is_meeting and (occasions.is_scene(event) or is_held):
            return event
    return None


_FINDERS: tuple[Callable[[Occasions], Iterator[Attendance]], ...] = (
    _speakers, _guests, _signers, _participants, visits, _billed, _honoured, _followers,
)  # fmt: skip

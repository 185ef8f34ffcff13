"""Relation 6: who holds an event."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.extract.event_words import is_host
from kg.extract.occasions import HELD, Cue, Occasions
from kg.extract.words import sentence_span
from kg.model import Kind, Mention, Organizing, Status, Tenure

# what an office that announces it also holds; a meeting that its head attends may be anybody's
_ANNOUNCED = frozenset(
    {"exhibition", "festival", "ceremony", "competition", "workshop", "conference", "camp", "exercise"}
)
_HOSTED = ("held", "held by", "held with")  # the last of those who only help: «با همکاری X»
_OF_OTHERS = frozenset({"visit", "agreement"})
_NEAR = 4  # tokens between an event and who holds it: «به صورت مجازی»
_GATHERINGS = frozenset({"meeting", "conference"})


def organizings(occasions: Occasions) -> Iterator[Organizing]:
    """The bodies that hold events; the surest rule first."""
    for find in _FINDERS:
        yield from find(occasions)


def _councils(occasions: Occasions) -> Iterator[Organizing]:
    """«جلسه شورای …»: a council holds its own session."""
    for event, body in _bodies_in_names(occasions):
        tokens = occasions.tokens(event.sentence)
        own = tokens[occasions.noun_end(event) : body.first]
        is_council = is_host(occasions.knowledge, tokens, body.first, "session")
        groups = occasions.knowledge["people_groups"]
        is_direct = not any(
            t.text in groups or t.pos == "CCONJ" or occasions.is_word(t, "company") for t in own
        )
        if is_council and is_direct and occasions.sort(event) in _GATHERINGS:
            yield _organizing(occasions, event, body.entity, "organize.session", 0.9)


def _members(occasions: Occasions) -> Iterator[Organizing]:
    """«نشست مدیران X»: a body calls its own people together."""
    groups = occasions.knowledge["people_groups"]
    for event, body in _bodies_in_names(occasions):
        before = occasions.tokens(event.sentence)[event.first : body.first]
        is_own = len(before) > 1 and before[-1].text in groups and not any(t.pos == "ADP" for t in before)
        if is_own and occasions.sort(event) in _GATHERINGS:
            yield _organizing(occasions, event, body.entity, "organize.members", 0.5)


def _bodies_in_names(occasions: Occasions) -> Iterator[tuple[Mention, Mention]]:
    """Each event with the first body that stands in its name."""
    for sentence in occasions.sentences:
        for event in occasions.events(sentence):
            mentions = occasions.mentions.get(sentence, ())
            bodies = [
                m for m in mentions if m.kind is Kind.ORGANIZATION and event.first < m.first < event.last
            ]
            if bodies:
                yield event, bodies[0]


def _hosts(occasions: Occasions) -> Iterator[Organizing]:
    """«به همت X و Y برگزار شد»."""
    for sentence in occasions.sentences:
        if not occasions.holds(sentence) and not any(occasions.cues_of(sentence, "holding")):
            continue
        for cue in occasions.cues_of(sentence, *_HOSTED):
            event = occasions.event_near(sentence, cue.first)
            if event is None or not _says_who_holds(occasions, cue, event):
                continue
            for body in _list_at(occasions, sentence, cue.last):
                status = occasions.status(sentence)
                yield _organizing(occasions, event, body.entity, "organize.host", 0.8, sentence, status)


def _says_who_holds(occasions: Occasions, cue: Cue, event: Mention) -> bool:
    """Whether the next verb says that the event is held, as «به همت X» may belong to any verb.

    «EVENT توسط X برگزار شد»; a heading has no verb: «برگزاری EVENT به همت X»; and who is named right
    behind an event holds it: «در EVENT به میزبانی X گفت».
    """
    verb = occasions.verb_behind(cue.sentence, cue.last)
    is_held = any(cue.last <= c.first <= verb for c in occasions.cues_of(cue.sentence, *HELD))
    if cue.kind == "held by":
        return event.last <= cue.first and is_held
    is_beside = 0 <= cue.first - event.last <= _NEAR
    return is_held or is_beside or verb == len(occasions.tokens(cue.sentence))


def _list_at(occasions: Occasions, sentence: int, first: int) -> list[Mention]:
    """The bodies of the list that starts at token ``first``, without a gap."""
    listed: list[Mention] = []
    for body in occasions.bodies_listed(sentence, first, len(occasions.tokens(sentence))):
        if body.first > (listed[-1].last + 1 if listed else first):
            break
        listed.append(body)
    return listed


def _holders(occasions: Occasions) -> Iterator[Organizing]:
    """«X نمایشگاه … برگزار کرد», «X میزبان … است»: a body that is the subject."""
    for sentence in occasions.sentences:
        for cue in occasions.cues_of(sentence, "holds"):
            event = occasions.event_near(sentence, cue.first)
            body = _subject_body(occasions, sentence, min(cue.first, event.first)) if event else None
            if event and body:
                yield _organizing(occasions, event, body, "organize.subject", 0.8, sentence)


def _subject_body(occasions: Occasions, sentence: int, stop: int) -> str | None:
    titles = occasions.titles.get(sentence, ())
    for mention in occasions.mentions.get(sentence, ()):
        in_title = any(t.first <= mention.first < t.last for t in titles)
        is_body = mention.kind is Kind.ORGANIZATION and mention.last <= stop and not in_title
        if (
            is_body
            and occasions.is_free(sentence, mention.first)
            and not _only_speaks(occasions, mention.entity)
        ):
            return mention.entity
    return None


# ── who announces it ──────────────────────────────────────────────────────────


def _announcers(occasions: Occasions) -> Iterator[Organizing]:
    """«رئیس X از برگزاری Y خبر داد», or tells that «Y برگزار می‌شود»: his body holds it."""
    for sentence in occasions.sentences:
        for event in occasions.events(sentence):
            if occasions.is_scene(event) or _has_host(occasions, event):
                continue
            body, rule = _told(occasions, event) if occasions.is_said(event) else _announced(occasions, event)
            if body:
                status = occasions.status(sentence)
                yield _organizing(occasions, event, body, rule, 0.6, sentence, status)


def _told(occasions: Occasions, event: Mention) -> tuple[str | None, str]:
    """The body of who tells that the event is held."""
    is_told = occasions.sort(event) in _ANNOUNCED and occasions.is_held(event, *HELD)
    return _body_of_speaker(occasions, event) if is_told else None, "organize.told"


def _announced(occasions: Occasions, event: Mention) -> tuple[str | None, str]:
    """The body that announces the event in the reporter's words, itself or by who speaks for it."""
    is_news = occasions.sort(event) not in _OF_OTHERS and _behind_holding(occasions, event)
    is_announced = any(c.first >= event.last for c in occasions.cues_of(event.sentence, "announced"))
    if not is_news or not is_announced:
        return None, ""
    body = _subject_body(occasions, event.sentence, event.first)
    known = _above_press_office(occasions, body) if body else _body_of_speaker(occasions, event)
    return known, "organize.announced"


def _behind_holding(occasions: Occasions, event: Mention) -> bool:
    """«برگزاری Y», «برگزاری دو Y»."""
    return any(c.last in {event.first, event.first - 1} for c in occasions.cues_of(event.sentence, "holding"))


def _above_press_office(occasions: Occasions, body: str) -> str:
    """The body whose press office ``body`` is; ``body`` itself where it is none."""
    for outer, inner in occasions.reading.parts:
        tokens = occasions.tokens(outer.sentence)
        is_press = is_host(occasions.knowledge, tokens, outer.first, "press")
        if outer.entity == body and is_press and inner.kind is Kind.ORGANIZATION:
            return inner.entity
    return body


def _has_host(occasions: Occasions, event: Mention) -> bool:
    """Whether the sentence itself says who holds the event: bodies, or others («به میزبانی استان X»)."""
    cues = [c for c in occasions.cues_of(event.sentence, *_HOSTED) if c.first >= event.last]
    return any(c.kind != "held with" or _list_at(occasions, event.sentence, c.last) for c in cues)


def _body_of_speaker(occasions: Occasions, event: Mention) -> str | None:
    """The body of whoever says what is said of the event; of the title in its sentence, failing that."""
    sentence = event.sentence
    speaker = occasions.speaker_at(sentence, event.first)
    if speaker is None:
        speaker = next((u.speaker for u in occasions.utterances.get(sentence, ()) if u.speaker), None)
    here = [t for t in occasions.titles.get(sentence, ()) if t.organization and t.first < event.first]
    own = [t for t in here if t.person == speaker]
    theirs = [t for t in occasions.reading.titles if t.person == speaker and t.organization and speaker]
    known = [*own, *theirs, *(here if speaker is None else [])]
    bodies = [t.organization for t in known if t.organization and t.tenure is not Tenure.FORMER]
    return next((body for body in bodies[:1] if not _only_speaks(occasions, body)), None)


def _only_speaks(occasions: Occasions, body: str) -> bool:
    """Whether a body's people tell of what others hold: governors, members of parliament, teams."""
    entity = next(e for e in occasions.reading.entities if e.id == body)
    known = occasions.knowledge["event_bodies"].get(entity.names[0].split()[0])
    return known is not None and "never" in known["kind"].split("|")


def _organizing(
    occasions: Occasions,
    event: Mention,
    organizer: str,
    rule: str,
    confidence: float,
    sentence: int | None = None,
    status: Status = Status.STATED,
) -> Organizing:
    span = sentence_span(occasions.reading, event.sentence if sentence is None else sentence)
    return Organizing(
        span=span, rule=rule, confidence=confidence, status=status, event=event.entity, organizer=organizer
    )


_FINDERS: tuple[Callable[[Occasions], Iterator[Organizing]], ...] = (
    _councils, _hosts, _holders, _members, _announcers,
)  # fmt: skip

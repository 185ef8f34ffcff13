"""Where and when an event is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.occasions import HELD, IN, Occasions
from kg.extract.periods import Period, find_periods
from kg.extract.places import is_site
from kg.extract.scene import AND
from kg.extract.words import sentence_span
from kg.model import Date, Kind, Location, Mention
from kg.persian import THAT_WORD

_NEAR = 7  # tokens between «برگزاری EVENT» and «در X»: a date
_LARGE = frozenset({"province", "country"})
_SMALL = frozenset({"city", "county", "district", "village", "site", "way", "island", "world-city"})


@dataclass(frozen=True, slots=True)
class _Venue:
    event: Mention
    place: Mention
    rule: str
    confidence: float


def event_places(occasions: Occasions) -> Iterator[Location]:
    """The most specific places said of each event: the site or hosting body, else the town; all of a list."""
    found: dict[str, list[tuple[int, bool, int, _Venue]]] = {}
    for order, venue in enumerate(_venues(occasions)):
        rank = (_size(occasions, venue.place), venue.rule == "location.host", order)  # a hall before its host
        found.setdefault(venue.event.entity, []).append((*rank, venue))
    best = {event: min(said, key=lambda v: v[:3])[3] for event, said in sorted(found.items())}
    for venue in [*best.values(), *_shared(occasions, best)]:
        for place in [venue.place, *_listed_behind(occasions, venue.place)]:
            yield Location(
                span=sentence_span(occasions.reading, venue.event.sentence), rule=venue.rule,
                confidence=venue.confidence, subject=venue.event.entity, place=place.entity,
            )  # fmt: skip


def _size(occasions: Occasions, place: Mention) -> int:
    """0 for a site or body, 1 for a town, 2 for what is larger."""
    if place.kind is Kind.ORGANIZATION or is_site(occasions.reading, occasions.knowledge, place):
        return 0
    return 2 if _sort(occasions, place) in _LARGE else 1


def _shared(occasions: Occasions, best: dict[str, _Venue]) -> Iterator[_Venue]:
    """An opening is where its fair is, and the fair where its opening is."""
    for outer, inner in _openings(occasions):
        for one, other in ((outer, inner), (inner, outer)):
            if one.entity not in best and other.entity in best:
                known = best[other.entity]
                yield _Venue(one, known.place, "location.opening", known.confidence - 0.1)
                return


def _openings(occasions: Occasions) -> Iterator[tuple[Mention, Mention]]:
    for sentence in occasions.sentences:
        events = occasions.events(sentence)
        for outer in events:
            for inner in events:
                if outer.first < inner.first and inner.last <= outer.last:
                    yield outer, inner


def _listed_behind(occasions: Occasions, place: Mention) -> Iterator[Mention]:
    """The places that a list names behind ``place``: «در شهرهای A، B و C»."""
    if place.kind is not Kind.PLACE:
        return
    tokens = occasions.tokens(place.sentence)
    end = place.last
    for other in occasions.mentions.get(place.sentence, ()):
        is_next = other.first == end + 1 and tokens[end].text in AND
        if other.kind is Kind.PLACE and is_next:
            end = other.last
            yield other


def _venues(occasions: Occasions) -> Iterator[_Venue]:
    for sentence in occasions.sentences:
        for event in occasions.events(sentence):
            for place in occasions.mentions.get(sentence, ()):
                if place.kind in {Kind.PLACE, Kind.ORGANIZATION}:
                    yield from _venue(occasions, event, place)


def _venue(occasions: Occasions, event: Mention, place: Mention) -> Iterator[_Venue]:
    in_title = any(t.first <= place.first < t.last for t in occasions.titles.get(place.sentence, ()))
    if in_title:
        return
    if occasions.noun_end(event) <= place.first < event.last:
        if _is_visited(occasions, event, place):
            yield _Venue(event, place, "location.visit", 0.8)
        elif _is_named_by(occasions, event, place):
            yield _Venue(event, place, "location.name", 0.7)
    elif place.first >= event.last and _is_set_behind(occasions, event, place):
        before = occasions.tokens(place.sentence)[place.first - 1]
        rule = "location.host" if occasions.is_word(before, "host") else "location.event"
        yield _Venue(event, place, rule, 0.75)


def _is_visited(occasions: Occasions, event: Mention, place: Mention) -> bool:
    """«بازدید از X», «سفر به X»: what is visited itself, or the site or town that it is named by."""
    if occasions.sort(event) != "visit":
        return False
    tokens = occasions.tokens(event.sentence)
    noun = occasions.knowledge["governors"].get(occasions.noun(event))
    preposition = (noun or {}).get("preposition")
    groups = occasions.knowledge["people_groups"]
    ahead = range(event.first + 1, place.first)
    at = next((i for i in ahead if tokens[i].text == preposition and tokens[i - 1].text not in groups), None)
    if at is None or _sort(occasions, place) in _LARGE:
        return at is not None and place.first == at + 1
    return place.kind is Kind.PLACE or place.first == at + 1


def _is_named_by(occasions: Occasions, event: Mention, place: Mention) -> bool:
    """A town or site that ends the event's name, be it a session of its council: نمایشگاه کتاب رفسنجان."""
    tokens, roles = occasions.tokens(event.sentence), occasions.knowledge["roles"]
    if place.kind is not Kind.PLACE or place.last != event.last or _sort(occasions, place) not in _SMALL:
        return False
    before = tokens[place.first - 1].text
    is_meeting_of_some = occasions.use(event) != ""  # دیدار صبای قم و فولاد تبریز
    if before in AND or occasions.is_word(tokens[place.first - 1], "day") or is_meeting_of_some:
        return False
    in_body = any(
        m.kind is Kind.ORGANIZATION and m.first <= place.first < m.last
        for m in occasions.mentions.get(event.sentence, ())
    )
    names_office = any(roles.match(tokens, i) for i in range(event.first, event.last))
    return not names_office and (not in_body or occasions.sort(event) == "meeting")


def _sort(occasions: Occasions, place: Mention) -> str:
    """What a place is by the noun before it, else by the gazetteer: city, province."""
    tokens, knowledge = occasions.tokens(place.sentence), occasions.knowledge
    first = place.first + (tokens[place.first].text in knowledge["demonstratives"])  # «این شهرستان»
    cue = knowledge["place_nouns"].match(tokens, first)
    if cue and first + cue[1] <= place.last:
        return cue[0]["kind"]
    known = knowledge["places"].match(tokens, first)
    return known[0]["kind"] if known else ""


def _is_set_behind(occasions: Occasions, event: Mention, place: Mention) -> bool:
    """«EVENT در X», «EVENT به میزبانی X», at once or in the clause of the verb that says it was held."""
    tokens = occasions.tokens(event.sentence)
    before = tokens[place.first - 1].text
    is_in = before in IN or any(occasions.is_word(tokens[place.first - 1], k) for k in ("site", "host"))
    if (
        not is_in
        or _is_inner(occasions, event)
        or not occasions.same_voice(event.sentence, event.first, place.first)
    ):
        return False
    if tokens[place.last - 1].ezafe and place.last < len(tokens) and tokens[place.last].pos == "ADJ":
        return False  # «نقد ادبی در ایران معاصر»
    gap = place.first - event.last
    names_office = any(occasions.knowledge["roles"].match(tokens, i) for i in range(event.first, event.last))
    if names_office and _size(occasions, place) == 2:
        return False  # «دیدار با سفیر استرالیا در ایران»
    if gap <= 1 + (before not in IN):
        return True
    if place.kind is Kind.ORGANIZATION and _is_state(occasions, place):
        return False
    between = tokens[event.last : place.first]
    is_relative = before in IN and between[-2].text == THAT_WORD  # «جلسه درس فقه او که در X برگزار شد»
    if any(occasions.is_word(t, "clause") for t in between[1 : -2 if is_relative else None]):
        return False
    if any(t.pos == "VERB" or t.text == ":" for t in between):
        return False
    verb = occasions.verb_behind(event.sentence, place.last)
    is_held = any(place.last <= c.first <= verb for c in occasions.cues_of(event.sentence, *HELD))
    is_told = any(c.last == event.first for c in occasions.cues_of(event.sentence, "holding"))
    return is_held or (is_told and gap <= _NEAR)


def _is_inner(occasions: Occasions, event: Mention) -> bool:
    """Whether an event is named inside another's name: the fair of an opening."""
    return any(e.first < event.first < e.last for e in occasions.events(event.sentence))


def _is_state(occasions: Occasions, body: Mention) -> bool:
    match = occasions.knowledge["bodies"].match(occasions.tokens(body.sentence), body.first)
    return match is not None and match[0]["kind"] == "state"


# ── when ──────────────────────────────────────────────────────────────────────


def event_days(occasions: Occasions, event: str) -> tuple[Date | None, Date | None]:
    """The first day of an event, said nearest to it where its scene is set or it is held, and its last.

    The last is None where it is the first.
    """
    article = occasions.reading.document.article
    reference = article.date.day if article.date else None
    found: list[tuple[int, int, Period]] = []
    for mention in occasions.reading.mentions:
        if mention.entity != event or not (occasions.is_scene(mention) or occasions.holds(mention.sentence)):
            continue
        tokens = occasions.tokens(mention.sentence)
        speaker = occasions.speaker_at(mention.sentence, mention.first)
        for period in find_periods(tokens, article.text, reference, occasions.knowledge):
            is_same_voice = occasions.speaker_at(mention.sentence, period.first) == speaker
            if (
                _is_of_days(period)
                and is_same_voice
                and not _is_other_clause(occasions, mention, period.first)
            ):
                found.append((mention.sentence, abs(period.first - mention.first), period))
    if not found:
        return None, None
    nearest = min(found, key=lambda f: f[:2])[2]
    return nearest.since, nearest.until if nearest.is_range else None


def _is_of_days(period: Period) -> bool:
    """Whether a period names its first day, and is no week or the like in which the event is some day."""
    since, until = period.since, period.until
    is_named_whole = (
        period.is_range and since is not None and until is not None and since.written == until.written
    )
    return since is not None and since.precision == "day" and not is_named_whole


def _is_other_clause(occasions: Occasions, event: Mention, at: int) -> bool:
    """Whether a conjunction parts the event from the word at token ``at``, other than one right behind it."""
    tokens = occasions.tokens(event.sentence)
    between = tokens[event.last + 1 : at] if at >= event.last else tokens[at : event.first]
    return any(occasions.is_word(t, "clause") for t in between)

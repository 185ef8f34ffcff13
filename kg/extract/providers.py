"""Who provides a service: the body that the clause names, else the one for which its speaker speaks."""

from __future__ import annotations

from kg.extract.noun_phrases import is_action, kind_of
from kg.extract.offers import Offer, frame_at
from kg.extract.scene import AND, NOMINAL, Scene
from kg.extract.words import mentions_in
from kg.knowledge import Knowledge
from kg.model import Kind, Mention, Reading, Title
from kg.persian import bare_noun

_WE = "یم"  # the ending of «ارائه می‌دهیم»
_NEAR = 3  # tokens between «توسط» and the body: توسط امدادگران جمعیت هلال احمر
_LOCAL_OVERSEER = "governorate"  # speaks of what others do for the people of one place
_OVERSEERS = frozenset({_LOCAL_OVERSEER, "state"})  # they speak of what others do
_NO_PROVIDERS = frozenset({"party", "sport", "media", "court", "council"})
_OF_OWNERS = frozenset({"use", "cover"})  # who uses the services of X, or is insured by X, is served by X
_DELIBERATING = "session|never"  # what the lexicon of events calls a body that only debates: کمیسیون
_PRIVATE = frozenset({"academic", "expert", "artist", "coach", "reporter", "deputy-of-people"})


def providers_of(reading: Reading, scene: Scene, offer: Offer) -> tuple[list[str | None], str]:
    """The bodies that provide ``offer``, and by which rule; no rule where none can be told.

    A service of which nobody says who gives it has a rule and ``None`` for its body.
    """
    bodies = [m for m in mentions_in(reading, scene.number) if _may_provide(reading, scene, m)]
    agent = _agent_at(scene, offer)
    if agent:
        named = next((b for b in bodies if agent <= b.first <= agent + _NEAR), None)
        if named:
            return _joined(scene, named, bodies), "agent"
        if _is_unnamed_body(scene, agent):
            return [None], "agent"
    subject = _subject(reading, scene, offer, bodies)
    if subject:
        return subject, "subject"
    owner = next((b.entity for b in bodies if offer.thing[0] < b.first < offer.thing[1]), None)
    if owner and offer.entry["kind"] not in _OF_OWNERS:
        return [], ""  # «تصمیمات ستاد X اجرا شد»: what is somebody's is not therefore given by him
    body, how = (owner, "owner") if owner else _by_speaker(reading, scene, offer, bodies)
    is_itself = any(b.entity == body and scene.tokens[b.first] in offer.bare[:1] for b in bodies)
    return ([], "") if is_itself else ([body], how)


def _may_provide(reading: Reading, scene: Scene, body: Mention) -> bool:
    """Whether a body stands for itself: it does not only bring the news, and is no part of a title."""
    if body.kind is not Kind.ORGANIZATION:
        return False
    if any(t.sentence == body.sentence and t.first <= body.first < t.last for t in reading.titles):
        return False
    if kind_of(scene, scene.tokens[body.first]) == "line":
        return False  # «سامانه X» is what a body serves by
    head = scene.knowledge["bodies"].match(scene.tokens, body.first)
    if head:
        return head[0]["kind"] != "media"
    is_agency = scene.tokens[body.first].text in scene.knowledge["agencies"]
    return not is_agency and sum(m.entity == body.entity for m in reading.mentions) > 1


def _agent_at(scene: Scene, offer: Offer) -> int | None:
    """The token behind «توسط», «از سوی» in the service's clause; not that of another action in it."""
    for at in range(*offer.clause):
        kind, end = frame_at(scene, at)
        between = range(offer.words[1], at) if at > offer.at else range(offer.clause[0], offer.at)
        is_own = offer.rule == "service.verb" or not any(is_action(scene, i) for i in between)
        if kind == "agent" and end < len(scene.tokens) and is_own:
            return end
    return None


def _is_unnamed_body(scene: Scene, at: int) -> bool:
    """«مؤسسات قرآنی»: bodies without a name."""
    word = scene.tokens[at].text
    plural = scene.knowledge["plurals"].get(word)
    one = plural["singular"] if plural else bare_noun(word)
    return one != word and one in scene.knowledge["bodies"]


def _joined(scene: Scene, first: Mention, bodies: list[Mention]) -> list[str | None]:
    """A body and those that «و» joins to it: «توسط بانک ملی و بانک سپه»."""
    found, end = [first.entity], first.last
    for body in sorted(bodies, key=lambda b: (b.first, -b.last)):
        if body.first == end + 1 and scene.tokens[end].text in AND:
            found.append(body.entity)
            end = body.last
    return list(dict.fromkeys(found))


def _subject(reading: Reading, scene: Scene, offer: Offer, bodies: list[Mention]) -> list[str | None]:
    """The bodies, or the body of the official, that stand free in the clause before the service."""
    start, _ = offer.clause
    phrases: list[tuple[int, int, str]] = [(b.first, b.last, b.entity) for b in bodies]
    if offer.rule == "service.verb":
        held = (t for t in reading.titles if t.sentence == scene.number)
        phrases += [(t.first, t.last, t.organization) for t in held if t.organization]
    for first, last, body in sorted(phrases):
        is_relative = last == start - 1  # «شرکت X که …»
        is_given = offer.thing[0] <= first < offer.thing[1]  # «کتابخانه X افتتاح شد»
        is_before = start <= first and last <= offer.at and not is_given
        if is_relative or (is_before and _is_free(scene, _members_of(scene, first), phrases)):
            named = next((b for b in bodies if (b.first, b.last) == (first, last)), None)
            return _joined(scene, named, bodies) if named else [body]
    return []


def _members_of(scene: Scene, first: int) -> int:
    """Where the people of the body at ``first`` begin: «نیروهای امدادی هلال احمر»; else ``first``."""
    for at in range(max(0, first - _NEAR), first):
        is_one_phrase = all(t.ezafe for t in scene.tokens[at:first])
        if is_one_phrase and frame_at(scene, at)[0] == "members":
            return at
    return first


def _is_free(scene: Scene, first: int, phrases: list[tuple[int, int, str]]) -> bool:
    """Whether no preposition and no noun governs what starts at ``first``, nor what «و» joins it to."""
    before = scene.tokens[first - 1] if first else None
    if before is None or before.text not in AND:
        return before is None or (before.pos != "ADP" and not before.ezafe)
    if _is_partner(scene, first):
        return False
    joined = next((f for f, last, _ in phrases if last == first - 1), None)
    return joined is None or _is_free(scene, joined, phrases)


def _is_partner(scene: Scene, first: int) -> bool:
    """Whether what starts at ``first`` goes on with a list of helpers: «با همکاری بسیج، هلال احمر و …»."""
    at = first - 1
    while at > 0 and (scene.tokens[at].pos in NOMINAL or scene.tokens[at].text in AND):
        if frame_at(scene, at - 1)[0] == "partner":
            return True
        at -= 1
    return False


# ── the body of who speaks ────────────────────────────────────────────────────


def _by_speaker(
    reading: Reading, scene: Scene, offer: Offer, bodies: list[Mention]
) -> tuple[str | None, str]:
    knowledge = scene.knowledge
    speaker = _speaker_at(reading, scene, offer)
    body = _body_of(reading, knowledge, speaker) or _titled_body(reading, scene, speaker)
    if body is None:
        is_private = _is_private(reading, knowledge, speaker)
        voice = None if is_private else _voiced(reading, scene)
        return voice, "voice" if voice else ""
    if _is_ours(scene, offer) and _sort_of(reading, knowledge, body) in _OVERSEERS:
        return body, "speaker"
    if _sort_of(reading, knowledge, body) == _LOCAL_OVERSEER:
        near = [b.entity for b in bodies if _gives(reading, knowledge, b.entity)]
        return (near[-1] if near else None), "near"
    return (body, "speaker") if _gives(reading, knowledge, body) else (None, "")


def _gives(reading: Reading, knowledge: Knowledge, body: str) -> bool:
    """Whether a body is of a sort that gives services itself: it neither debates nor oversees others."""
    debates = _first_known(knowledge, "event_bodies", _name(reading, body)) == _DELIBERATING
    return not debates and _sort_of(reading, knowledge, body) not in _NO_PROVIDERS | _OVERSEERS


def _speaker_at(reading: Reading, scene: Scene, offer: Offer) -> str | None:
    """Who says it; of a heading or the reporter's own words, who speaks next, unless a title tells more."""
    place = scene.tokens[offer.at].start
    around = [u for u in reading.utterances if u.span and u.span.start <= place < u.span.end]
    here = [u for u in reading.utterances if u.sentence == scene.number]
    if around or here:
        return (around or here)[-1].speaker
    if any(t.sentence == scene.number and t.organization for t in reading.titles):
        return None
    return next((u.speaker for u in reading.utterances if u.sentence > scene.number), None)


def _body_of(reading: Reading, knowledge: Knowledge, speaker: str | None) -> str | None:
    """Of the bodies where he holds a role, the one that is part of another; of a press office, its body."""
    if speaker is None:
        return None
    if speaker.startswith(Kind.ORGANIZATION):
        return _behind_office(reading, knowledge, speaker)
    titles = (
        t for t in reading.titles if t.person == speaker and _kind_of_role(knowledge, t) not in _PRIVATE
    )
    held = list(dict.fromkeys(t.organization for t in titles if t.organization))
    inside = {(a.entity, b.entity) for a, b in reading.parts}
    body = min(held, key=lambda own: -sum((own, other) in inside for other in held), default=None)
    return _behind_office(reading, knowledge, body) if body else None


def _behind_office(reading: Reading, knowledge: Knowledge, body: str) -> str:
    """Of a press office, the body that it speaks for; of any other body, itself."""
    if not _is_press_office(reading, knowledge, body):
        return body
    return next((b.entity for a, b in reading.parts if a.entity == body), body)


def _is_press_office(reading: Reading, knowledge: Knowledge, body: str) -> bool:
    return _first_known(knowledge, "service_frames", _name(reading, body)) == "voice"


def _titled_body(reading: Reading, scene: Scene, speaker: str | None) -> str | None:
    """The body of the first title in or behind a sentence of which it is not known who says it."""
    if speaker is not None:
        return None
    titles = (t for t in reading.titles if t.sentence >= scene.number)
    return next((t.organization for t in titles if t.organization), None)


def _is_private(reading: Reading, knowledge: Knowledge, speaker: str | None) -> bool:
    """Whether he does not speak for a body: a professor, an expert, a player."""
    titles = (t for t in reading.titles if t.person == speaker)
    return speaker is not None and any(_kind_of_role(knowledge, t) in _PRIVATE for t in titles)


def _kind_of_role(knowledge: Knowledge, title: Title) -> str:
    return _first_known(knowledge, "roles", title.role)


def _voiced(reading: Reading, scene: Scene) -> str | None:
    """The body whose press office tells this sentence: «به گزارش روابط عمومی بانک سپه، …»."""
    here = (a.entity for a, _ in reading.parts if a.sentence == scene.number)
    offices = (o for o in here if _is_press_office(reading, scene.knowledge, o))
    return next((_behind_office(reading, scene.knowledge, office) for office in offices), None)


def _is_ours(scene: Scene, offer: Offer) -> bool:
    """Whether the speaker counts himself in: «ارائه می‌دهیم»."""
    words = scene.tokens[offer.at : offer.clause[1]]
    return any(t.pos in {"VERB", "AUX"} and t.text.endswith(_WE) for t in words)


def _sort_of(reading: Reading, knowledge: Knowledge, body: str) -> str:
    """What the lexicon says of a body's head noun: governorate, party, sport."""
    return _first_known(knowledge, "bodies", _name(reading, body))


def _name(reading: Reading, body: str) -> str:
    return next(e.names[0] for e in reading.entities if e.id == body)


def _first_known(knowledge: Knowledge, lexicon: str, name: str) -> str:
    """The kind of the longest form that ``name`` begins with."""
    words = name.split()
    found = (knowledge[lexicon].get(" ".join(words[:n])) for n in (3, 2, 1))
    return next((entry["kind"] for entry in found if entry), "")

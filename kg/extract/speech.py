"""Reported speech: where it starts and ends, and which words say who speaks.

News marks speech with few forms: a speech verb and a colon (وی افزود: …), a speech verb and «که»,
a lead such as «با بیان اینکه …» before another verb, «به گفته …»، and in headings a speaker and a
colon. What follows in the same paragraph without a new speech verb is still the same stretch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.mentions import Sighting
from kg.extract.scene import Phrase, Scene, TitlePhrase, takes_turn
from kg.model import Kind, Span
from kg.persian import AND_WORD, THAT_WORD, TO_WORD

_QUOTE_MARKS = frozenset({"«", "»", '"', "“", "”"})
_NO_CLAUSE = frozenset({AND_WORD, "،", ".", "»"})  # what a clause does not begin with
_FREE_CONTENT = 5  # tokens behind a verb without colon that make a clause of speech

Subject = Phrase | TitlePhrase | None


@dataclass(frozen=True, slots=True)
class Speech:
    """An utterance whose subject is still words: a person, title, pronoun or body, or nobody."""

    span: Span | None  # None: a speech verb that reports no words, as «از … خبر داد»
    sentence: int
    verb: int
    rule: str
    subject: Subject
    is_new_speaker: bool = False  # «نیز»: somebody else than who spoke before


def speeches(seen: Sequence[Sighting]) -> Iterator[Speech]:
    """Find the stretches of reported speech of a document, in reading order."""
    starts = [list(_introductions(s)) for s in seen]
    for i, sighting in enumerate(seen):
        for verb, rule, first, last in starts[i]:
            span = _stretch(seen, starts, i, first, last)
            if span:
                subject = subject_of(sighting, verb, is_report=rule == "speech.report")
                yield Speech(span, i, verb, rule, subject, _says_also(sighting.scene, verb))
        if not starts[i]:
            yield from _silent(sighting)


def _silent(sighting: Sighting) -> Iterator[Speech]:
    """Somebody who announces something in the reporter's words: he is spoken of, and may be named next."""
    scene = sighting.scene
    at = next(iter(scene.matches("speech_verbs")), None)
    subject = subject_of(sighting, at) if at is not None else None
    if at is not None and subject is not None:
        yield Speech(None, scene.number, at, "speech.silent", subject, _says_also(scene, at))


# ── where speech begins ───────────────────────────────────────────────────────


def _introductions(sighting: Sighting) -> Iterator[tuple[int, str, int, int | None]]:
    """Verb token, rule, first content token and end of content (None: to the end) for each stretch."""
    scene = sighting.scene
    main = _main_introduction(sighting)
    limit = main[0] if main else len(scene.tokens)
    yield from _leads(scene, limit)
    if main:
        yield main


def _main_introduction(sighting: Sighting) -> tuple[int, str, int, int | None] | None:
    scene = sighting.scene
    tokens = scene.tokens
    for at in range(len(tokens)):
        match = scene.match("speech_verbs", at)
        if match and not (at and tokens[at - 1].ezafe and tokens[at].pos != "VERB"):
            first = _content_start(scene, at, at + match[1], match[0]["kind"])
            if first:
                return at, *first, None
        elif tokens[at].text == ":" and _is_speaker(sighting, at):
            return at, "speech.heading", at + 1, None
    return None


def _content_start(scene: Scene, verb: int, end: int, kind: str) -> tuple[str, int] | None:
    """The rule and the first token of what is said behind a speech verb; None where nothing is."""
    tokens = scene.tokens
    nearby = tokens[end : end + 1]
    if nearby and nearby[0].text == ":":
        return "speech.report" if kind == "report" else "speech.colon", end + 1
    if kind == "mention" or not nearby:
        return None
    if nearby[0].text == THAT_WORD or (kind == "ask" and nearby[0].text == TO_WORD):
        return "speech.that", end + 1
    for ahead in range(end, min(end + 8, len(tokens))):
        if tokens[ahead].text == ":":  # «گفت در این باره:»
            return "speech.colon", ahead + 1
    if kind == "say" and len(tokens) - end >= _FREE_CONTENT and nearby[0].text not in _NO_CLAUSE:
        return "speech.free", end
    return None


def _is_speaker(sighting: Sighting, colon: int) -> bool:
    """Whether the sentence up to the colon is a person or title and nothing else: «استاندار تهران: …»."""
    last = colon - 1 if colon and sighting.scene.tokens[colon - 1].text in _QUOTE_MARKS else colon
    reach = 0
    persons = [p for p in sighting.phrases if p.kind is Kind.PERSON]
    named: list[Phrase | TitlePhrase] = [*sighting.titles, *persons]
    for phrase in sorted(named, key=lambda p: p.first):
        if phrase.first > reach + (reach > 0):  # a comma or «و» may stand between
            break
        reach = max(reach, phrase.last)
    return last <= reach


def _leads(scene: Scene, limit: int) -> Iterator[tuple[int, str, int, int | None]]:
    """«با بیان اینکه CLAUSE، …» and «به گفته X، CLAUSE»."""
    tokens = scene.tokens
    for at, (entry, length) in scene.matches("speech_leads").items():
        if at >= limit:
            return
        if entry["kind"] == "clause":
            end = _clause_end(scene, at + length, limit)
            yield at, "speech.lead", at + length, end
        elif limit == len(tokens):
            comma = next((i for i in range(at, len(tokens)) if tokens[i].text == "،"), None)
            if comma:
                yield at, "speech.source", comma + 1, None


def _clause_end(scene: Scene, first: int, limit: int) -> int:
    """The end of a lead's clause: its last comma or finite verb before the main verb."""
    tokens = scene.tokens
    commas = [i for i in range(first + 1, limit) if tokens[i].text == "،" and _is_verb(scene, i - 1)]
    if commas:
        return commas[-1] if limit < len(tokens) else commas[0]
    verbs = [i for i in range(first + 1, limit - 1) if _is_verb(scene, i)]
    return verbs[-1] + 1 if verbs and limit < len(tokens) else (verbs[0] + 1 if verbs else limit)


def _is_verb(scene: Scene, at: int) -> bool:
    return scene.tokens[at].pos in {"VERB", "AUX"}


# ── where it ends ─────────────────────────────────────────────────────────────


def _stretch(
    seen: Sequence[Sighting],
    starts: list[list[tuple[int, str, int, int | None]]],
    at: int,
    first: int,
    last: int | None,
) -> Span | None:
    """The characters of a stretch that begins at token ``first`` of sentence ``at``."""
    tokens = seen[at].scene.tokens
    if last is not None:
        return Span(tokens[first].start, tokens[last - 1].end) if last > first else None
    start = tokens[first].start if first < len(tokens) else None
    end = tokens[-1].end
    paragraph = seen[at].scene.sentence.paragraph + (start is None)
    for number in range(at + 1, len(seen)):
        sentence = seen[number].scene.sentence
        if sentence.paragraph != paragraph or starts[number] or _is_narration(seen[number].scene):
            break
        start = sentence.start if start is None else start
        end = sentence.end
    return Span(start, end) if start is not None and start < end else None


def _is_narration(scene: Scene) -> bool:
    return scene.match("narrations", 0) is not None


# ── who speaks ────────────────────────────────────────────────────────────────


def subject_of(sighting: Sighting, before: int, *, is_report: bool = False) -> Subject:
    """The first phrase before token ``before`` that can be the subject: no object, no part of a chain."""
    if is_report:  # «گزارش X حاکی است»
        named = (p for p in sighting.phrases if p.kind is Kind.ORGANIZATION and p.first < before)
        return next(named, None)
    people: list[Phrase | TitlePhrase] = [p for p in sighting.phrases if p.kind is Kind.PERSON]
    candidates = [c for c in [*people, *sighting.titles] if c.first < before and _is_free(sighting, c)]
    if candidates:
        return min(candidates, key=lambda c: (c.first, -c.last))
    bodies = (p for p in sighting.phrases if p.kind is Kind.ORGANIZATION and p.last <= before)
    subjects = (b for b in bodies if _opens_clause(sighting, b) or _stands_before(sighting, b, before))
    return next(subjects, None)


def _stands_before(sighting: Sighting, body: Phrase, verb: int) -> bool:
    """Whether a body that hangs on nothing stands right before the verb: «دیروز وزارت نیرو اعلام کرد»."""
    return body.last == verb and _is_free(sighting, body)


def _opens_clause(sighting: Sighting, body: Phrase) -> bool:
    """Whether a body stands where a subject does: at the start, or behind «به گزارش …،»."""
    tokens = sighting.scene.tokens
    return body.first == 0 or (tokens[body.first - 1].text == "،" and tokens[body.last].text != "،")


def _is_free(sighting: Sighting, phrase: Phrase | TitlePhrase) -> bool:
    if phrase.first == 0:
        return True
    before = sighting.scene.tokens[phrase.first - 1]
    beside_title = any(t.last == phrase.first for t in sighting.titles)
    hangs = before.ezafe and not takes_turn(sighting.scene, phrase.first)
    return before.pos != "ADP" and (not hangs or beside_title)


def _says_also(scene: Scene, verb: int) -> bool:
    return any(t.text in scene.knowledge["also_words"] for t in scene.tokens[:verb])

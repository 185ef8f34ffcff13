"""Which phrases of an article mean the same thing: phrases -> entities, titles and speech with persons.

Everything stays inside one article. A short form belongs to the full name it is part of (حمیدی to
احمد حمیدی, شهرداری to شهرداری تبریز); a pronoun to whoever spoke last; a title that stands alone
to the person whom the article gives that title, or else to the one who speaks around it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.extract.mentions import Sighting, sightings
from kg.extract.scene import OFFICES, Phrase, TitlePhrase
from kg.extract.speech import Speech, speeches
from kg.knowledge import Knowledge
from kg.model import Document, Entity, Kind, Mention, Reading, Span, Title, Utterance
from kg.persian import is_ordinal, squash

# bodies whose bare name means one body wherever it stands
_UNIQUE_SORTS = frozenset({"state", "international"})
_ADMINISTRATIVE = frozenset({"province", "county", "city", "country"})


def read(document: Document, knowledge: Knowledge) -> Reading:
    """Find what ``document`` names and who is who in it."""
    seen = list(sightings(document, knowledge))
    phrases = [p for s in seen for p in s.phrases]
    said = list(speeches(seen))
    links = Links(knowledge)
    links.add_all(phrases, Kind.PLACE, _is_short_place)
    _resolve_anaphors(phrases, links, Kind.PLACE)  # bodies are named by their places
    links.add_all(phrases, Kind.ORGANIZATION, _is_short_body)
    links.add_all(phrases, Kind.EVENT, _is_short_event)
    links.add_all(phrases, Kind.PERSON, _is_short_person)
    _resolve_anaphors(phrases, links, Kind.ORGANIZATION, Kind.EVENT)
    people = _People(seen, links, said)
    utterances = [people.hear(s) for s in said]
    people.resolve_titles()
    mentions = sorted({m for p in phrases if (m := links.mention(p))}, key=_reading_order)
    return Reading(
        document,
        tuple(links.entities(document, mentions)),
        tuple(mentions),
        tuple(people.titles()),
        tuple(u for u in utterances if u),
        tuple(_parts(phrases, links)),
    )


def _reading_order(mention: Mention) -> tuple[int, int, int, str]:
    return mention.sentence, mention.first, -mention.last, mention.entity


def _parts(phrases: Iterable[Phrase], links: Links) -> Iterator[tuple[Mention, Mention]]:
    for phrase in phrases:
        for inner in (phrase.parent, phrase.place):
            outer_mention, inner_mention = links.mention(phrase), links.mention(inner) if inner else None
            if outer_mention and inner_mention and outer_mention.entity != inner_mention.entity:
                yield outer_mention, inner_mention


# ── clusters of names ─────────────────────────────────────────────────────────

IsShort = Callable[[Phrase, Phrase, Knowledge], bool]


@dataclass
class Links:
    """Which phrase means which entity, in the making."""

    knowledge: Knowledge
    of: dict[Phrase, str] = field(default_factory=dict)
    full: dict[str, Phrase] = field(default_factory=dict)  # entity -> its fullest phrase

    def add_all(self, phrases: Iterable[Phrase], kind: Kind, is_short: IsShort) -> None:
        """Cluster the phrases of one kind, the fullest names first, so that short forms find them."""
        named = [(self._told(p), p) for p in phrases if p.kind is kind and not p.is_anaphor]
        levels = _levels([told for told, _ in named], self.knowledge)
        named.sort(
            key=lambda n: (
                -len(n[0].name.split()),
                n[0].is_implied,
                not levels.get(n[0]),
                n[1].sentence,
                n[1].first,
                n[1].name,
            )
        )
        for phrase, as_read in named:
            own = f"{kind}:{levels.get(phrase, '')}{squash(phrase.name)}"
            if own not in self.full:
                longer = [
                    e
                    for e, full in self.full.items()
                    if full.kind is kind
                    and is_short(phrase, full, self.knowledge)
                    and levels.get(phrase) in (None, levels.get(full))
                ]
                own = _nearest(phrase, longer, self.full) or own
            self.of[as_read] = own
            self.full.setdefault(own, phrase)

    def _told(self, phrase: Phrase) -> Phrase:
        """The phrase with its place by name: «استانداری گیلان» for «استانداری این استان»."""
        place = self.of.get(phrase.place) if phrase.place and phrase.place.is_anaphor else None
        if place is None or phrase.place is None or not phrase.tail.endswith(phrase.place.name):
            return phrase
        meant, cut = self.full[place], len(phrase.place.name)
        name, tail = (text[:-cut] + meant.name for text in (phrase.name, phrase.tail))
        return replace(phrase, name=name, tail=tail, place=meant)

    def mention(self, phrase: Phrase) -> Mention | None:
        """The phrase as a mention of its entity; None where it is not known what it means."""
        entity = self.of.get(phrase)
        if entity is None:
            return None
        return Mention(entity, phrase.kind, phrase.sentence, phrase.first, phrase.last)

    def entities(self, document: Document, mentions: Sequence[Mention]) -> Iterator[Entity]:
        """The entities, each with all its names, the fullest first."""
        names: dict[str, Counter[str]] = {e: Counter() for e in self.full}
        for phrase, entity in self.of.items():
            if phrase.kind is not Kind.PERSON or not phrase.is_anaphor:
                names[entity].update([phrase.name, *phrase.aliases])
        places = {m.entity: [] for m in mentions}  # type: dict[str, list[Span]]
        for m in mentions:
            tokens = document.sentences[m.sentence].tokens
            places[m.entity].append(Span(tokens[m.first].start, tokens[m.last - 1].end))
        for entity, full in sorted(self.full.items()):
            others = sorted(set(names[entity]) - {full.name})
            yield Entity(
                entity,
                full.kind,
                (full.name, *others),
                tuple(places.get(entity, ())),
                self._is_local(full),
                max((p.score for p, meant in self.of.items() if meant == entity), default=full.score),
            )

    def _is_local(self, full: Phrase) -> bool:
        if full.kind is Kind.EVENT:
            return True
        if full.kind is Kind.PERSON:
            return len(full.name.split()) == 1
        is_bare = squash(full.name) == squash(full.head)
        return full.kind is Kind.ORGANIZATION and is_bare and full.sort not in _UNIQUE_SORTS


def _levels(phrases: Iterable[Phrase], knowledge: Knowledge) -> dict[Phrase, str]:
    """What sort of place a phrase says, where the article names two of one name: شهرستان X, استان X."""
    said: dict[Phrase, str] = {}
    of_name: defaultdict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        noun = phrase.aliases[0].split()[0] if phrase.kind is Kind.PLACE and phrase.aliases else ""
        level = (knowledge["place_nouns"].get(noun) or {}).get("kind", "")
        if level in _ADMINISTRATIVE:
            said[phrase] = f"{level}:"
            of_name[squash(phrase.name)].add(level)
    return {phrase: level for phrase, level in said.items() if len(of_name[squash(phrase.name)]) > 1}


def _nearest(phrase: Phrase, entities: list[str], full: dict[str, Phrase]) -> str | None:
    """Of several full names that a short one may stand for, the one last read, or else the first to come."""
    if not entities:
        return None
    place = (phrase.sentence, phrase.first)
    before = [e for e in entities if (full[e].sentence, full[e].first) <= place]
    if before:
        return max(before, key=lambda e: (full[e].sentence, full[e].first))
    return min(entities, key=lambda e: (full[e].sentence, full[e].first))


def _is_same_role(one: str, other: str) -> bool:
    """Whether two roles are one, of which one may be told shorter: معاون سیاسی (و امنیتی استاندار)."""
    short, long = sorted((one, other), key=len)
    is_told_more = len(short.split()) > 1 and squash(long).startswith(squash(short))
    return squash(one) == squash(other) or is_told_more


def _is_short_person(short: Phrase, full: Phrase, knowledge: Knowledge) -> bool:
    words = full.name.replace("\u200c", " ").split()
    key = squash(short.name)
    return any(key == squash("".join(words[i:])) for i in range(1, len(words))) or (
        len(words) > 2 and key == squash(words[0] + words[-1])
    )


def _is_short_body(short: Phrase, full: Phrase, knowledge: Knowledge) -> bool:
    if short.place and full.place and squash(short.place.name) != squash(full.place.name):
        return False
    a, b = _core(short.tail, knowledge), _core(full.tail, knowledge)
    if squash(short.head) == squash(full.head):
        return a == b[: len(a)]
    is_office = full.sort in OFFICES and full.parent is None
    return is_office and [squash(short.head), *a] in (b, [squash(" ".join(b[:2])), *b[2:]])


def _core(tail: str, knowledge: Knowledge) -> list[str]:
    """The words of a body's name behind its head, less those that say what sort of place it is in."""
    words = tail.replace("،", " ").split()
    cues = knowledge["place_nouns"]
    kept = [w for w in words if (cues.get(w) or {}).get("kind") not in _ADMINISTRATIVE]
    return [squash(w) for w in kept or words]


def _is_short_place(short: Phrase, full: Phrase, knowledge: Knowledge) -> bool:
    return squash(short.name) in {squash(full.name), *map(squash, full.aliases)}


def _is_short_event(short: Phrase, full: Phrase, knowledge: Knowledge) -> bool:
    """Whether the words of ``short`` stand in ``full`` in their order; the noun may differ: نشست, همایش."""
    if squash(short.head) == squash(full.head):
        a, b = short.tail.split(), full.tail.split()
        is_same_edition = bool(a and b) and _edition(short) in ("", _edition(full))
        is_alike = _are_within(a, b) or (_edition(short) != "" and _are_within(b, a))
        return _are_within(short.name.split(), full.name.split()) or (is_same_edition and is_alike)
    gathering = {"meeting", "conference"}
    is_alike = {short.sort, full.sort} <= gathering and len(short.tail.split()) > 1
    return is_alike and _are_within(short.tail.split(), full.tail.split())


def _edition(event: Phrase) -> str:
    return next((word for word in event.name.split() if is_ordinal(word)), "")


def _are_within(words: Sequence[str], others: Sequence[str]) -> bool:
    rest = iter([squash(other) for other in others])
    return all(squash(word) in rest for word in words)


# ── «این سازمان», «استان», «این جلسه» ─────────────────────────────────────────


def _resolve_anaphors(phrases: Sequence[Phrase], links: Links, *kinds: Kind) -> None:
    for i, phrase in enumerate(phrases):
        if phrase.is_anaphor and phrase.kind in kinds:
            entity = _antecedent(phrase, phrases, i, links)
            if entity is None and phrase.kind is Kind.EVENT:
                entity = f"{phrase.kind}:{squash(phrase.name)}"
                links.full.setdefault(entity, replace(phrase, name=phrase.head))
            if entity:
                links.of[phrase] = entity


def _antecedent(phrase: Phrase, phrases: Sequence[Phrase], at: int, links: Links) -> str | None:
    """What was named last before ``phrase`` with its head noun; else with its sort; else what is next."""
    before = [p for p in reversed(phrases[:at]) if p.kind is phrase.kind and p in links.of]
    behind = [p for p in phrases[at + 1 :] if p.kind is phrase.kind and p in links.of]
    if phrase.kind is Kind.PLACE:
        return _place_fit(phrase, [*before, *behind], links)
    for group in (before, behind[:1] if phrase.kind is Kind.EVENT else []):
        for other in group:
            if squash(other.head) == squash(phrase.head):
                return links.of[other]
    if phrase.kind is Kind.EVENT:
        apart = {"visit", "agreement"}
        others = [] if phrase.sort in apart else [p for p in before if p.sort not in apart]
        alike = [p for p in before if p.sort == phrase.sort] or others
        return links.of[alike[0]] if alike and phrase.name != phrase.head else None
    return None


def _place_fit(phrase: Phrase, places: Sequence[Phrase], links: Links) -> str | None:
    known = links.knowledge["places"]
    for place in places:
        sorts = {place.sort, *(row["kind"] for row in known.all(place.name))}
        if phrase.sort in sorts or (phrase.sort == "county" and "city" in sorts):
            return links.of[place]
    return None


# ── persons, their titles, and who speaks ─────────────────────────────────────


class _People:
    """Who holds which title and who speaks: what is known grows as the article is read."""

    def __init__(self, seen: Sequence[Sighting], links: Links, said: Sequence[Speech]) -> None:
        self._seen = seen
        self._links = links
        self._holder: dict[TitlePhrase, str] = {}
        for sighting in seen:
            for t, p in sighting.holders:
                self._holder[sighting.titles[t]] = links.of[sighting.phrases[p]]
        self._stated = dict(self._holder)
        self._mates = {
            s.titles[t]: tuple(s.titles[m] for m in group) for s in seen for group in s.groups for t in group
        }
        self._focus: str | None = None
        self._speakers = said

    def hear(self, speech: Speech) -> Utterance | None:
        """Decide who speaks, and remember him for the pronouns that follow."""
        speaker = self._speaker(speech)
        if speaker is None:
            return None
        if speaker.startswith(Kind.PERSON):
            self._focus = speaker
        return Utterance(speech.span, speech.sentence, speech.verb, speech.rule, speaker)

    def _speaker(self, speech: Speech) -> str | None:
        subject = speech.subject
        if subject is None:
            return None if speech.is_new_speaker else self._focus
        if isinstance(subject, TitlePhrase):
            return self._title_holder(subject, speech)
        if subject.kind is Kind.PERSON and subject.is_anaphor:
            meant = self._focus or self._last_named(subject)
            if meant:
                self._links.of[subject] = meant
            return meant
        return self._links.of.get(subject)

    def _last_named(self, pronoun: Phrase) -> str | None:
        """The person named last before a pronoun, where nobody has spoken yet."""
        for sighting in reversed(self._seen[: pronoun.sentence + 1]):
            for phrase in reversed(sighting.phrases):
                is_before = (phrase.sentence, phrase.last) <= (pronoun.sentence, pronoun.first)
                if phrase.kind is Kind.PERSON and not phrase.is_anaphor and is_before:
                    return self._links.of[phrase]
        return None

    def _title_holder(self, title: TitlePhrase, speech: Speech) -> str | None:
        known = self._holder.get(title) or self._same_title(title)
        if known is None:
            known = self._next_bare_speaker(speech) or (None if speech.is_new_speaker else self._focus)
        if known:
            for mate in self._mates.get(title, (title,)):
                self._holder.setdefault(mate, known)
        return known

    def _same_title(self, title: TitlePhrase) -> str | None:
        """The person whom the article gives this title elsewhere."""
        for other, person in self._holder.items():
            if _is_same_role(other.role, title.role) and self._same_body(title, other):
                return person
        return None

    def _same_body(self, a: TitlePhrase, b: TitlePhrase) -> bool:
        if a.body is None or b.body is None:
            return True
        return self._links.of.get(a.body) == self._links.of.get(b.body)

    def _next_bare_speaker(self, speech: Speech) -> str | None:
        """Who speaks next under his bare name: a lead gives the title, the next paragraph the name."""
        for later in self._speakers:
            if (later.sentence, later.verb) <= (speech.sentence, speech.verb):
                continue
            subject = later.subject
            if isinstance(subject, Phrase) and subject.kind is Kind.PERSON and not subject.is_anaphor:
                person = self._links.of[subject]
                return None if person in self._stated.values() or person == self._focus else person
            if isinstance(subject, TitlePhrase) and squash(subject.role) != squash(
                speech.subject.role if isinstance(speech.subject, TitlePhrase) else ""
            ):
                return None
        return None

    def resolve_titles(self) -> None:
        """Give titles outside of speech to the person who is known to hold them."""
        for sighting in self._seen:
            for title in sighting.titles:
                if title not in self._holder:
                    person = self._same_title(title)
                    if person and title.body is not None:
                        self._holder[title] = person

    def titles(self) -> Iterator[Title]:
        """Every title of the article, with whom it means where that is known."""
        for sighting in self._seen:
            for title in sighting.titles:
                body = self._links.of.get(title.body) if title.body else None
                confidence = 0.95 if title in self._stated else 0.85
                yield Title(
                    title.role, body, title.sentence, title.first, title.last,
                    self._holder.get(title), title.tenure, confidence,
                )  # fmt: skip

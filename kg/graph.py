"""Findings + Resolution -> rdflib Dataset: the only file that makes triples.

One named graph per article holds all that the article states, the article itself and the names
that it uses; other articles change nothing in it but which node a person is. The graph
``BASE + "common"`` holds what is chosen and known across articles: preferred names, links, where places
lie, merged and doubtful identities, and the rules that found the facts. What is stated twice
in an article is one fact with two spans. There are no blank nodes, so that graphs can be compared and
exported byte for byte.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from rdflib import OWL, RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.term import Node as Term

from kg.literals import INSTANTS, dated, decimal, degree, headline, number, persian, plain, written
from kg.model import (
    Assertion,
    Attendance,
    Date,
    Entity,
    Findings,
    Happening,
    Kind,
    Location,
    Membership,
    Node,
    Observation,
    Organizing,
    Quotation,
    Resolution,
    Service,
    Span,
    Status,
    Timed,
    Unit,
)
from kg.naming import digest, id_tail, most_usual, slug, span_tail, tidy
from kg.vocabulary import (
    DEFAULT_BASE,
    FOAF,
    KG,
    NIF,
    ORG,
    PREFIXES,
    PROV,
    SCHEMA,
    SKOS,
    TIME,
    instance_prefixes,
)

Triple = tuple[Term, Term, Term]

CLASSES: Mapping[Kind, URIRef] = {
    Kind.PERSON: FOAF.Person,
    Kind.ORGANIZATION: ORG.Organization,
    Kind.PLACE: SCHEMA.Place,
    Kind.EVENT: SCHEMA.Event,
}
SORTS: Mapping[str, URIRef] = {
    "continent": SCHEMA.Continent,
    "country": SCHEMA.Country,
    "province": KG.Province,
    "county": KG.County,
    "city": SCHEMA.City,
    "world-city": SCHEMA.City,
}
"""The narrower classes of places that the gazetteer knows."""
GENDERS = {"M": "male", "F": "female"}
SHARED_CLASSES: Mapping[str, URIRef] = {
    "role": ORG.Role,
    "topic": SKOS.Concept,
    "audience": SCHEMA.Audience,
}


def to_dataset(
    findings: Iterable[Findings],
    resolution: Resolution,
    base_iri: str = DEFAULT_BASE,
    *,
    with_text: bool = True,
) -> Dataset:
    """Write the graph of ``findings``: a named graph for each article and one for what they share.

    ``base_iri`` is where instances live; a slash is added where it ends in none. ``with_text`` keeps
    each article's original text beside its facts (``nif:isString``), so that the graph can be checked
    and shown without the article's file.
    """
    base = whole_base(base_iri)
    dataset = new_dataset(base)
    given: list[Shared] = []
    for found in findings:
        triples, shared = article_graph(found, resolution, base, with_text=with_text)
        _add_all(dataset.graph(graph_name(base, found.article.id)), triples)
        given.append(shared)
    _add_all(dataset.graph(common_name(base)), common_graph(resolution, base, given))
    return dataset


def _add_all(graph: Graph, triples: Iterable[Triple]) -> None:
    for triple in triples:
        graph.add(triple)


type Shared = tuple[tuple[str, str], ...]
"""What an article gives to the graph of all, beside its entities: names of roles, topics and audiences, the
rules that it used, and its facts that a person has judged: the tail of each IRI, and its name here."""


def article_graph(
    found: Findings, resolution: Resolution, base: str, *, with_text: bool = True
) -> tuple[set[Triple], Shared]:
    """Write the graph of one article under ``base`` (see ``whole_base``), and what it gives to all."""
    article = _ArticleGraph(base, found, resolution)
    article.write(with_text=with_text)
    return article.triples, tuple(sorted(article.shared))


def common_graph(resolution: Resolution, base: str, given: Iterable[Shared] = ()) -> set[Triple]:
    """Write what is chosen and known of nodes across articles, and what these have ``given`` to all."""
    triples: set[Triple] = set()
    for node in resolution.nodes:
        triples.update(_node(node, base))
    for old, now in resolution.same_as.items():
        triples.add((URIRef(base + old), OWL.sameAs, URIRef(base + now)))
    for one, other, likely in resolution.possibly_same:
        triples.update(_doubt(one, other, likely, base))
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, form in chain.from_iterable(given):
        forms[key][form] += 1
    for key, counter in forms.items():
        triples |= shared_graph(key, counter, resolution.rejected, base)
    return triples


def shared_graph(key: str, forms: Counter[str], rejected: Container[str], base: str) -> set[Triple]:
    """Write what articles give to the graph of all under one ``key``, by how many give each form."""
    node, kind = URIRef(base + key), key.partition("/")[0]
    if kind in SHARED_CLASSES:
        return set(_named(node, SHARED_CLASSES[kind], most_usual(forms)))
    if kind == "rule":
        return {(node, RDF.type, KG.Rule), (node, RDFS.label, Literal(most_usual(forms)))}
    return {(node, RDF.type, KG.RejectedFact)} if key in rejected else set()


def whole_base(base_iri: str) -> str:
    """Write ``base_iri`` with the slash that parts it from what lives under it."""
    return base_iri if base_iri.endswith(("/", "#")) else base_iri + "/"


def graph_name(base: str, article_id: str) -> URIRef:
    """Name the graph of an article."""
    return URIRef(f"{base}graph/{id_tail(article_id)}")


def article_name(base: str, article_id: str) -> URIRef:
    """Name an article itself."""
    return URIRef(f"{base}article/{id_tail(article_id)}")


def common_name(base: str) -> URIRef:
    """Name the graph of what holds across articles."""
    return URIRef(f"{base}common")


def new_dataset(base_iri: str = DEFAULT_BASE) -> Dataset:
    """Make an empty dataset whose plain patterns see all graphs, with our prefixes bound."""
    dataset = Dataset(default_union=True)
    for prefix, namespace in {**PREFIXES, **instance_prefixes(base_iri)}.items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


# ── what holds across articles ────────────────────────────────────────────────


def _node(entity: Node, base: str) -> Iterator[Triple]:
    """Write what is chosen and known of a thing over all articles."""
    node = URIRef(base + entity.id)
    yield from _named(node, CLASSES[entity.kind], entity.label)
    said = [
        (RDF.type, SORTS.get(entity.sort)),
        *((SKOS.altLabel, persian(form)) for form in entity.forms),
        *((SKOS.hiddenLabel, persian(form)) for form in entity.hidden),
        (SKOS.altLabel, Literal(entity.latin, lang="fa-latn") if entity.latin else None),
        (SKOS.altLabel, Literal(entity.english, lang="en") if entity.english else None),
        (FOAF.gender, Literal(GENDERS[entity.gender]) if entity.gender else None),
        (SCHEMA.latitude, decimal(entity.latitude) if entity.latitude else None),
        (SCHEMA.longitude, decimal(entity.longitude) if entity.longitude else None),
        (ORG.subOrganizationOf, URIRef(base + entity.whole) if entity.whole else None),
        (
            SCHEMA.containedInPlace if entity.kind is Kind.PLACE else SCHEMA.location,
            URIRef(base + entity.place) if entity.place else None,
        ),
        *((SKOS.exactMatch, URIRef(link)) for link in entity.links),
    ]
    yield from ((node, predicate, term) for predicate, term in said if term is not None)


def _doubt(one: str, other: str, likely: float, base: str) -> Iterator[Triple]:
    """Write that two nodes may be one, and how likely that is."""
    a, b = URIRef(base + one), URIRef(base + other)
    node = URIRef(f"{base}comparison/{digest(one, other)}")
    yield a, KG.possiblySame, b
    yield node, RDF.type, KG.Comparison
    yield node, KG.compares, a
    yield node, KG.compares, b
    yield node, KG.confidence, degree(likely)


def _named(node: URIRef, of_class: URIRef, name: str) -> Iterator[Triple]:
    yield node, RDF.type, of_class
    yield node, RDFS.label, persian(name)
    yield node, SKOS.prefLabel, persian(name)


# ── what one article states ───────────────────────────────────────────────────


@dataclass
class _ArticleGraph:
    """What one article states, written into its graph."""

    base: str
    found: Findings
    resolution: Resolution
    triples: set[Triple] = field(default_factory=set)
    shared: set[tuple[str, str]] = field(default_factory=set)
    names: defaultdict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def write(self, *, with_text: bool) -> None:
        self._article(with_text=with_text)
        for node, entities in self._entities().items():
            self._entity(node, entities)
        for content, assertions in self._facts().items():
            self._fact(content, assertions)
        for (kind, tail), forms in self.names.items():
            self._shared_name(kind, tail, forms)

    # ── the article and its entities ──

    @cached_property
    def article(self) -> URIRef:
        return article_name(self.base, self.found.article.id)

    def _article(self, *, with_text: bool) -> None:
        article = self.found.article
        self._add(self.article, RDF.type, SCHEMA.NewsArticle, NIF.Context)
        self._add(self.article, SCHEMA.identifier, Literal(article.id))
        self._add(self.article, SCHEMA.headline, *map(persian, headline(article.title or article.text)))
        self._add(self.article, SCHEMA.datePublished, *dated(article.date))
        self._add(self.article, KG.dateWritten, *written(article.date))
        if article.url:
            self._add(self.article, SCHEMA.url, Literal(article.url, datatype=XSD.anyURI))
        if article.agency:
            self._add(self.article, SCHEMA.publisher, persian(article.agency))
        if with_text:
            self._add(self.article, NIF.isString, Literal(article.text))

    def _entities(self) -> dict[URIRef, list[Entity]]:
        entities: defaultdict[URIRef, list[Entity]] = defaultdict(list)
        for entity in self.found.entities:
            entities[self._node(entity.id)].append(entity)
        return entities

    def _entity(self, node: URIRef, entities: Sequence[Entity]) -> None:
        self._add(node, RDF.type, CLASSES[entities[0].kind])
        self._add(self.article, SCHEMA.mentions, node)
        self._names(node, (name for entity in entities for name in entity.names))
        if entities[0].kind is Kind.EVENT:
            self._as_written(node, entities)
            self._event(node, entities)

    def _as_written(self, node: URIRef, entities: Sequence[Entity]) -> None:
        """Keep an event's wordings letter for letter: it has no name but what the article calls it."""
        texts = (self.found.article.text[m.start : m.end] for entity in entities for m in entity.mentions)
        self._add(node, SKOS.altLabel, *(persian(" ".join(text.split())) for text in texts))

    def _event(self, node: URIRef, entities: Sequence[Entity]) -> None:
        """Write when an event is, and the evidence that there is one: failing all else, its name."""
        ids = {entity.id for entity in entities}
        stated = [a for a in self._assertions if isinstance(a, Happening) and a.event in ids]
        date = next((happening.date for happening in stated if happening.date), None)
        self._add(node, SCHEMA.startDate, *dated(date))
        self._add(node, KG.dateWritten, *written(date))
        self._add(node, SCHEMA.endDate, *dated(next((h.end for h in stated if h.end), None)))
        if stated:
            self._status(node, max(stated, key=lambda a: a.confidence).status)
        evidence: Sequence[Assertion] = stated or [a for a in self._assertions if _event_of(a) in ids]
        self._evidence(node, evidence)
        if not evidence:
            mentions = (mention for entity in entities for mention in entity.mentions[:1])
            self._add(node, PROV.wasDerivedFrom, *map(self._span, mentions))

    # ── facts ──

    @cached_property
    def _assertions(self) -> Sequence[Assertion]:
        """What the article states, in reading order."""
        return sorted(self.found.assertions, key=lambda a: (a.span.start, a.span.end, a.rule, repr(a)))

    def _facts(self) -> dict[tuple[str, ...], list[Assertion]]:
        """Bring together the assertions that say one thing, by what they say."""
        facts: defaultdict[tuple[str, ...], list[Assertion]] = defaultdict(list)
        for assertion in self._assertions:
            if not isinstance(assertion, Happening):
                facts[self._content(assertion, self._id)].append(assertion)
        return facts

    def _content(self, stated: Assertion, named: Callable[[str | None], str]) -> tuple[str, ...]:
        """Say what makes two assertions one fact: the kind of its node first, its status last.

        ``named`` gives an entity its id: that of its node to bring assertions together, that within its
        article for the fact's own id, which no other article then changes.
        """
        place = f"{stated.span.start}-{stated.span.end}"
        said: tuple[str, ...]
        match stated:
            case Membership(person=person, role=role, organization=body, tenure=tenure):
                said = ("membership", named(person), slug(role), named(body), str(tenure))
            case Service(names=names, provider=provider, places=places):
                where = sorted(map(named, places))
                said = ("service", slug(names[0]), named(provider), *where)
            case Quotation(speaker=speaker):
                said = ("quotation", named(speaker), place)
            case Observation(value=value, unit=unit, bound=bound):
                said = ("observation", plain(value), slug(unit or "-"), str(bound), place)
            case _:
                subject, predicate, other = self._relation(stated)
                said = ("statement", named(subject), str(predicate), named(other))
        return (*said, str(stated.status))

    def _fact(self, content: tuple[str, ...], assertions: Sequence[Assertion]) -> None:
        first = assertions[0]
        own = self._content(first, lambda entity: entity or "")
        tail = f"{span_tail(self.found.article.id, first.span)}_{digest(*own)}"
        node = self._iri(content[0], tail)
        fact = f"{content[0]}/{tail}"
        if fact in self.resolution.rejected or fact in self.resolution.confirmed:
            self.shared.add((fact, ""))
        if fact in self.resolution.rejected:
            return
        match first:
            case Membership():
                self._membership(node, tail, [a for a in assertions if isinstance(a, Membership)])
            case Service():
                self._service(node, tail, [a for a in assertions if isinstance(a, Service)])
            case Quotation():
                self._quotation(node, first)
            case Observation():
                self._observation(node, tail, [a for a in assertions if isinstance(a, Observation)])
            case _ if content[1] == content[3]:
                return  # «تهران در تهران»: resolution made both ends one
            case _:
                self._statement(node, first)
        self._status(node, first.status)
        self._evidence(node, assertions)

    def _membership(self, node: URIRef, tail: str, stated: Sequence[Membership]) -> None:
        first = stated[0]
        self._add(node, RDF.type, ORG.Membership)
        self._add(node, ORG.member, self._node(first.person))
        self._add(node, ORG.role, self._shared("role", first.role))
        self._add(node, KG.tenure, KG[first.tenure])
        if first.organization is not None:
            self._add(node, ORG.organization, self._node(first.organization))
        self._interval(node, ORG.memberDuring, tail, stated)

    def _interval(self, node: URIRef, during: URIRef, tail: str, stated: Sequence[Timed]) -> None:
        """Write from when until when a fact holds, where the article says so, and the words that say it."""
        since = next((fact.since for fact in stated if fact.since), None)
        until = next((fact.until for fact in stated if fact.until), None)
        if since or until:
            interval = self._iri("interval", tail)
            self._add(node, during, interval)
            self._add(interval, RDF.type, TIME.Interval)
            self._instant(interval, TIME.hasBeginning, since)
            self._instant(interval, TIME.hasEnd, until)
            self._add(interval, KG.dateWritten, *written(since), *written(until))

    def _instant(self, interval: URIRef, side: URIRef, date: Date | None) -> None:
        if date is None:
            return
        [literal] = dated(date)
        instant = self._iri("instant", str(literal))
        self._add(interval, side, instant)
        self._add(instant, RDF.type, TIME.Instant)
        self._add(instant, INSTANTS[date.precision], literal)
        self._add(instant, KG.dateWritten, *written(date))

    def _service(self, node: URIRef, tail: str, stated: Sequence[Service]) -> None:
        first = stated[0]
        self._add(node, RDF.type, SCHEMA.Service)
        self._names(node, (name for service in stated for name in service.names))
        if first.provider is not None:
            self._add(node, SCHEMA.provider, self._node(first.provider))
        self._add(node, SCHEMA.areaServed, *map(self._node, first.places))
        audiences = {audience for service in stated for audience in service.audiences}
        self._add(node, SCHEMA.audience, *(self._shared("audience", name) for name in audiences))
        self._interval(node, TIME.hasTime, tail, stated)

    def _quotation(self, node: URIRef, stated: Quotation) -> None:
        words = self.found.article.text[stated.span.start : stated.span.end]
        self._add(node, RDF.type, SCHEMA.Quotation)
        self._add(node, SCHEMA.creator, self._node(stated.speaker))
        self._add(node, SCHEMA.text, persian(" ".join(words.split())))
        self._add(node, SCHEMA.isPartOf, self.article)
        self._add(node, SCHEMA.about, *(self._shared("topic", topic) for topic in stated.topics))
        self._add(node, SCHEMA.mentions, *map(self._node, stated.mentions))

    def _observation(self, node: URIRef, tail: str, observed: Sequence[Observation]) -> None:
        stated = observed[0]
        self._add(node, RDF.type, SCHEMA.Observation)
        self._add(node, SCHEMA.value, number(stated.value))
        self._add(node, KG.bound, KG[stated.bound])
        self._add(node, SCHEMA.observationAbout, *map(self._node, stated.about))
        if stated.unit:
            self._add(node, SCHEMA.unitText, Literal(tidy(stated.unit)))
        if stated.sentence.end > stated.sentence.start and stated.sentence != stated.span:
            self._add(self._span(stated.span), NIF.sentence, self._span(stated.sentence))
        self._interval(node, TIME.hasTime, tail, observed)
        if stated.since == stated.until:
            self._add(node, SCHEMA.observationDate, *dated(stated.since))

    def _statement(self, node: URIRef, stated: Assertion) -> None:
        """Write a bare triple, where it holds, and the statement that carries its evidence."""
        subject, predicate, other = self._relation(stated)
        triple = (self._node(subject), predicate, self._node(other))
        if _is_asserted(stated):
            self._add(*triple)
        self._add(node, RDF.type, RDF.Statement)
        for part, term in zip((RDF.subject, RDF.predicate, RDF.object), triple, strict=True):
            self._add(node, part, term)

    def _relation(self, stated: Assertion) -> tuple[str, URIRef, str]:
        match stated:
            case Unit(child=child, parent=parent):
                return child, ORG.subOrganizationOf, parent
            case Location(subject=subject, place=place):
                are_places = self._kinds[subject] is self._kinds[place] is Kind.PLACE
                return subject, SCHEMA.containedInPlace if are_places else SCHEMA.location, place
            case Attendance(event=event, participant=participant):
                return event, SCHEMA.attendee, participant
            case Organizing(event=event, organizer=organizer):
                return event, SCHEMA.organizer, organizer
        raise TypeError(f"no triple says a {type(stated).__name__}")

    # ── evidence ──

    def _status(self, node: URIRef, status: Status) -> None:
        if status is not Status.STATED:
            self._add(node, KG.status, KG[status])

    def _evidence(self, node: URIRef, assertions: Sequence[Assertion]) -> None:
        if assertions:
            is_sure = str(node).removeprefix(self.base) in self.resolution.confirmed
            self._add(node, KG.confidence, degree(1.0 if is_sure else max(a.confidence for a in assertions)))
        for assertion in assertions:
            rule = f"rule/{id_tail(assertion.rule)}"
            self.shared.add((rule, assertion.rule))
            self._add(node, PROV.wasDerivedFrom, self._span(assertion.span))
            self._add(node, PROV.wasGeneratedBy, URIRef(self.base + rule))
            if assertion.vouched_by:
                self._add(node, PROV.wasAttributedTo, self._node(assertion.vouched_by))

    def _span(self, span: Span) -> URIRef:
        node = self._iri("span", span_tail(self.found.article.id, span))
        self._add(node, RDF.type, NIF.Phrase)
        self._add(node, NIF.referenceContext, self.article)
        self._add(node, NIF.beginIndex, Literal(span.start))
        self._add(node, NIF.endIndex, Literal(span.end))
        self._add(node, NIF.anchorOf, persian(self.found.article.text[span.start : span.end]))
        return node

    # ── nodes and names ──

    def _iri(self, kind: str, tail: str) -> URIRef:
        return URIRef(f"{self.base}{kind}/{tail}")

    def _node(self, entity: str) -> URIRef:
        return URIRef(self.base + self._id(entity))

    def _id(self, entity: str | None) -> str:
        """Look up the id of an entity's node; empty for none."""
        return self.resolution.node_of[self.found.article.id, entity] if entity is not None else ""

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {entity.id: entity.kind for entity in self.found.entities}

    def _names(self, node: URIRef, names: Iterable[str]) -> None:
        label, *others = dict.fromkeys(map(tidy, names))
        self._add(node, RDFS.label, persian(label))
        self._add(node, SKOS.altLabel, *map(persian, others))

    def _shared(self, kind: str, name: str) -> URIRef:
        """Name a role, topic or audience, whose node all articles share."""
        tail = slug(name)
        self.names[kind, tail][tidy(name)] += 1
        return self._iri(kind, tail)

    def _shared_name(self, kind: str, tail: str, forms: Counter[str]) -> None:
        label = most_usual(forms)
        self._add(self._iri(kind, tail), RDF.type, SHARED_CLASSES[kind])
        self._names(self._iri(kind, tail), [label, *sorted(forms)])
        self.shared.add((f"{kind}/{tail}", label))

    def _add(self, subject: URIRef, predicate: URIRef, *objects: Term) -> None:
        for term in objects:
            self.triples.add((subject, predicate, term))


def _is_asserted(stated: Assertion) -> bool:
    """Whether the bare triple holds: an announced event has speakers, a planned department no parent."""
    is_of_event = isinstance(stated, Attendance | Organizing | Location)
    return stated.status in (Status.STATED, Status.REPORTED) or (
        stated.status is Status.PLANNED and is_of_event
    )


def _event_of(stated: Assertion) -> str | None:
    """Name the event that an assertion tells something of, where it does."""
    match stated:
        case Attendance(event=event) | Organizing(event=event) | Location(subject=event):
            return event
    return None

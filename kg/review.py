"""Dataset -> what a person should look at: pairs that may be one thing, and facts that are little sure.

Also the rows that an answer becomes. Nothing here prints or asks; kg.commands.review does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rdflib import RDF, RDFS, Dataset, Graph, URIRef
from rdflib.term import Node as Term

from kg.errors import GraphError, JudgementError
from kg.identity import Judgement, handle_of
from kg.vocabulary import KG, NIF, ORG, PROV, SCHEMA, SKOS

_SHOWN = 3  # sentences of one thing
_LONGEST = 240  # characters of a sentence around the words that count


@dataclass(frozen=True, slots=True)
class Side:
    """A thing as its articles tell of it."""

    id: str
    label: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two things that may be one, and how likely that is (0 to 1)."""

    one: Side
    other: Side
    likely: float


@dataclass(frozen=True, slots=True)
class WeakFact:
    """A fact of little confidence (0 to 1): what it says, and the words that should state it."""

    id: str
    says: str
    sentences: tuple[str, ...]
    confidence: float


def doubts(dataset: Dataset, judged: Iterable[Judgement] = ()) -> list[Doubt]:
    """The pairs that may be one, the likeliest first, without those already judged."""
    base, common = _common(dataset)
    known = {frozenset((j.one, j.other)) for j in judged}
    found = []
    for node in common.subjects(RDF.type, KG.Comparison):
        one, other = sorted(common.objects(node, KG.compares), key=str)
        if frozenset(str(term).removeprefix(base) for term in (one, other)) not in known:
            likely = float(str(common.value(node, KG.confidence)))
            found.append(Doubt(_side(dataset, one, base), _side(dataset, other, base), likely))
    return sorted(found, key=lambda d: (-d.likely, d.one.id, d.other.id))


def weak_facts(dataset: Dataset, below: float, judged: Iterable[Judgement] = ()) -> list[WeakFact]:
    """The facts with a confidence under ``below``, the weakest first, without those already judged."""
    base, _ = _common(dataset)
    known = {j.one for j in judged}
    found = []
    for graph in _article_graphs(dataset):
        for fact, confidence in graph.subject_objects(KG.confidence):
            id_ = str(fact).removeprefix(base)
            if float(str(confidence)) < below and id_ not in known and not id_.startswith("event/"):
                sentences = tuple(_sentences(graph, graph.objects(fact, PROV.wasDerivedFrom)))
                found.append(WeakFact(id_, _says(graph, fact), sentences[:_SHOWN], float(str(confidence))))
    return sorted(found, key=lambda f: (f.confidence, f.id))


def split(dataset: Dataset, node: str, articles: Sequence[str]) -> list[Judgement]:
    """The rows that take the entities of some articles out of a node, as one other thing.

    Raises JudgementError where an article does not name the node, or none would be left.
    """
    base, _ = _common(dataset)
    named = {
        str(graph.value(article, SCHEMA.identifier)): str(graph.value(URIRef(base + node), RDFS.label))
        for graph in _article_graphs(dataset)
        for article in graph.subjects(SCHEMA.mentions, URIRef(base + node))
    }
    lacking = [article for article in articles if article not in named]
    if lacking or not articles:
        where = ", ".join(sorted(named)) or "no article"
        raise JudgementError(
            f"{node}: {', '.join(lacking) or 'nothing'} to part from it; it stands in {where}"
        )
    kind = node.partition("/")[0]
    handles = {article: handle_of(kind, name, article) for article, name in named.items()}
    parted = [handles[article] for article in sorted(set(articles))]
    rest = [handles[article] for article in sorted(named) if article not in articles]
    if not rest:
        raise JudgementError(f"{node}: these are all articles that name it; leave at least one")
    stays = node if node not in handles.values() else rest[0]
    rows = [Judgement("different", handle, stays) for handle in parted]
    return rows + [Judgement("same", parted[0], handle) for handle in parted[1:]]


# ── what the graph shows of a thing ───────────────────────────────────────────


def _common(dataset: Dataset) -> tuple[str, Graph]:
    for graph in dataset.graphs():
        if str(graph.identifier).endswith(("/common", "#common")):
            return str(graph.identifier).removesuffix("common"), graph
    raise GraphError("the graph has no part that joins its articles; build it again with «kg build»")


def _article_graphs(dataset: Dataset) -> Iterator[Graph]:
    graphs = sorted(dataset.graphs(), key=lambda graph: str(graph.identifier))
    return (graph for graph in graphs if (None, RDF.type, SCHEMA.NewsArticle) in graph)


def _side(dataset: Dataset, node: Term, base: str) -> Side:
    sentences: list[str] = []
    for graph in _article_graphs(dataset):
        if (None, SCHEMA.mentions, node) in graph and len(sentences) < _SHOWN:
            facts = sorted({fact for fact, _, _ in graph.triples((None, None, node))}, key=str)
            spans = (span for fact in facts for span in graph.objects(fact, PROV.wasDerivedFrom))
            found = next(_sentences(graph, spans), "") or _headline(graph)
            sentences.append(f"{_date(graph)} {found}".strip())
    return Side(str(node).removeprefix(base), _label(dataset, node), tuple(sentences))


def _label(graph: Graph, node: Term | None) -> str:
    names = [*graph.objects(node, SKOS.prefLabel), *graph.objects(node, RDFS.label)]
    return min(map(str, names), default=str(node))


def _headline(graph: Graph) -> str:
    return min(map(str, graph.objects(None, SCHEMA.headline)), default="")


def _date(graph: Graph) -> str:
    return min(map(str, graph.objects(None, SCHEMA.datePublished)), default="")


def _sentences(graph: Graph, spans: Iterable[Term]) -> Iterator[str]:
    """The lines around some spans, each once, in reading order."""
    text = min(map(str, graph.objects(None, NIF.isString)), default="")
    places = sorted(
        (int(str(graph.value(span, NIF.beginIndex))), int(str(graph.value(span, NIF.endIndex))), span)
        for span in set(spans)
    )
    lines = (_line(text, first, last) or str(graph.value(span, NIF.anchorOf)) for first, last, span in places)
    yield from dict.fromkeys(lines)


def _line(text: str, first: int, last: int) -> str:
    start = max(text.rfind("\n", 0, first) + 1, first - _LONGEST // 2)
    end = text.find("\n", last)
    return " ".join(text[start : min(end if end >= 0 else len(text), last + _LONGEST // 2)].split())


def _says(graph: Graph, fact: Term) -> str:
    """A fact in the names of what it joins."""
    parts = [RDF.subject, RDF.predicate, RDF.object, ORG.member, ORG.role, ORG.organization, SCHEMA.creator]
    parts += [SCHEMA.provider, SCHEMA.value, SCHEMA.unitText, SCHEMA.text, RDFS.label]
    values = [value for part in parts for value in sorted(graph.objects(fact, part), key=str)]
    names = (_label(graph, value) if isinstance(value, URIRef) else str(value) for value in values)
    return " · ".join(name.rsplit("/", 1)[-1] if "://" in name else name for name in names)

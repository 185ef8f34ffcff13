"""Facts against annotated articles: precision, recall and F1, slots, and whether confidence holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rdflib import Dataset, Graph, Literal

from kg.evaluate.annotation import RELATIONS, AnnotatedFact, Annotation
from kg.evaluate.graph_facts import Fact, article_graphs, facts_of, names_of
from kg.evaluate.matching import Matcher, Wording
from kg.evaluate.reliability import Judged, reliability
from kg.evaluate.report import Figures, Report, Row, share
from kg.knowledge import Knowledge
from kg.model import Kind


@dataclass
class Tally:
    """What was counted over the articles."""

    gold: Counter[str] = field(default_factory=Counter)  # by relation
    judged: list[Judged] = field(default_factory=list)
    slots: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    entities: Counter[bool] = field(default_factory=Counter)
    without_graph: int = 0


def evaluate_facts(annotations: Sequence[Annotation], dataset: Dataset, knowledge: Knowledge) -> Report:
    """Measure the facts of ``dataset`` against ``annotations``.

    Facts of articles that nobody annotated do not count; what is annotated in an article that has
    no graph was missed.
    """
    tally = Tally()
    graphs, names, wording = article_graphs(dataset), names_of(dataset), Wording(knowledge)
    for annotation in annotations:
        graph = graphs.get(annotation.id)
        tally.without_graph += graph is None
        _count(tally, graph if graph is not None else Graph(), Matcher(annotation, names, wording))
    return _report(tally, len(annotations))


def _count(tally: Tally, graph: Graph, matcher: Matcher) -> None:
    wanted, neutral = _asked_for(matcher.annotation.facts)
    unused = dict.fromkeys(facts_of(graph))
    for said in wanted:
        tally.gold[said.relation] += 1
        fact = next((fact for fact in unused if matcher.states(fact, said)), None)
        if fact is not None:
            del unused[fact]
            tally.judged.append(Judged(said.relation, fact.confidence, is_right=True))
            for slot, is_right in matcher.slots(fact, said):
                tally.slots[f"{said.relation}.{slot}"][is_right] += 1
    for fact in unused:
        if not any(_says_again(matcher, fact, said) for said in (*wanted, *neutral)):
            tally.judged.append(Judged(fact.relation, fact.confidence, is_right=False))
    _count_entities(tally, graph, matcher)


def _count_entities(tally: Tally, graph: Graph, matcher: Matcher) -> None:
    nodes = [node for node in graph.all_nodes() if node in matcher.names and not isinstance(node, Literal)]
    for identifier, entity in matcher.annotation.entities.items():
        if entity.kind is not Kind.EVENT:
            tally.entities[matcher.is_found(nodes, identifier)] += 1


def _asked_for(facts: Sequence[AnnotatedFact]) -> tuple[list[AnnotatedFact], list[AnnotatedFact]]:
    """Split off the locations that a unit has through the bodies it belongs to: not asked for, not wrong."""
    inherited = list(_inherited(facts))
    return [fact for fact in facts if fact not in inherited], inherited


def _inherited(facts: Iterable[AnnotatedFact]) -> Iterator[AnnotatedFact]:
    facts = tuple(facts)
    parent = {fact.ends[0]: fact.ends[1] for fact in facts if fact.relation == "subOrganizationOf"}
    places = [fact for fact in facts if fact.relation == "location"]
    for child in tuple(parent):
        above, seen = parent.get(child), {child}
        while above is not None and above not in seen:
            seen.add(above)
            yield from (replace(p, ends=(child, p.ends[1])) for p in places if p.ends[0] == above)
            above = parent.get(above)


def _says_again(matcher: Matcher, fact: Fact, said: AnnotatedFact) -> bool:
    """Whether ``fact`` is a second way to say what is annotated, or a number said again elsewhere."""
    is_number = said.relation == "observes"
    return matcher.states(replace(fact, span=said.span) if is_number else fact, said)


def _report(tally: Tally, number_of_articles: int) -> Report:
    found = Counter(judged.relation for judged in tally.judged)
    right = Counter(judged.relation for judged in tally.judged if judged.is_right)
    by_relation = {name: Figures(tally.gold[name], found[name], right[name]) for name in RELATIONS}
    every = Figures(tally.gold.total(), found.total(), right.total())
    bins, errors = reliability(tally.judged, tuple(RELATIONS))
    return {
        "relations": [
            *(figures.row(relation=name) for name, figures in by_relation.items()),
            every.row(relation="all"),
        ],
        "articles": [
            {
                "annotated": number_of_articles,
                "without_graph": tally.without_graph,
                "macro_f1": share(sum(figures.f1 for figures in by_relation.values()), len(by_relation)),
            }
        ],
        "named_entities": [_entities(tally.entities)],
        "slots": [_slot(name, counts) for name, counts in sorted(tally.slots.items())],
        "reliability": bins,
        "calibration": errors,
    }


def _entities(counts: Counter[bool]) -> Row:
    found, of = counts[True], counts.total()
    return {"gold": of, "found": found, "recall": share(found, of)}


def _slot(name: str, counts: Counter[bool]) -> Row:
    right, of = counts[True], counts.total()
    return {"slot": name, "right": right, "of": of, "share": share(right, of)}

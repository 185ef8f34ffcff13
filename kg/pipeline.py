"""The whole way from articles to a dataset, in a few lines; every stage can be another one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from rdflib import Dataset

from kg.annotate import annotate
from kg.errors import ArticleError, KnowledgeError
from kg.extract import extract
from kg.graph import to_dataset, unknown_facts
from kg.identity import Judgement, resolve
from kg.knowledge import Knowledge
from kg.model import Article, Findings, Observation, Quotation
from kg.persian import squash
from kg.vocabulary import DEFAULT_BASE

# articles that one worker takes at a time: enough to pay for the hand-over, few enough to share out evenly
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Build:
    """What a build made: the graph, what it holds, and which articles could not be read."""

    dataset: Dataset
    findings: tuple[Findings, ...]
    failures: tuple[ArticleError, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    misfits: tuple[str, ...] = ()  # judgements that fit nothing, in words


def build(
    articles: Iterable[Article | ArticleError],
    knowledge: Knowledge,
    *,
    base_iri: str = DEFAULT_BASE,
    judgements: Iterable[Judgement] = (),
    workers: int = 1,
    on_article: Callable[[str], None] = lambda where: None,
) -> Build:
    """Read ``articles`` into one graph, the same for the same articles whatever their order.

    ``judgements`` are what a person has decided about identities and facts; those that fit nothing are
    told in ``misfits``. ``on_article`` is told of each article as it is done. An article that cannot be
    read is one of the failures; the others go on.
    """
    failures: list[ArticleError] = []
    readable = _readable(articles, failures)
    found = []
    for findings in _all_findings(readable, knowledge, workers):
        found.append(findings)
        on_article(findings.article.id)
    found.sort(key=lambda f: f.article.id)
    resolution = resolve(found, judgements, knowledge)
    dataset = to_dataset(found, resolution, base_iri)
    misfits = (*resolution.misfits, *unknown_facts(dataset, resolution))
    return Build(dataset, tuple(found), tuple(failures), _counts(found), misfits)


def find(article: Article, knowledge: Knowledge) -> Findings:
    """All that one article states."""
    return extract(annotate(article), knowledge)


def check_examples(knowledge: Knowledge) -> None:
    """Read the example of each row that a user added; the row must be what makes something be found.

    Raises KnowledgeError with every example in which nothing is.
    """
    faults = []
    for example in knowledge.examples:
        found = find(Article("example", example.text), knowledge)
        keys = [squash(form) for form in example.forms]
        if not any(key in squash(words) for words in _words_found(found) for key in keys):
            forms = ", ".join(f"«{form}»" for form in example.forms)
            faults.append(
                f"{example.where}: nothing with {forms} is found in the example; mend row or example"
            )
    if faults:
        raise KnowledgeError(faults)


def _words_found(found: Findings) -> Iterator[str]:
    """The words of every name and of every sentence part that states a fact."""
    for entity in found.entities:
        yield from entity.names
    for fact in found.assertions:
        if isinstance(fact, Quotation):  # the verb stands before the words that are quoted
            yield found.article.text
        elif isinstance(fact, Observation):
            yield fact.unit or ""
        else:
            yield found.article.text[fact.span.start : fact.span.end]


def _readable(articles: Iterable[Article | ArticleError], failures: list[ArticleError]) -> Iterator[Article]:
    for item in articles:
        if isinstance(item, ArticleError):
            failures.append(item)
        else:
            yield item


def _all_findings(articles: Iterator[Article], knowledge: Knowledge, workers: int) -> Iterator[Findings]:
    if workers <= 1:
        yield from (find(article, knowledge) for article in articles)
        return
    with ProcessPoolExecutor(min(workers, os.cpu_count() or 1)) as pool:
        while batch := list(islice(articles, _BATCH * workers * 4)):
            yield from pool.map(partial(find, knowledge=knowledge), batch, chunksize=_BATCH)


def _counts(found: Iterable[Findings]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for findings in found:
        counts["articles"] += 1
        counts.update(str(e.kind) for e in findings.entities)
        counts.update(type(a).__name__ for a in findings.assertions)
    return counts

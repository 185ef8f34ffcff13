"""The whole way from articles to a graph that grows, in a few lines.

An article that is known and unchanged is passed over; another is read, noted in the ledger, and its
graph written once all are noted. Building again, one article more, or all at once is the same build
and ends in the same graph.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain, islice

from rdflib import Dataset

from kg.annotate import annotate_all
from kg.errors import ArticleError, KnowledgeError
from kg.extract import extract
from kg.identity import Candidate, Judgement, candidates
from kg.knowledge import Knowledge
from kg.model import Article, Findings, Observation, Quotation
from kg.persian import squash
from kg.store import Store, codec, settle, to_dataset
from kg.store.resolving import Check
from kg.versions import version_of_reading

# articles that are read at a time: enough to pay for the hand-over, few enough to share out evenly
BATCH = 16


@dataclass(frozen=True)
class Build:
    """What a build did to a store: which articles came, changed, stayed and went, or could not be read."""

    store: Store
    failures: tuple[ArticleError, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    number_of_unchanged: int = 0
    misfits: tuple[str, ...] = ()  # judgements that fit nothing, in words

    @property
    def counts(self) -> Counter[str]:
        """How many articles, entities and facts of each kind the store holds."""
        return self.store.ledger.counts()

    @cached_property
    def dataset(self) -> Dataset:
        """The graph, as rdflib sees it."""
        return to_dataset(self.store.graphs)

    @cached_property
    def findings(self) -> tuple[Findings, ...]:
        """All that each article of the store states, in the order of their ids."""
        ledger = self.store.ledger
        return tuple(ledger.findings(article) for article, _ in list(ledger.articles()))


def build(  # noqa: PLR0913 - each is an option of «kg build»
    articles: Iterable[Article | ArticleError],
    knowledge: Knowledge,
    *,
    store: Store | None = None,
    judgements: Iterable[Judgement] | None = None,
    workers: int = 1,
    is_sync: bool = False,
    on_article: Callable[[str], None] = lambda where: None,
    check: Check = lambda name, triples, known=(): None,
) -> Build:
    """Read ``articles`` into ``store``, the same for the same articles whatever their order.

    Without a store, one is made in memory. ``is_sync`` withdraws the
    articles that are not among these; those of a file that could not be read stay. ``on_article`` is
    told of each article as it is done; ``check`` sees each graph before it is written; ``judgements`` are
    what a person has decided about identities and facts (without them, those of the last build hold). An
    article that cannot be read is one of the failures; the others go on.
    """
    store = store or Store.in_memory()
    run = _Run(store, knowledge, version_of_reading(knowledge), on_article, is_sync)
    for findings in _all_findings(run.to_read(articles), knowledge, workers):
        run.take(findings)
    run.note()
    withdrawn = run.withdraw_others() if is_sync else ()
    settled = settle(store, check, judgements=judgements, knowledge=knowledge)
    changed = set(run.changed)
    new = tuple(sorted(a for a in run.read if a not in changed))
    return Build(
        store,
        failures=tuple(run.failures),
        new=new,
        changed=tuple(sorted(changed)),
        withdrawn=withdrawn,
        number_of_unchanged=run.number_of_unchanged,
        misfits=settled.misfits,
    )


def remove(store: Store, articles: Iterable[str], knowledge: Knowledge | None = None) -> list[str]:
    """Withdraw articles, and with them what they alone support; gives the ids that are not there."""
    unknown = []
    with store.ledger.together():
        for article in articles:
            if not store.ledger.withdraw(article):
                unknown.append(article)
    settle(store, knowledge=knowledge)
    return unknown


def find(article: Article, knowledge: Knowledge) -> Findings:
    """All that one article states."""
    return find_all([article], knowledge)[0]


def find_all(articles: Sequence[Article], knowledge: Knowledge) -> list[Findings]:
    """All that each of several articles states: together they are read faster."""
    return [extract(document, knowledge) for document in annotate_all(articles)]


type _Found = tuple[Findings, Sequence[Candidate]]
"""What an article states, and what resolution will ask of it."""


@dataclass
class _Run:
    """A build on its way: what it has come to know of its articles."""

    store: Store
    knowledge: Knowledge
    reading: str
    on_article: Callable[[str], None]
    is_sync: bool = False
    failures: list[ArticleError] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    read: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    number_of_unchanged: int = 0
    waiting: list[_Found] = field(default_factory=list)

    def to_read(self, articles: Iterable[Article | ArticleError]) -> Iterator[Article]:
        """The articles that the ledger does not hold as they are, read by these rules."""
        for item in articles:
            if isinstance(item, ArticleError):
                self.failures.append(item)
                self.on_article(item.where)
                continue
            self.seen.add(item.id)
            if self.store.ledger.stamp(item.id) == self._stamp(item):
                self.number_of_unchanged += 1
                self.store.ledger.moved(item.id, item.source)
                self.on_article(item.id)
                continue
            yield item
        if not self.is_sync:
            yield from self._to_read_again()

    def _to_read_again(self) -> Iterator[Article]:
        """The other articles of the store that earlier rules read: one graph is made by one set of rules."""
        ledger = self.store.ledger
        for article in ledger.read_otherwise(self.reading):
            if article not in self.seen:
                yield ledger.article(article)

    def _stamp(self, article: Article) -> str:
        """A hash of what the article says, and the version of what reads it."""
        content = codec.to_text(replace(article, source=""))
        return f"{hashlib.sha256(content.encode()).hexdigest()} {self.reading}"

    def take(self, found: _Found | ArticleError) -> None:
        if isinstance(found, ArticleError):
            self.failures.append(found)
            self.on_article(found.where)
            return
        article = found[0].article.id
        self.read.append(article)
        if self.store.ledger.stamp(article) is not None:
            self.changed.append(article)
        self.waiting.append(found)
        if len(self.waiting) >= _NOTED_TOGETHER:
            self.note()
        self.on_article(article)

    def note(self) -> None:
        """Note what waits: from here on it need not be read again."""
        if not self.waiting:
            return
        ledger = self.store.ledger
        with ledger.together():
            for found, known in self.waiting:
                ledger.note(found, self._stamp(found.article), known, counts(found))
        self.waiting.clear()

    def withdraw_others(self) -> tuple[str, ...]:
        unread = {failure.where.rpartition(":")[0] or failure.where for failure in self.failures}
        unread |= {failure.where for failure in self.failures}
        gone = [
            article
            for article, source in list(self.store.ledger.articles())
            if article not in self.seen and unread.isdisjoint({source, source.rpartition(":")[0]})
        ]
        if gone:
            with self.store.ledger.together():
                for article in gone:
                    self.store.ledger.withdraw(article)
        return tuple(gone)


_NOTED_TOGETHER = 32  # articles: what a power cut costs is reading these again


def counts(found: Findings) -> Counter[str]:
    """How many entities and facts of each kind an article states."""
    kinds = Counter(str(entity.kind) for entity in found.entities)
    kinds.update(type(assertion).__name__ for assertion in found.assertions)
    kinds["articles"] = 1
    return kinds


def _all_findings(
    articles: Iterator[Article], knowledge: Knowledge, workers: int
) -> Iterator[_Found | ArticleError]:
    batches = iter(lambda: list(islice(articles, BATCH)), [])
    find_them = partial(_found_or_failed, knowledge=knowledge)
    if workers <= 1:
        yield from chain.from_iterable(map(find_them, batches))
        return
    with ProcessPoolExecutor(min(workers, os.cpu_count() or 1)) as pool:
        while some := list(islice(batches, workers * 4)):
            yield from chain.from_iterable(pool.map(find_them, some))


def _found_or_failed(articles: Sequence[Article], knowledge: Knowledge) -> list[_Found | ArticleError]:
    """Find what articles state; where the rules fail on one of them, say so of that one alone."""
    try:
        return [(found, candidates(found, knowledge)) for found in find_all(articles, knowledge)]
    except Exception as error:
        if len(articles) > 1:
            return [each for article in articles for each in _found_or_failed([article], knowledge)]
        [article] = articles
        problem = f"the rules fail on it ({type(error).__name__}: {error})"
        where = article.source or article.id
        return [ArticleError(where, problem, "this is a fault of kg: report it with the article")]


# ── a user's own rows ─────────────────────────────────────────────────────────


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

"""The store beside Oxigraph's own tools and rdflib, in one run on one graph.

    python benchmarks/store.py news.jsonl --articles 400 --quads 1000000

Reads articles, writes the graph of them as often as it takes under other ids and names to have that many
quads, and prints for each of kg's ways with it the time, the peer's time, and their ratio.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Graph

from kg.export import export_pieces
from kg.graph import article_graph, common_graph, common_name, graph_name
from kg.identity import candidates, resolve_candidates
from kg.index import Index
from kg.knowledge import load_knowledge
from kg.model import Article, Entity, Findings
from kg.pipeline import counts, find
from kg.query import run_query, stored_questions
from kg.read import read_articles
from kg.store import Oxigraph, Store, open_graph, open_ledger, settle
from kg.turtle import turtle
from kg.validate import Checker
from kg.vocabulary import DEFAULT_BASE

BASE = DEFAULT_BASE


def timed[T](work: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def least[T](work: Callable[[], T]) -> tuple[float, T]:
    """The shortest of three runs: what else the machine does is not what is measured."""
    return min((timed(work) for _ in range(3)), key=lambda run: run[0])


def say(what: str, ours: float, peer: float, note: str = "") -> None:
    print(f"{what:44} {ours:9.3f} s   peer {peer:9.3f} s   ours/peer {ours / peer:8.3f}   {note}", flush=True)


# ── a graph of any size ──


def copies(read: list[Findings]) -> Iterator[Findings]:
    """The same articles over and over, each time others in id and in half of their names."""
    yield from read
    number = 1
    while True:
        for found in read:
            article = replace(found.article, id=f"{found.article.id}-{number}")
            entities = tuple(renamed(entity, number, i) for i, entity in enumerate(found.entities))
            yield Findings(article, entities, found.assertions)
        number += 1


def renamed(entity: Entity, number: int, place: int) -> Entity:
    if place % 2:
        return entity
    return replace(entity, names=tuple(f"{name} {number}" for name in entity.names))


def enough(read: list[Findings], quads: int) -> list[Findings]:
    """So many articles that their graphs hold about ``quads``."""
    resolution = resolve_candidates(c for found in read for c in candidates(found))
    each = sum(len(article_graph(found, resolution, BASE)[0]) for found in read) / len(read)
    return list(islice(copies(read), max(len(read), round(quads / each))))


# ── measures ──


def loading(found: list[Findings], folder: Path) -> Path:
    """Writing graphs, against Oxigraph's bulk loader with the same quads in a file."""
    resolution = resolve_candidates(c for f in found for c in candidates(f))
    drawing, drawn = timed(lambda: [(f, *article_graph(f, resolution, BASE)) for f in found])
    common = common_graph(resolution, BASE, (shared for _, _, shared in drawn))
    graphs = [(str(graph_name(BASE, f.article.id)), triples) for f, triples, _ in drawn]
    graphs.append((str(common_name(BASE)), common))
    number = sum(len(triples) for _, triples in graphs)
    print(f"{len(found)} articles, {number} quads; making them took {drawing:.1f} s", flush=True)
    store = Oxigraph.open(folder / "ours", BASE, is_read_only=False)

    def write() -> None:
        for i in range(0, len(graphs), 200):
            store.replace(dict(graphs[i : i + 200]))
        store.flush()

    ours, _ = timed(write)
    store.store.dump(str(folder / "all.nq"), format=ox.RdfFormat.N_QUADS)
    peer = ox.Store(str(folder / "peer"))
    theirs, _ = timed(lambda: peer.bulk_load(path=str(folder / "all.nq"), format=ox.RdfFormat.N_QUADS))
    say("load: article by article, each wholly", ours, theirs, f"speed {theirs / ours:.2f} of bulk_load")

    held = Store.open(folder / "store")

    def note_and_settle() -> None:
        with held.ledger.together():
            for f in found:
                held.ledger.note(f, "x y", candidates(f), counts(f))
        settle(held)

    ours, _ = timed(note_and_settle)
    held.close()
    say("load: ledger, resolution, graphs, names", ours, theirs, f"speed {theirs / ours:.2f} of bulk_load")
    return folder / "store"


def writing(store: Path) -> None:
    """Turtle, against rdflib's serializer; both from memory, on a part that rdflib finishes."""
    graphs = open_graph(store)
    lines = [line for name in graphs.names()[:600] for line in graphs.lines(name)]
    graph = Graph()
    for prefix, namespace in graphs.prefixes.items():
        graph.bind(prefix, namespace)
    graph.parse(data=b"\n".join(sorted(set(lines))) + b"\n", format="nt")
    ours = median(timed(lambda: b"".join(turtle(lines, graphs.prefixes)))[0] for _ in range(5))
    theirs, _ = timed(lambda: graph.serialize(format="turtle"))
    say(f"turtle: {len(graph)} triples, from memory", ours, theirs, f"{theirs / ours:.1f} times rdflib")
    names = graphs.names()
    number = sum(1 for name in names for _ in graphs.lines(name))
    for format in ("turtle", "trig", "nquads"):
        took, size = timed(lambda f=format: sum(map(len, export_pieces(graphs, f))))  # type: ignore[misc]
        print(f"  {format} of the store on disk: {took:.1f} s, {size >> 20} MB, {number / took:,.0f} quads/s")


PARAMETERS = {"role-holders": "organisation", "services": "place", "quotes": "speaker", "quantities": "about"}


def asking(store: Path, limit: float, file: Path) -> None:
    """Each stored question: kg query, the same SPARQL in Oxigraph itself, and rdflib in memory."""
    graphs = open_graph(store)
    index = Index(graphs, open_ledger(store))
    dataset, took = rdflib_dataset(file)
    print(
        f"rdflib took {took:.1f} s to read the graph; a question to it is stopped after {limit:g} s",
        flush=True,
    )
    totals = [0.0, 0.0, 0.0]
    for question in stored_questions():
        theirs, rows = least(lambda q=question: len(list(graphs.query(q.sparql))))  # type: ignore[misc,arg-type]
        ours, _ = least(lambda q=question: run_query(graphs, q.name, None, index))  # type: ignore[misc]
        slow = capped(limit, dataset, question.sparql)
        totals = [a + b for a, b in zip(totals, (ours, theirs, slow), strict=True)]
        over = ">" if slow >= limit else " "
        say(
            f"query: {question.name} ({rows} rows)",
            ours,
            theirs,
            f"rdflib {over}{slow:.2f} s, {over}{slow / ours:.0f} x ours",
        )
    ours, theirs, slow = totals
    say("query: all of them", ours, theirs, f"rdflib > {slow:.1f} s, > {slow / ours:.0f} x ours")
    label = next(iter(graphs.query("SELECT ?l { ?m org:organization ?o . ?o skos:prefLabel ?l } LIMIT 1")))[
        0
    ].value
    took, rows_of = timed(lambda: run_query(graphs, "role-holders", {"organisation": label}, index))
    print(f"  role-holders --organisation «{label}»: {took * 1000:.0f} ms, {len(rows_of.cells)} rows")


def rdflib_dataset(file: Path) -> tuple[Dataset, float]:
    dataset = Dataset(default_union=True)
    took, _ = timed(lambda: dataset.parse(str(file), format="nquads"))
    return dataset, took


def capped(limit: float, dataset: Dataset, sparql: str) -> float:
    """How long rdflib takes, in a process that is ended after ``limit`` seconds."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def work() -> None:
        prefixes = {**open_prefixes()}
        theirs.send(timed(lambda: len(list(dataset.query(sparql, initNs=prefixes))))[0])

    process = context.Process(target=work)
    process.start()
    took: float = ours.recv() if ours.poll(limit) else limit
    process.kill()
    process.join()
    return took


def open_prefixes() -> dict[str, Any]:
    return dict(Oxigraph().prefixes)


def checking(read: list[Findings], reading: float) -> None:
    """Validation of each article as it is built, against reading it."""
    resolution = resolve_candidates(c for found in read for c in candidates(found))
    graphs = [(f.article.id, article_graph(f, resolution, BASE)[0]) for f in read]
    checker = Checker()

    def check() -> None:
        for name, triples in graphs:
            checker.look_at(name, triples)

    ours, _ = timed(check)
    say(
        f"validation of {len(read)} articles, beside reading",
        ours,
        reading,
        f"{100 * ours / reading:.1f} % more",
    )


def memory(found: list[Findings], store: Path) -> None:
    """The memory of a build of ten more articles, by what the store holds already."""
    for size in (len(found) // 10, len(found)):
        folder = store.parent / f"size{size}"
        held = Store.open(folder)
        with held.ledger.together():
            for f in found[:size]:
                held.ledger.note(f, "x y", candidates(f), counts(f))
        settle(held)
        held.close()
        peak, took = growth_of(folder, found[:10])
        print(f"  10 articles more in a store of {size}: {peak} MB of memory, {took:.1f} s", flush=True)
        shutil.rmtree(folder)


def growth_of(folder: Path, found: list[Findings]) -> tuple[int, float]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(grow, (folder, found))


def grow(folder: Path, found: list[Findings]) -> tuple[int, float]:
    load_knowledge()
    with Store.open(folder) as held:
        begun = time.perf_counter()
        with held.ledger.together():
            for f in found:
                again = Findings(replace(f.article, id=f"again-{f.article.id}"), f.entities, f.assertions)
                held.ledger.note(again, "x y", candidates(again), counts(again))
        settle(held)
        took = time.perf_counter() - begun
    status = Path("/proc/self/status").read_text(encoding="ascii")  # getrusage counts the parent's too
    return int(status.split("VmHWM:")[1].split()[0]) >> 10, took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("news", type=Path, help="a JSONL file of articles")
    parser.add_argument("--articles", type=int, default=400, help="how many are read")
    parser.add_argument("--quads", type=int, default=1_000_000, help="how many the graph shall hold")
    parser.add_argument("--without", default="", help="steps to leave out: writing, memory, asking")
    parser.add_argument("--limit", type=float, default=20, help="seconds that rdflib has for a question")
    given = parser.parse_args()
    articles = (a for a in read_articles([given.news]) if isinstance(a, Article))
    knowledge = load_knowledge()
    find(next(articles), knowledge)  # models are read
    reading, read = timed(lambda: [find(a, knowledge) for a in islice(articles, given.articles)])
    print(f"reading {len(read)} articles took {reading:.1f} s ({sys.version.split()[0]})", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        checking(read, reading)
        found = enough(read, given.quads)
        store = loading(found, Path(folder))
        if "writing" not in given.without:
            writing(store)
        file = Path(folder) / "named.nq"
        with file.open("wb") as out:
            out.writelines(export_pieces(open_graph(store), "nquads"))
        if "memory" not in given.without:
            memory(found, store)
        del found, read
        if "asking" not in given.without:
            asking(store, given.limit, file)


if __name__ == "__main__":
    main()

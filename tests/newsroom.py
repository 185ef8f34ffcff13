"""A newsroom of our own: articles written for the tests, as many as wanted, and builds of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.export import export_pieces
from kg.knowledge import load_knowledge
from kg.model import Article
from kg.pipeline import Build, build
from kg.store import Store

TOWNS = ("شیراز", "یزد", "کرمان", "اهواز", "رشت")
PEOPLE = ("مریم نادری", "سعید رضایی", "لیلا کاظمی", "رضا مرادی", "نرگس احمدی", "حسین رستمی", "زهرا کریمی")


def article(number: int) -> Article:
    """Write article ``number``: who says what, on bodies and persons that other articles have too."""
    town, person = TOWNS[number % len(TOWNS)], PEOPLE[number % len(PEOPLE)]
    text = (
        f"کتابخانهٔ تازه در {town}\n\n{person}، شهردار {town} گفت: «این کتابخانه {number + 2} هزار جلد "
        "کتاب دارد و برای همه باز است.»\n"
        f"سازمان فرهنگی شهرداری {town} به کودکان خدمات مشاوره‌ای ارائه می‌دهد.\n"
    )
    return Article(
        f"news-{number:03d}", text, title=f"کتابخانهٔ تازه در {town}", source=f"news-{number:03d}.txt"
    )


def articles(number: int) -> list[Article]:
    return [article(i) for i in range(number)]


def write(folder: Path, written: Iterable[Article]) -> Path:
    """Put articles into ``folder`` as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in written:
        (folder / f"{each.id}.txt").write_text(each.text, encoding="utf-8")
    return folder


def grow(store: Store, read: Iterable[Article], *, is_sync: bool = False) -> Build:
    return build(read, load_knowledge(), store=store, is_sync=is_sync)


def quads(store: Store) -> bytes:
    """Write all that a store holds."""
    return b"".join(export_pieces(store.graphs, "nquads"))


def unnamed(store: Store) -> set[bytes]:
    """What plain patterns of SPARQL see."""
    rows = store.graphs.select("SELECT ?s ?p ?o { ?s ?p ?o }")
    return {f"{s} {p} {o} .".encode() for s, p, o in rows}


def union(store: Store) -> set[bytes]:
    """What the named graphs state together."""
    return {line for name in store.graphs.names() for line in store.graphs.lines(name)}

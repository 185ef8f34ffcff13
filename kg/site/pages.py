"""Addresses and what stands at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial

from markupsafe import Markup
from pyoxigraph import Store
from rdflib import OWL
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

from kg.errors import QueryError
from kg.query import stored_questions
from kg.site import articles, charts
from kg.site.answers import HEADERS, answer, format_of, missing, part_of, wording_of
from kg.site.ask import Row, TripleOfTerms, ask, base_of, is_iri, is_known, triples, triples_among
from kg.site.assets import static_file
from kg.site.data import TYPE_OF, serialised
from kg.site.facts import SECTIONS, Fact, facts_about, sections, sources, with_evidence
from kg.site.names import Names
from kg.site.overview import Overview
from kg.site.questions import text_of
from kg.site.things import PAGES, Thing, address, things
from kg.stats import plots
from kg.theme import SIGNS
from kg.wording import Wording

FIRST = 8  # facts of a section that a page begins with
A_PAGE = 40  # facts or hits on a page of one section
MOST_SOURCES = 60
_KEPT = 32  # things whose facts are kept, for the next page of them: the best known are asked for most
LONGEST_TEXT = 200_000  # characters of an article's text on its page


def routes(store: Store) -> list[BaseRoute]:
    """List the routes of the site over ``store``, which it reads and never writes."""
    facts = lru_cache(_KEPT)(partial(facts_about, store))
    site = _Site(store, Names(store), Overview(store), facts)
    return [
        Route("/", site.overview, name="overview"),
        Route("/search", site.search, name="search"),
        Route("/editor", site.editor, name="editor"),
        Route("/resource", site.resource, name="resource"),
        Route("/static/{name}", static_file, name="static"),
        Route("/article/{tail:path}", site.article, name="article"),
        *(Route(f"/{kind}/{{tail:path}}", site.thing, name=kind) for kind in sorted(PAGES - {"article"})),
    ]


class Pages:
    """The site as an application over a graph that may change: its routes are made again when it has."""

    def __init__(self, store: Callable[[], Store]) -> None:
        """Take what gives the store as it stands; it is asked at every request."""
        self._store_now = store
        self._made: tuple[Store, Router] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        store = await run_in_threadpool(self._store_now)
        if self._made is None or self._made[0] is not store:
            self._made = store, Router(await run_in_threadpool(routes, store))
        await self._made[1](scope, receive, send)


@dataclass(frozen=True)
class _Site:
    store: Store
    names: Names
    whole: Overview
    facts: Callable[[str], list[Fact]]  # about a node

    # ── pages ──

    def overview(self, request: Request) -> Response:
        connected, latest = self.whole.connected, self.whole.latest
        if (format := format_of(request)) != "html":
            listed = [row[0] for row in connected] + [row[0] for row in latest]
            return self._list((thing.iri for thing in listed), format)
        drawn = plots(self.whole.stats, wording_of(request))
        return answer(
            request,
            "overview.html",
            stats=self.whole.stats,
            plots=drawn,
            connected=connected,
            latest=latest,
        )

    def search(self, request: Request) -> Response:
        query, kind = request.query_params.get("q", ""), request.query_params.get("kind", "")
        found = self.names.search(query, kind if kind in SIGNS else "")
        part = part_of(found, request, A_PAGE)
        if (format := format_of(request)) != "html":
            return self._list(part.items, format)
        known = things(self.store, part.items)
        hits = [known[iri] for iri in part.items]
        return answer(request, "search.html", query=query, kind=kind, hits=hits, part=part)

    def thing(self, request: Request) -> Response:
        iri = self._iri(request)
        if iri is None:
            return missing(request)
        if (format := format_of(request)) != "html":
            return self._data(iri, "description", format)
        properties = ask(self.store, "properties", iri)
        if successor := self._successor(properties):
            return RedirectResponse(successor, 303, headers=HEADERS)
        thing = things(self.store, [iri])[iri]
        facts = self.facts(iri)
        divided = sections(facts)
        name = request.query_params.get("section", "")
        if name in divided:
            return self._section(request, thing, name, divided[name])
        shown = {part: with_evidence(self.store, of[:FIRST]) for part, of in divided.items()}
        wording = wording_of(request)
        found = sources(self.store, facts)
        return answer(
            request,
            "thing.html",
            thing=thing,
            aliases=_names(properties, thing.label),
            links=[r["value"] for r in properties if r["property"].endswith(("#exactMatch", "#sameAs"))],
            sections=shown,
            numbers={part: len(of) for part, of in divided.items()},
            timeline=_timeline(thing, facts, wording),
            neighbours=charts.neighbours(self.store, thing, facts, wording),
            map=charts.places_map(self.store, thing, facts, wording),
            sources=found[:MOST_SOURCES],
            number_of_sources=len(found),
        )

    def _section(self, request: Request, thing: Thing, name: str, facts: list[Fact]) -> Response:
        part = part_of(facts, request, A_PAGE)
        shown = with_evidence(self.store, part.items)
        return answer(request, "section.html", thing=thing, name=name, facts=shown, part=part)

    def article(self, request: Request) -> Response:
        iri = self._iri(request)
        row = articles.article_row(self.store, iri) if iri else None
        if iri is None or row is None:
            return missing(request)
        if (format := format_of(request)) != "html":
            return self._data(iri, "article-description", format)
        text = row.get("text", "")[:LONGEST_TEXT]
        notes = articles.notes(self.store, iri)
        return answer(
            request,
            "article.html",
            thing=things(self.store, [iri])[iri],
            article=row,
            pieces=articles.pieces(text, notes),
            notes=notes,
            mentions=articles.mentioned(self.store, iri),
        )

    def resource(self, request: Request) -> Response:
        """Show any node of the graph by its triples; what has a page of its own is shown there."""
        iri = request.query_params.get("iri", "")
        try:
            is_there = bool(iri) and (is_known(self.store, iri) or bool(ask(self.store, "pointing", iri)))
        except ValueError:  # no IRI
            is_there = False
        if not is_there:
            return missing(request)
        if (format := format_of(request)) != "html":
            return self._data(iri, "description", format)
        page = address(iri, base_of(self.store))
        if not page.startswith("/resource"):
            return RedirectResponse(page, 303, headers=HEADERS)
        properties, pointing = ask(self.store, "properties", iri), ask(self.store, "pointing", iri)
        around = {row["value"] for row in properties if row["value"].startswith("http")}
        known = things(self.store, {iri, *filter(is_iri, around), *(row["subject"] for row in pointing)})
        return answer(
            request, "resource.html", thing=known[iri], properties=properties, pointing=pointing, known=known
        )

    def editor(self, request: Request) -> Response:
        questions = stored_questions()
        chosen = next((q for q in questions if q.name == request.query_params.get("question")), None)
        text, error = request.query_params.get("query", ""), ""
        if chosen:
            try:
                text = text_of(chosen, dict(request.query_params), self.names)
            except QueryError as problem:
                error = wording_of(request).word("unknownName", name=str(problem))
        return answer(
            request, "editor.html", questions=questions, chosen=chosen, query=text or _EXAMPLE, error=error
        )

    # ── parts ──

    def _iri(self, request: Request) -> str | None:
        """Find the node that the address stands for, if the graph knows it."""
        kind = request.url.path.split("/")[1]
        iri = f"{base_of(self.store)}{kind}/{request.path_params['tail']}"
        try:
            return iri if is_known(self.store, iri) else None
        except ValueError:  # letters that no IRI has
            return None

    def _successor(self, properties: Iterable[Row]) -> str | None:
        """Find the page of what a thing was merged into."""
        base = base_of(self.store)
        same = (row["value"] for row in properties if row["property"] == str(OWL.sameAs))
        return next((address(iri, base) for iri in same if iri.startswith(base)), None)

    def _data(self, iri: str, question: str, format: str) -> Response:
        return self._serialised(triples(self.store, question, iri), format)

    def _list(self, iris: Iterable[str], format: str) -> Response:
        return self._serialised(triples_among(self.store, "listed", iris), format)

    def _serialised(self, found: Iterable[TripleOfTerms], format: str) -> Response:
        text = serialised(found, format, base_of(self.store))
        return Response(text, media_type=TYPE_OF[format], headers=HEADERS)


_EXAMPLE = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?person WHERE { ?person a foaf:Person } LIMIT 20
"""


def _timeline(thing: Thing, facts: Iterable[Fact], wording: Wording) -> Markup | None:
    told = SECTIONS["roles"] + (("startDate", "attends", "organizes") if thing.kind == "Person" else ())
    return charts.timeline([fact for fact in facts if fact.relation in told], wording)


def _names(properties: Iterable[Row], label: str) -> list[str]:
    names = {r["value"] for r in properties if r["property"].endswith(("#altLabel", "#label", "#prefLabel"))}
    return sorted(names - {label})[:40]

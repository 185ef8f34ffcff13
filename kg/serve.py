"""A graph as a SPARQL 1.1 endpoint for other programs, and a place for pages beside it.

Questions run in processes of their own, so that one that would never end is ended, and so that readers go
on while a build writes. Only what was opened for it can be changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.endpoint import NotAcceptableError, Question, Reply, answer, describe, get_ready, update
from kg.errors import GraphError, KgError, QueryError
from kg.worker import Worker

LONGEST_REQUEST = 1 << 20  # bytes; no question that a person asks has a million letters


@dataclass(frozen=True)
class Settings:
    """How far the endpoint goes for whoever asks."""

    is_writable: bool = False
    seconds: float = 60  # that one question may take, and that it may wait for its turn
    most_rows: int = 100_000
    workers: int = 2  # questions that are answered at once


def make_app(where: str, settings: Settings | None = None, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the web application that answers questions to the graph at ``where`` under ``/sparql``.

    ``routes`` are further pages. Whoever serves it starts and ends the workers through its lifespan.
    """
    endpoint = _Endpoint(where, settings or Settings())
    cors = Middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"],
        expose_headers=[_CUT],
    )  # fmt: skip
    own = [
        Route("/sparql", endpoint.query, methods=["GET", "POST"]),
        Route("/update", endpoint.update, methods=["POST"]),
        # «routes» may take every address, and a wrong method is then none of theirs
        Route("/sparql", _wrong_method, methods=["PUT", "PATCH", "DELETE"]),
        Route("/update", _wrong_method, methods=["GET", "PUT", "PATCH", "DELETE"]),
    ]
    return Starlette(routes=[*own, *routes], middleware=[cors], lifespan=endpoint.lifespan)


_CUT = "X-SPARQL-MaxRows"


def _wrong_method(request: Request) -> Response:
    return _said(
        405,
        f"{request.url.path} does not take {request.method}; use GET or POST for /sparql, POST for /update",
    )


_TO_START = 300.0  # seconds: a file of RDF is read whole


@dataclass
class _Endpoint:
    where: str
    settings: Settings
    idle: asyncio.Queue[Worker] = field(default_factory=asyncio.Queue)

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        workers = [Worker() for _ in range(self.settings.workers)]
        try:
            for worker in workers:
                await run_in_threadpool(worker.call, _TO_START, get_ready, self.where)
                self.idle.put_nowait(worker)
            yield
        finally:
            for worker in workers:
                worker.end()

    # ── requests ──

    async def query(self, request: Request) -> Response:
        """Answer a query, given in any of the ways of the protocol; without one, describe the service."""
        return await _told(self._query, request)

    async def _query(self, request: Request) -> Response:
        accept = request.headers.get("accept", "*/*")
        fields, body = await _read(request)
        kind = _content_type(request)
        if kind == "application/sparql-query":
            sparql: str | None = body
        elif request.method == "POST" and kind != "application/x-www-form-urlencoded":
            return _said(415, "send a query as application/sparql-query, or in a form")
        else:
            sparql = _one(fields, "query")
        if sparql is None:
            if request.method == "POST" or fields:
                return _said(400, "there is no query; send it as «query»")
            here = str(request.url.replace(query=""))
            return _sent(describe(here, accept, is_writable=self.settings.is_writable))
        question = Question(
            sparql,
            accept,
            tuple(fields.get("default-graph-uri", ())),
            tuple(fields.get("named-graph-uri", ())),
            self.settings.most_rows,
        )
        reply = await self._call(answer, question)
        return _sent(reply, {_CUT: str(self.settings.most_rows)} if reply.is_cut else {})

    async def update(self, request: Request) -> Response:
        """Change the graph, where the server was started so that it may."""
        return await _told(self._update, request)

    async def _update(self, request: Request) -> Response:
        if not self.settings.is_writable:
            return _said(
                403, "this endpoint is read-only; start it with «kg serve --writable» to change the graph"
            )
        origin = request.headers.get("origin")
        if origin and urlsplit(origin).netloc != request.headers.get("host"):
            return _said(403, "no page of another site may change the graph")
        fields, body = await _read(request)
        is_update = _content_type(request) == "application/sparql-update"
        sparql = body if is_update else _one(fields, "update")
        if sparql is None:
            return _said(
                400, "there is no update; send it as application/sparql-update, or as «update» in a form"
            )
        await self._call(update, sparql)
        return Response(status_code=204)

    async def _call(self, function: Callable[..., Any], asked: object) -> Any:
        try:
            worker = await asyncio.wait_for(self.idle.get(), self.settings.seconds)
        except TimeoutError:
            raise GraphError("too many questions at once; ask again in a while") from None
        try:
            return await run_in_threadpool(worker.call, self.settings.seconds, function, self.where, asked)
        finally:
            self.idle.put_nowait(worker)


async def _told(handle: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    """Say in plain words what went wrong."""
    try:
        return await handle(request)
    except NotAcceptableError as error:
        return _said(406, str(error))
    except _RequestError as error:
        return _said(error.status, str(error))
    except QueryError as error:
        return _said(503 if "was stopped" in str(error) else 400, str(error))
    except KgError as error:
        return _said(503, str(error))


class _RequestError(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def _read(request: Request) -> tuple[dict[str, list[str]], str]:
    """The fields of the URL and of a form, and the body where it is no form."""
    fields: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        fields.setdefault(name, []).append(value)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_REQUEST:
            raise _RequestError(
                413, f"the request is longer than {LONGEST_REQUEST:,} bytes; ask for less at once"
            )
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _RequestError(400, "the request is not UTF-8; send it as UTF-8") from None
    if _content_type(request) == "application/x-www-form-urlencoded":
        for name, value in parse_qsl(text, keep_blank_values=True):
            fields.setdefault(name, []).append(value)
        text = ""
    return fields, text


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


def _one(fields: dict[str, list[str]], name: str) -> str | None:
    values = fields.get(name, [])
    if len(values) > 1:
        raise _RequestError(400, f"«{name}» is given twice; send one")
    return values[0] if values else None


def _said(status: int, message: str) -> Response:
    return PlainTextResponse(message + "\n", status)


def _sent(reply: Reply, headers: dict[str, str] | None = None) -> Response:
    return Response(reply.body, headers=headers, media_type=reply.media_type)

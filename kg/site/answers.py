"""Answers to requests: a page in the reader's language and theme, or the same as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from kg.site.assets import SCRIPTS, STYLES
from kg.site.data import FORMATS, accepted
from kg.site.things import tail
from kg.theme import SIGNS
from kg.wording import Wording, clip

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept, Accept-Language, Cookie",
}


def answer(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """Fill in ``template``; what the address chooses of language and theme is kept in cookies."""
    wording = wording_of(request)
    html = _templates().get_template(template).render(
        w=wording, theme=_theme(request), request=request, with_query=_with_query(request), **context
    )  # fmt: skip
    response = Response(
        html.encode("utf-8", "replace"), status, media_type="text/html; charset=utf-8", headers=HEADERS
    )
    for name, allowed in _CHOICES.items():
        if request.query_params.get(name) in allowed:
            value = request.query_params[name]
            response.set_cookie(name, value, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def missing(request: Request) -> Response:
    """Say that there is no such thing."""
    return answer(request, "missing.html", 404)


_CHOICES = {"lang": ("fa", "en"), "theme": ("auto", "light", "dark")}


def _choice(request: Request, name: str) -> str:
    given = request.query_params.get(name) or request.cookies.get(name, "")
    return given if given in _CHOICES[name] else ""


def wording_of(request: Request) -> Wording:
    """Speak the language that is asked for by the address, else by the cookie, else by the browser."""
    accepted = request.headers.get("accept-language", "").lower()
    return Wording(_choice(request, "lang") or ("en" if accepted.startswith("en") else "fa"))


def _theme(request: Request) -> str:
    return _choice(request, "theme") or "auto"


def format_of(request: Request) -> str:
    """Choose the format, by the address or else by the header ``Accept``."""
    asked = request.query_params.get("format", "")
    return asked if asked in FORMATS.values() else accepted(request.headers.get("accept", ""))


@dataclass(frozen=True, slots=True)
class Part[T]:
    """One page of a list: its items, from ``first`` to ``last`` of ``number``, and its own number."""

    items: Sequence[T]
    page: int
    first: int
    last: int
    number: int


def part_of[T](items: Sequence[T], request: Request, a_page: int) -> Part[T]:
    """Cut out the page that is asked for, from 1 to the last."""
    asked = request.query_params.get("page", "1")
    last = max(1, -(-len(items) // a_page))
    page = min(max(1, int(asked)), last) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1
    shown = items[(page - 1) * a_page : page * a_page]
    first = (page - 1) * a_page + 1
    return Part(shown, page, first, first + len(shown) - 1, len(items))


def _with_query(request: Request) -> Any:
    def changed(**values: object) -> str:
        """Give the address of this page with other ``values`` in its query."""
        kept = {**request.query_params, **{name: str(value) for name, value in values.items()}}
        return f"{quote(request.url.path, safe='/%')}?{urlencode(kept)}"

    return changed


# ── templates ─────────────────────────────────────────────────────────────────


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("kg.site"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(clip=clip, tail=tail, is_web=_is_web)
    environment.globals.update(signs=SIGNS, styles=STYLES, scripts=SCRIPTS)
    return environment


def _is_web(address: str) -> bool:
    """Whether a link may lead to ``address``: never to ``javascript:`` and its like."""
    return urlsplit(address.strip()).scheme in {"http", "https"}

"""The files that pages load, each known by its name: there is no folder to walk out of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response

from kg.theme import FONTS, asset, font_faces, style
from kg.view import vis_network

STYLES = ("site.css",)
SCRIPTS = ("vis-network.js", "editor.js")


def static_file(request: Request) -> Response:
    """Answer with a file of the site; 404 for a name that is none."""
    known = _FILES.get(request.path_params["name"])
    if known is None:
        return Response("not found\n", 404, media_type="text/plain")
    media_type, content = known
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"}
    return Response(content(), media_type=media_type, headers=headers)


def _style() -> bytes:
    light, _, dark = style("colours.css").partition("[data-theme")
    by_reader = f'@media (prefers-color-scheme: dark) {{ [data-theme="auto"{dark.partition('dark"')[2]} }}\n'
    own = _own("site.css").decode()
    parts = (font_faces("/static/"), light, f"[data-theme{dark}", by_reader, style("drawings.css"), own)
    return "".join(parts).encode()


def _own(name: str) -> bytes:
    return files("kg.site").joinpath("static", name).read_bytes()


_FILES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "site.css": ("text/css", _style),
    "editor.js": ("text/javascript", lambda: _own("editor.js")),
    "vis-network.js": ("text/javascript", lambda: vis_network().encode()),
    **{name: ("font/woff2", asset(name).read_bytes) for name in FONTS},
}

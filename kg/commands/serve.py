"""``kg serve``: the graph for other programs and for browsers."""

from __future__ import annotations

import socket
from typing import Annotated

import typer
import uvicorn
from starlette.routing import Mount

from kg.commands.app import DEFAULT_GRAPH, GraphOption, app, out
from kg.endpoint import opened
from kg.errors import KgError
from kg.serve import Settings, make_app
from kg.site import Pages


@app.command("serve", epilog="Example: kg serve --graph exports --port 8000")
def serve_command(
    graph: GraphOption = DEFAULT_GRAPH,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; the default is for this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free one.")] = 8000,
    is_writable: Annotated[
        bool, typer.Option("--writable", help="Let clients change the graph by SPARQL Update.")
    ] = False,
    seconds: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds for one question.")] = 60,
    most_rows: Annotated[int, typer.Option("--limit", min=1, help="Rows of one answer.")] = 100_000,
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, help="Questions answered at once.")] = 2,
) -> None:
    """Serve the graph: a site for browsers, and a SPARQL 1.1 endpoint, read-only unless told otherwise."""
    opened(graph)  # what is wrong with it is better said now
    pages = Mount("/", Pages(lambda: opened(graph).store))
    made = make_app(graph, Settings(is_writable, seconds, most_rows, workers), [pages])
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise KgError(f"{host}:{port}: {error.strerror}; choose another --host or --port") from error
    port = listening.getsockname()[1]
    out.print(f"SPARQL endpoint: http://{host}:{port}/sparql")
    out.print(f"for browsers: http://{host}:{port}/ (Ctrl-C ends it)")
    server = uvicorn.Server(uvicorn.Config(made, log_level="warning"))
    server.run(sockets=[listening])

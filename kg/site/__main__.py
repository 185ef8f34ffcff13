"""Serve the site alone, over a TriG file: ``python -m kg.site graph.trig [port]``."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from kg.site import routes
from kg.store import Oxigraph


def application(path: str) -> Starlette:
    """Make an application of the site over the TriG file at ``path``, read into memory."""
    return Starlette(routes=routes(Oxigraph.of_file(Path(path)).store))


if __name__ == "__main__":
    uvicorn.run(application(sys.argv[1]), host="127.0.0.1", port=int((*sys.argv, "8000")[2]))

"""Files that are whole at any moment."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rdflib import Dataset

from kg.errors import GraphError
from kg.turtle import GraphsOf, trig

GRAPH_FILE = "graph.trig"


def save_graph(dataset: Dataset, folder: Path) -> Path:
    """Write ``dataset`` as TriG to ``folder``, which is made if need be; returns the file.

    Raises GraphError where the folder cannot be written; the earlier file then stays as it was.
    """
    path = folder / GRAPH_FILE
    write_whole(path, trig(GraphsOf(dataset)))
    return path


def write_whole(path: Path, content: str | bytes | Iterable[bytes]) -> None:
    """Write ``content`` (text as UTF-8) so that ``path`` holds all of it or what it held before.

    Folders are made as needed. Raises GraphError where the disk does not take it.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    write_all({path: [data] if isinstance(data, bytes) else data})


def write_all(files: Mapping[Path, Iterable[bytes]]) -> None:
    """Write several files; none takes its place before all are on the disk.

    Raises GraphError where the disk does not take one; then all are as they were.
    """
    written: dict[Path, Path] = {}
    try:
        for path, pieces in files.items():
            with _errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_beside(path, pieces, written)
        for path, beside in written.items():
            with _errors(path):
                os.replace(beside, path)
    finally:
        for beside in written.values():
            beside.unlink(missing_ok=True)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be written ({error.strerror}); free space or choose another folder"
        ) from error


def _write_beside(path: Path, pieces: Iterable[bytes], written: dict[Path, Path]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    written[path] = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(name, 0o644)  # mkstemp keeps a file to its owner

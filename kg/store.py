"""The graph on disk: one TriG file in a folder, whole at any moment."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from rdflib import Dataset

from kg.errors import GraphError
from kg.turtle import to_trig
from kg.vocabulary import PREFIXES

GRAPH_FILE = "graph.trig"


def save_graph(dataset: Dataset, folder: Path) -> Path:
    """Write ``dataset`` to ``folder``, which is made if need be; returns the file.

    Raises GraphError where the folder cannot be written; the earlier file then stays as it was.
    """
    path = folder / GRAPH_FILE
    write_whole(path, to_trig(dataset))
    return path


def load_graph(folder: Path) -> Dataset:
    """Read the dataset of ``folder``; plain query patterns see all its graphs.

    Raises GraphError where there is no graph, or none that can be read.
    """
    path = folder if folder.is_file() else folder / GRAPH_FILE
    dataset = Dataset(default_union=True)
    try:
        dataset.parse(data=path.read_text(encoding="utf-8"), format="trig")
    except FileNotFoundError:
        raise GraphError(f"{path}: there is no graph here; make one with «kg build»") from None
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be read ({error.strerror}); check the path and its rights"
        ) from error
    except Exception as error:  # rdflib's parsers raise what they like
        raise GraphError(f"{path}: is no TriG that can be read; build it again with «kg build»") from error
    for prefix, namespace in PREFIXES.items():  # the file declares those that it uses
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def write_whole(path: Path, content: str | bytes) -> None:
    """Write ``content`` (text as UTF-8) so that ``path`` holds all of it or what it held before.

    Folders are made as needed. Raises GraphError where the disk does not take it.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_and_rename(path, data)
    except OSError as error:
        raise GraphError(
            f"{path}: cannot be written ({error.strerror}); free space or choose another folder"
        ) from error


def _write_and_rename(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # mkstemp keeps a file to its owner
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

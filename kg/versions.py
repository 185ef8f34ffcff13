"""Which version of the program read an article or wrote a graph: hashes of what that depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.knowledge import Knowledge, ontology_dir
from kg.tagging import models_dir

_CODE = Path(__file__).parent
# What comes behind reading: a change here changes no finding. All other code counts, so that what is new
# is never forgotten.
_BEHIND_READING = frozenset(
    "answer cli commands diff drawing endpoint evaluate explain export graph index layout literals network "
    "pipeline query review serve site stats store theme train turtle validate versions view vocabulary "
    "wording worker".split()
)
_DRAWING = frozenset("graph identity literals model naming persian vocabulary".split())


def version_of_reading(knowledge: Knowledge) -> str:
    """Name the version of all that says what an article states: code, models, lexicons, a user's own rows."""
    own = sorted(knowledge.extra.glob("*.tsv")) if knowledge.extra else []
    return _shipped() if not own else _digest([_shipped()], own)


def version_of_drawing() -> str:
    """Name the version of the code that makes graphs of what articles state."""
    return _digest([], (p for p in _python() if _part(p) in _DRAWING))


def _shipped() -> str:
    return _shipped_with(models_dir())


@cache
def _shipped_with(folder: Path) -> str:
    code = [p for p in _python() if _part(p) not in _BEHIND_READING]
    models = [p for p in folder.rglob("*") if p.is_file()]
    rows = ontology_dir().rglob("*.tsv")
    return _digest([version("hazm"), version("numpy")], [*code, *sorted(models), *sorted(rows)])


def _python() -> list[Path]:
    return sorted(_CODE.rglob("*.py"))


def _part(path: Path) -> str:
    return path.relative_to(_CODE).parts[0].removesuffix(".py")


def _digest(words: Iterable[str], paths: Iterable[Path]) -> str:
    total = hashlib.sha256("\n".join(words).encode())
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]

"""Frozen dataclasses as JSON and back: what one article states, kept beside its graph.

Types come from the fields' hints. A field at its default is left out; an instance of a class that has
a dataclass above it says which it is.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_CLASS = "is"


def to_text(value: Any) -> str:
    """Write a dataclass, or a tuple of them, as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_text(of: Any, text: str) -> Any:
    """Read what ``to_text`` wrote of the type ``of`` (a class, or ``tuple[X, ...]``).

    Raises ValueError where it is not that; so does what another version wrote whose classes had other fields.
    """
    try:
        return _reader(of)(json.loads(text))
    except (TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"no {of}: {error}") from error


# ── writing ───────────────────────────────────────────────────────────────────


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return _plain_fields(value)
    if isinstance(value, Decimal | datetime.date):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in the ledger")


def _plain_fields(value: Any) -> dict[str, Any]:
    of: type = type(value)
    name, own = _written(of)
    written = {_CLASS: name} if name else {}
    for each, default in own:
        item = getattr(value, each)
        if item is not default and item != default:
            written[each] = _plain(item)
    return written


@cache
def _written(of: type) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """The name that an instance must bear, and its fields with their defaults."""
    has_base = any(is_dataclass(base) for base in of.__mro__[1:])
    return of.__name__ if has_base else "", tuple((f.name, _default(f)) for f in fields(of))


def _default(of: Field[Any]) -> Any:
    return of.default if of.default is not MISSING else _NO_DEFAULT


_NO_DEFAULT = object()


# ── reading ───────────────────────────────────────────────────────────────────

type _Reader = Callable[[Any], Any]


@cache
def _reader(of: Any) -> _Reader:
    origin, arguments = get_origin(of), get_args(of)
    if origin in (Union, UnionType):
        [inner] = [a for a in arguments if a is not NoneType]
        read = _reader(inner)
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        return _tuple_reader(arguments)
    if is_dataclass(of) and isinstance(of, type):
        return _dataclass_reader(of)
    if of is datetime.date:
        return datetime.date.fromisoformat
    if isinstance(of, type) and issubclass(of, Decimal | StrEnum):
        return of
    return lambda value: value


def _tuple_reader(arguments: tuple[Any, ...]) -> _Reader:
    if arguments[-1] is Ellipsis:
        read = _reader(arguments[0])
        return lambda value: tuple(map(read, value))
    readers = tuple(map(_reader, arguments))
    return lambda value: tuple(read(v) for read, v in zip(readers, value, strict=True))


def _dataclass_reader(of: type) -> _Reader:
    classes = {each.__name__: each for each in _with_subclasses(of)}
    readers = {each: {n: _reader(h) for n, h in get_type_hints(each).items()} for each in classes.values()}

    def read(value: Any) -> Any:
        made = classes[value[_CLASS]] if _CLASS in value else of
        known = readers[made]
        return made(**{name: known[name](item) for name, item in value.items() if name != _CLASS})

    return read


def _with_subclasses(of: type) -> Iterator[type]:
    yield of
    subclasses: list[type] = of.__subclasses__()
    for below in subclasses:
        if below.__module__ == of.__module__ and below.__name__ != of.__name__:
            yield from _with_subclasses(below)

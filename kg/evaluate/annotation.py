"""Annotated articles: ID.json beside ID.txt, read into entities and facts, and every fault named.

The format stands in docs/evaluation.md. Offsets are code points into the article's original text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import ArticleError, KgError
from kg.model import Bound, Kind, Span, Tenure


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields a relation has, by the names that an annotation gives them.

    ``ends`` are entities and must agree, and so must its ``words``; ``mode``, ``others`` (entities)
    and ``phrases`` are slots, judged apart. A relation with ``overlap`` has a span, that of what is
    found must share more than this part of the stretch that the two cover together.
    """

    ends: tuple[str, ...] = ()
    words: str = ""
    has_value: bool = False
    overlap: float | None = None
    mode: str = ""
    others: str = ""
    phrases: str = ""


RELATIONS: Mapping[str, Shape] = {
    "holdsRole": Shape(("person", "organization"), words="role", mode="tenure"),
    "subOrganizationOf": Shape(("child", "parent")),
    "location": Shape(("subject", "place")),
    "providesService": Shape(("provider",), words="service", others="place", phrases="audience"),
    "attends": Shape(("event", "participant")),
    "organizes": Shape(("event", "organizer")),
    "quotes": Shape(("speaker",), overlap=0.5),
    "observes": Shape(words="unit", has_value=True, overlap=0.0, mode="bound", others="about"),
}
MODES = {"tenure": tuple(Tenure), "bound": tuple(Bound)}
MAY_BE_NULL = frozenset({"organization", "provider"})
MAY_BE_EMPTY = frozenset({"unit"})


@dataclass(frozen=True, slots=True)
class AnnotatedEntity:
    """A person, body, place or event, with every name that it has in the article."""

    kind: Kind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedFact:
    """One relation of an annotation; entities are named by their ids."""

    relation: str
    ends: tuple[str | None, ...]
    words: tuple[str, ...] = ()
    value: float | None = None
    span: Span | None = None
    mode: str = ""
    others: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """What people found in the article of ``file``."""

    id: str
    file: Path
    text: str
    entities: Mapping[str, AnnotatedEntity] = field(default_factory=dict)
    facts: tuple[AnnotatedFact, ...] = ()


def read_annotations(folder: Path) -> tuple[list[Annotation], list[ArticleError]]:
    """Read the annotated articles of ``folder``, and say of the others what is wrong with them.

    An article without annotation, an annotation without article and a broken annotation are faults;
    the rest goes on. Raises KgError where no article is left.
    """
    texts = {path.stem: path for path in sorted(folder.glob("*.txt"))}
    marks = {path.stem: path for path in sorted(folder.glob("*.json"))}
    annotations, faults = [], _unpaired(texts, marks)
    for stem in sorted(texts.keys() & marks.keys()):
        try:
            annotations.append(_read(marks[stem], texts[stem]))
        except ArticleError as error:
            faults.append(error)
    if not annotations:
        said = f": {faults[0]}" if faults else "; put ID.txt and ID.json into it, side by side"
        raise KgError(f"{folder} holds no annotated article{said}")
    return annotations, faults


def _unpaired(texts: Mapping[str, Path], marks: Mapping[str, Path]) -> list[ArticleError]:
    return [
        *_alone(texts, marks, "there is no annotation beside it", "json"),
        *_alone(marks, texts, "there is no article beside it", "txt"),
    ]


def _alone(
    files: Mapping[str, Path], others: Mapping[str, Path], problem: str, suffix: str
) -> Iterable[ArticleError]:
    for stem in sorted(files.keys() - others.keys()):
        yield ArticleError(str(files[stem]), problem, f"add {stem}.{suffix}, or take the file away")


def _read(path: Path, article: Path) -> Annotation:
    text = _bytes(article).decode("utf-8-sig", "replace")  # kg.read says whether it is an article
    record = _load(path)
    where = str(path)
    if _get(record, "id", str, where) != path.stem:
        raise ArticleError(where, f"its id is «{record['id']}»", "give it the name of the file")
    entities: dict[str, AnnotatedEntity] = {}
    for number, each in enumerate(_get(record, "entities", list, where), start=1):
        identifier, entity = _entity(each, f"{path}, entity {number}")
        if identifier in entities:
            raise ArticleError(where, f"the entity «{identifier}» stands twice", "give each its own id")
        entities[identifier] = entity
    facts = tuple(
        _Fields(each, f"{path}, relation {number}", entities, len(text)).fact()
        for number, each in enumerate(_get(record, "relations", list, where), start=1)
    )
    return Annotation(path.stem, article, text, entities, facts)


def _load(path: Path) -> dict[str, Any]:
    try:
        record = json.loads(_bytes(path).decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        problem = f"it is not JSON ({error.msg}, column {error.colno})"
        raise ArticleError(f"{path}:{error.lineno}", problem, "mend the line") from error
    except UnicodeDecodeError as error:
        raise ArticleError(str(path), f"it is not UTF-8 (byte {error.start})", "convert it") from error
    if not isinstance(record, dict):
        raise ArticleError(str(path), "it is JSON but no object", "write {id, entities, relations}")
    return record


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise ArticleError(str(path), problem, "check the file and its rights") from error


def _entity(record: Any, where: str) -> tuple[str, AnnotatedEntity]:
    kind = _get(record, "type", str, where)
    if kind not in tuple(Kind):
        raise ArticleError(where, f"«{kind}» is no type of entity", f"write {', '.join(Kind)}")
    return _get(record, "id", str, where), AnnotatedEntity(Kind(kind), _texts(record, "names", where))


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one annotated relation, checked as they are read."""

    record: Any
    where: str
    entities: Mapping[str, AnnotatedEntity]
    length: int  # of the article's text

    def fact(self) -> AnnotatedFact:
        relation = _get(self.record, "type", str, self.where)
        shape = RELATIONS.get(relation)
        if shape is None:
            raise self._fault(f"«{relation}» is no relation", f"write one of {', '.join(RELATIONS)}")
        return AnnotatedFact(
            relation,
            tuple(self._entity(name) for name in shape.ends),
            _texts(self.record, shape.words, self.where) if shape.words else (),
            float(_get(self.record, "value", (int, float), self.where)) if shape.has_value else None,
            self._span() if shape.overlap is not None else None,
            self._mode(shape.mode) if shape.mode else "",
            self._others(shape.others) if shape.others else (),
            _texts(self.record, shape.phrases, self.where) if self.record.get(shape.phrases) else (),
        )

    def _entity(self, name: str) -> str | None:
        identifier = self.record.get(name, "")
        if identifier is None and name in MAY_BE_NULL:
            return None
        return self._known(name, identifier)

    def _known(self, name: str, identifier: Any) -> str:
        if not isinstance(identifier, str) or identifier not in self.entities:
            problem = f"its {name} «{identifier}» is no entity of the annotation"
            raise self._fault(problem, "add the entity, or mend the id")
        return identifier

    def _others(self, name: str) -> tuple[str, ...]:
        named = self.record.get(name) or []
        return tuple(self._known(name, each) for each in (named if isinstance(named, list) else [named]))

    def _span(self) -> Span:
        start, end = (_get(self.record, name, int, self.where) for name in ("start", "end"))
        if not 0 <= start < end <= self.length:
            problem = f"{start} to {end} is no stretch of a text of {self.length} characters"
            raise self._fault(problem, "count code points from 0, the end one past the last")
        return Span(start, end)

    def _mode(self, name: str) -> str:
        allowed = [mode[0].lower() + mode[1:] for mode in MODES[name]]
        mode = self.record.get(name, allowed[0])
        if mode not in allowed:
            raise self._fault(f"its {name} is «{mode}»", f"write one of {', '.join(allowed)}")
        return str(mode)

    def _fault(self, problem: str, way_out: str) -> ArticleError:
        return ArticleError(self.where, problem, way_out)


def _texts(record: Any, name: str, where: str) -> tuple[str, ...]:
    texts = _get(record, name, list, where)
    if not (texts or name in MAY_BE_EMPTY) or not all(isinstance(t, str) and t.strip() for t in texts):
        raise ArticleError(where, f"its {name} are no wordings", f"list {name} as strings")
    return tuple(texts)


def _get(record: Any, name: str, kind: type | tuple[type, ...], where: str) -> Any:
    if not isinstance(record, dict) or not isinstance(record.get(name), kind):
        raise ArticleError(where, f"it has no proper «{name}»", "see docs/evaluation.md for the fields")
    return record[name]

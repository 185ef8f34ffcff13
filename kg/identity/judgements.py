"""What a person has decided: rows of judgements.tsv, read, written and laid on candidates.

A row says that two things are one (``same``) or two (``different``), or that a fact is ``right`` or
``wrong``. Things are named by ids that follow from one article or from the gazetteer, so that a row
holds whatever the rules come to think: the id of a node, or of one article's entity
(``person/احمد-حمیدی_a42``). A row that fits nothing is reported and kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import JudgementError
from kg.identity.candidate import Candidate
from kg.naming import slug

COLUMNS = ("verdict", "one", "other", "note")
OF_THINGS = ("same", "different")
OF_FACTS = ("right", "wrong")
Key = tuple[str, str]  # article and entity


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row: a verdict on two things, or on a fact (``other`` is then empty)."""

    verdict: str  # same | different | right | wrong
    one: str  # id: the tail of an IRI
    other: str = ""
    note: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.verdict, self.one, self.other)))


def parse_judgements(text: str, source: str = "judgements.tsv") -> tuple[Judgement, ...]:
    """Read the rows of ``text``; empty lines and those that begin with # say nothing.

    Raises JudgementError with every row that cannot be read, by ``source`` and line.
    """
    found, faults = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#") and line.split("\t") != list(COLUMNS):
            row = _row(line)
            fault = _fault(row)
            if fault:
                faults.append(f"{source}:{number}: {fault}")
            found.append(row)
    if faults:
        raise JudgementError("\n  ".join(faults))
    return tuple(dict.fromkeys(found))


def to_text(judgements: Iterable[Judgement]) -> str:
    """Write rows as a file, in the order given, each once."""
    rows = ("\t".join((j.verdict, j.one, j.other, j.note)).rstrip("\t") for j in dict.fromkeys(judgements))
    return "\n".join(["\t".join(COLUMNS), *rows]) + "\n"


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """Read a file of judgements; none where there is no file.

    Raises JudgementError where it cannot be read.
    """
    try:
        return parse_judgements(path.read_text(encoding="utf-8-sig"), str(path))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise JudgementError(f"{path}: cannot be read ({error}); check the file and its rights") from error


def _row(line: str) -> Judgement:
    cells = [cell.strip() for cell in line.split("\t")] + [""] * len(COLUMNS)
    return Judgement(cells[0], _tail(cells[1]), _tail(cells[2]), cells[3])


def _tail(written: str) -> str:
    """An id out of what a person copies: an IRI, a prefixed name (person:X), or the id itself."""
    tail = written.strip("<>")
    if "://" in tail:
        tail = "/".join(tail.rsplit("/", 2)[-2:])
    head, colon, rest = tail.partition(":")
    return f"{head}/{rest}" if colon and "/" not in head else tail


def _fault(row: Judgement) -> str:
    known = OF_THINGS + OF_FACTS
    if row.verdict not in known:
        return f"«{row.verdict}» is no verdict; write one of {', '.join(known)}"
    if "/" not in row.one or (row.verdict in OF_THINGS and "/" not in row.other):
        return "an id is missing; write it as in the graph, such as person/NAME_ARTICLE"
    if row.verdict in OF_THINGS and row.one == row.other:
        return "a thing is judged against itself; name two"
    if row.verdict in OF_THINGS and row.one.split("/")[0] != row.other.split("/")[0]:
        return "two kinds of things cannot be one; name two of one kind"
    return ""


# ── laid on candidates ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Verdicts:
    """Judgements as they fit a set of candidates."""

    same: tuple[tuple[tuple[Key, ...], tuple[Key, ...]], ...] = ()  # sides of each «same», as candidates
    different: tuple[tuple[tuple[Key, ...], tuple[Key, ...]], ...] = ()
    apart: frozenset[Key] = frozenset()  # candidates taken out of what shares their bare name
    rejected: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    misfits: tuple[str, ...] = ()


def lay(judgements: Iterable[Judgement], candidates: Sequence[Candidate]) -> Verdicts:
    """Find the candidates that each judgement is about; what fits none, or gainsays another, is a misfit."""
    rows = tuple(judgements)
    index = _Index.of(candidates)
    apart = frozenset(key for row in rows if row.verdict == "different" for key in index.apart(row))
    sides: dict[str, list[tuple[tuple[Key, ...], tuple[Key, ...]]]] = {"same": [], "different": []}
    misfits = [
        f"{row}: «{row.one}» and «{row.other}» are said to be one and to be two" for row in _gainsaid(rows)
    ]
    for row in rows:
        if row.verdict in OF_THINGS and row not in _gainsaid(rows):
            found = [index.find(ref, apart) for ref in (row.one, row.other)]
            lacking = [ref for ref, keys in zip((row.one, row.other), found, strict=True) if not keys]
            if lacking:
                misfits.append(f"{row}: nothing in these articles is «{lacking[0]}»")
            else:
                sides[row.verdict].append((found[0], found[1]))
    facts = {verdict: frozenset(r.one for r in rows if r.verdict == verdict) for verdict in OF_FACTS}
    return Verdicts(
        tuple(sides["same"]), tuple(sides["different"]), apart, facts["wrong"], facts["right"], tuple(misfits)
    )


def _gainsaid(rows: Sequence[Judgement]) -> list[Judgement]:
    """Rows of a pair that is judged both ways; neither holds."""
    verdicts: defaultdict[frozenset[str], set[str]] = defaultdict(set)
    for row in rows:
        if row.verdict in OF_THINGS:
            verdicts[frozenset((row.one, row.other))].add(row.verdict)
    return [r for r in rows if r.verdict in OF_THINGS and len(verdicts[frozenset((r.one, r.other))]) > 1]


@dataclass
class _Index:
    by_id: Mapping[str, Sequence[Candidate]]
    by_article: Mapping[str, Sequence[Candidate]] = field(default_factory=dict)

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> _Index:
        by_id: defaultdict[str, list[Candidate]] = defaultdict(list)
        by_article: defaultdict[str, list[Candidate]] = defaultdict(list)
        for c in candidates:
            for id_ in {c.own, c.handle}:
                by_id[id_].append(c)
            by_article[_article_part(c.handle)].append(c)
        return cls(by_id, by_article)

    def find(self, ref: str, apart: frozenset[Key]) -> tuple[Key, ...]:
        """The candidates that an id means: by itself, or, where rules name them otherwise now, by a name."""
        found = self.by_id.get(ref) or self._by_name(ref)
        is_handle = any(c.handle == ref for c in found)
        return tuple((c.article, c.entity) for c in found if is_handle or (c.article, c.entity) not in apart)

    def apart(self, row: Judgement) -> list[Key]:
        """The candidates of one article that a row parts from all others of their bare name."""
        found = []
        for ref, other in ((row.one, row.other), (row.other, row.one)):
            for c in self.by_id.get(ref, ()) or self._by_name(ref):
                others = {o.own for o in self.by_id.get(other, ())}
                if c.own not in (c.handle, ref) and c.own in {other, *others}:
                    found.append((c.article, c.entity))
        return found[:1] if len(found) == 2 else found

    def _by_name(self, ref: str) -> list[Candidate]:
        kind, _, tail = ref.partition("/")
        name = tail.partition("_")[0]
        here = self.by_article.get(_article_part(ref), ()) if name else ()
        return [c for c in here if c.handle.startswith(f"{kind}/") and name in map(slug, c.names)]


def _article_part(handle: str) -> str:
    """An article's tail in a handle: all behind the first «_», as names have none."""
    return handle.partition("/")[2].partition("_")[2]

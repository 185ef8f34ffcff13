"""Files, folders and JSONL -> articles. One bad article is an ArticleError in the stream, never its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.calendar import parse_date
from kg.errors import ArticleError
from kg.model import Article, Date
from kg.persian import is_persian

# A long newspaper report has 30,000 characters; what is past this is a dump of many articles.
LONGEST_ARTICLE = 2_000_000
_LONGEST_TITLE = 250
# «تاریخ انتشار: شنبه ۲۰ اردیبهشت ۱۳۹۹ - ۱۰:۳۰»: lines from the top, characters, characters beside the date
_DATELINE_WITHIN, _LONGEST_DATELINE, _BESIDE_DATE = 4, 60, 30


def find_files(sources: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Sort out the files under ``sources``: those that can be read, and those of other kinds.

    A file that is named itself counts as readable whatever its suffix. Both lists are sorted, so
    that the order in which sources are named changes nothing.

    Raises ArticleError if a source does not exist.
    """
    readable: set[Path] = set()
    others: set[Path] = set()
    for source in sources:
        if source.is_dir():
            for path in source.rglob("*"):
                if path.is_file() and not any(
                    part.startswith(".") for part in path.relative_to(source).parts
                ):
                    (readable if path.suffix.lower() in READERS else others).add(path)
        elif source.exists():
            readable.add(source)
        else:
            raise ArticleError(str(source), "there is no such file or folder", "check the path")
    return sorted(readable), sorted(others - readable)


def read_articles(files: Iterable[Path]) -> Iterator[Article | ArticleError]:
    """Read the articles of ``files`` one by one; what cannot be read comes as an ArticleError.

    Of two articles with one id the first is read.
    """
    seen: dict[str, str] = {}
    for path in files:
        for item in READERS.get(path.suffix.lower(), read_text)(path):
            if isinstance(item, Article):
                if item.id in seen:
                    problem = f"the id «{item.id}» already belongs to {seen[item.id]}"
                    yield ArticleError(item.source, problem, "give each article its own id or file name")
                    continue
                seen[item.id] = item.source
            yield item


def number_of_articles(files: Iterable[Path]) -> int:
    """How many articles ``files`` hold, or would if all could be read: a line of JSONL is one."""
    total = 0
    for path in files:
        if READERS.get(path.suffix.lower()) is read_jsonl:
            with path.open("rb") as lines:
                total += sum(1 for line in lines if line.strip())
        else:
            total += 1
    return total


def read_text(path: Path) -> Iterator[Article | ArticleError]:
    """Read the one article of a text file; its id is the file's stem."""
    try:
        text = _decode(path)
        _check(text, str(path))
    except ArticleError as error:
        yield error
        return
    yield Article(path.stem, text, title=_first_line(text), date=_dateline(text), source=str(path))


def read_jsonl(path: Path) -> Iterator[Article | ArticleError]:
    """Read a file with one JSON record a line (``text``, and optionally id, title, date, url, agency)."""
    try:
        lines = _decode(path).split("\n")
    except ArticleError as error:
        yield error
        return
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _record(line, f"{path}:{number}", f"{path.stem}-{number}")
            except ArticleError as error:
                yield error


READERS: Mapping[str, Callable[[Path], Iterator[Article | ArticleError]]] = {
    ".txt": read_text,
    ".text": read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}


def _decode(path: Path) -> str:
    where = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            where, f"it cannot be read ({error.strerror})", "check the file's permissions"
        ) from error
    if not data.strip():
        raise ArticleError(where, "the file is empty", "put an article in it, or take it away")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ArticleError(where, "it is a binary file", "give a text file in UTF-8") from error
        guess = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "WINDOWS-1256"
        problem = f"it is not UTF-8 (byte {error.start} is 0x{data[error.start]:02x})"
        raise ArticleError(where, problem, f"convert it: iconv -f {guess} -t UTF-8") from error


def _check(text: str, where: str) -> None:
    if any("\ud800" <= c <= "\udfff" for c in text):  # JSON can write half a character, UTF-8 cannot
        raise ArticleError(where, "the text holds half a character (a lone surrogate)", "write it as UTF-8")
    if len(text) > LONGEST_ARTICLE:
        problem = f"it has {len(text):,} characters, more than one article can ({LONGEST_ARTICLE:,})"
        raise ArticleError(where, problem, "split it, one article a file, or one a line of JSONL")
    if not text.strip():
        raise ArticleError(where, "the text is empty", "put an article in it, or take it away")
    if not is_persian(text):
        raise ArticleError(where, "the text is not Persian", "give articles in Persian only")


def _record(line: str, where: str, default_id: str) -> Article:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        problem = f"the line is not JSON ({error.msg}, column {error.colno})"
        raise ArticleError(where, problem, "write one JSON object a line") from error
    if not isinstance(record, dict):
        raise ArticleError(where, "the line is JSON but no object", "write one JSON object a line")
    body, title = _field(record, "text", where), _field(record, "title", where)
    if not body:
        raise ArticleError(
            where, "the record has no «text»", "give it a field «text» with the article's words"
        )
    text = f"{title}\n\n{body}" if title else body
    _check(text, where)
    written = _field(record, "date", where)
    date = parse_date(written, None) if written else None
    if written and date is None:
        raise ArticleError(where, f"«{written}» is no date", "write it as 1399-02-20 or 2020-05-09")
    return Article(
        id=_field(record, "id", where) or default_id,
        text=text,
        title=title,
        date=date,
        url=_field(record, "url", where),
        agency=_field(record, "agency", where),
        source=where,
    )


def _field(record: dict[str, Any], name: str, where: str) -> str | None:
    value = record.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, int) and name == "id":
        return str(value)
    if not isinstance(value, str):
        raise ArticleError(where, f"«{name}» is no text", f"write «{name}» as a JSON string")
    return value


def _dateline(text: str) -> Date | None:
    """The article's date, where one of its first lines gives it and says little else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:_DATELINE_WITHIN]:
        date = parse_date(line, None) if len(line) <= _LONGEST_DATELINE else None
        if date and date.precision == "day" and len(line) - len(date.written) <= _BESIDE_DATE:
            return date
    return None


def _first_line(text: str) -> str | None:
    first, _, rest = text.lstrip().partition("\n")
    return first.strip() if rest.strip() and len(first) <= _LONGEST_TITLE else None

"""Articles come in as they are written; what cannot be read says why and what to do."""

import json
from pathlib import Path

import pytest

from kg.errors import ArticleError
from kg.model import Article
from kg.read import LONGEST_ARTICLE, find_files, read_articles

NEWS = "کتابخانه شهر باز شد\n\nشهردار گفت: این کتابخانه برای همه است و تا شب باز می‌ماند."


def read_all(folder: Path) -> tuple[list[Article], list[str]]:
    items = list(read_articles(find_files([folder])[0]))
    return [i for i in items if isinstance(i, Article)], [
        str(i) for i in items if isinstance(i, ArticleError)
    ]


def test_a_text_file_is_an_article_named_after_it(tmp_path: Path) -> None:
    (tmp_path / "library.txt").write_text(NEWS, encoding="utf-8")
    (article,), errors = read_all(tmp_path)
    assert (article.id, article.text, article.title) == ("library", NEWS, "کتابخانه شهر باز شد")
    assert errors == []


def test_a_bom_goes_and_line_ends_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + NEWS.replace("\n", "\r\n").encode())
    (article,), _ = read_all(tmp_path)
    assert article.text == NEWS.replace("\n", "\r\n")


def test_a_record_gives_its_fields(tmp_path: Path) -> None:
    body = "این کتابخانه برای همه است."
    record = {"id": "r1", "title": "کتابخانه باز شد", "text": body, "date": "1399-02-20", "agency": "نمونه"}
    line = json.dumps(record, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(line + "\n\n", encoding="utf-8")
    (article,), errors = read_all(tmp_path)
    assert errors == []
    assert article.text == "کتابخانه باز شد\n\nاین کتابخانه برای همه است."
    assert article.date is not None
    assert article.date.day.isoformat() == "2020-05-09"
    assert (article.id, article.agency) == ("r1", "نمونه")


@pytest.mark.parametrize(
    "line", ["۲۰ اردیبهشت ۱۳۹۹ - ۱۰:۳۰", "تاریخ انتشار: 1399/02/20", "شنبه ۲۰ اردیبهشت ۱۳۹۹"]
)
def test_a_line_with_the_date_dates_a_text_file(line: str, tmp_path: Path) -> None:
    title, body = NEWS.split("\n\n")
    (tmp_path / "a.txt").write_text(f"{title}\n{line}\n\n{body}", encoding="utf-8")
    (article,), _ = read_all(tmp_path)
    assert article.date is not None
    assert article.date.day.isoformat() == "2020-05-09"
    assert article.date.written in line


def test_a_date_in_the_news_is_not_the_articles(tmp_path: Path) -> None:
    text = "پلی که ۲۰ اردیبهشت ۱۳۹۹ در شهر بندر انزلی باز شده بود بسته شد\n\n" + NEWS
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (article,), _ = read_all(tmp_path)
    assert article.date is None


def test_other_files_in_a_folder_are_passed_over_and_counted(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text(NEWS, encoding="utf-8")
    files, others = find_files([tmp_path])
    assert ([f.name for f in files], [o.name for o in others]) == (["a.txt"], ["a.json"])


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"nowhere.*no such file"):
        find_files([tmp_path / "nowhere"])


BAD = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n", "the file is empty"),
    "picture.txt": (b"\x89PNG\x00\x00\xff\xfe\x00", "binary file"),
    "old.txt": (NEWS.encode("cp1256", errors="ignore"), "iconv -f WINDOWS-1256"),
    "wide.txt": (b"\xff\xfe" + NEWS.encode("utf-16-le"), "iconv -f UTF-16"),
    "english.txt": (b"The library opened its doors today.", "not Persian"),
    "huge.txt": ((NEWS * (LONGEST_ARTICLE // len(NEWS) + 1)).encode(), "more than one article"),
    "lines.jsonl": (b"{not json}", "lines.jsonl:1: the line is not JSON"),
    "list.jsonl": (b"[1]", "no object"),
    "textless.jsonl": (b'{"id": "1", "title": "t"}', "no «text»"),
    "number.jsonl": (b'{"id": "1", "text": 7}', "«text» is no text"),
    "half.jsonl": (b'{"text": "\\ud83d"}', "half a character"),
    "undated.jsonl": ('{"text": "این کتابخانه برای همه است.", "date": "دیر"}'.encode(), "is no date"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_says_why_and_the_rest_goes_on(name: str, tmp_path: Path) -> None:
    data, reason = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z-good.txt").write_text(NEWS, encoding="utf-8")
    articles, errors = read_all(tmp_path)
    assert [a.id for a in articles] == ["z-good"]
    assert len(errors) == 1
    assert reason in errors[0]
    assert name in errors[0]
    assert "\n" not in errors[0]


def test_of_two_articles_with_one_id_the_first_is_read(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(NEWS, encoding="utf-8")
    articles, errors = read_all(tmp_path)
    assert len(articles) == 1
    assert "already belongs to" in errors[0]

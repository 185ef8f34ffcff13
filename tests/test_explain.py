"""Why, and why not: every fact has a reason that can be read, and near misses say what stopped them."""

import re
from pathlib import Path

import pytest

from kg.explain import Reason, explain
from kg.knowledge import load_knowledge
from kg.model import Article

ROOT = Path(__file__).parent.parent


def reasons(text: str) -> list[Reason]:
    return explain(Article("a", text), load_knowledge())


def test_a_fact_comes_with_its_words_rule_confidence_and_voucher() -> None:
    text = "مریم نادری، شهردار گرگان گفت: در گرگان ۴۰ خانه ساخته شد."
    (counted,) = [r for r in reasons(text) if r.kind == "Observation"]
    assert text[counted.span.start : counted.span.end] == "۴۰"
    assert "unit=خانه" in counted.content
    assert counted.why.startswith(
        "quantity.noun: a number and the noun counted; confidence 0.90: that of the rule"
    )
    assert counted.why.endswith("stated, says مریم نادری")


@pytest.mark.parametrize(
    ("text", "kind", "content", "why"),
    [
        ("وزیر نیرو از سد بازدید کرد.", "not a Membership", "وزیر نیرو", "nobody's name stands beside it"),
        ("گفته می‌شود که باران می‌آید: فردا.", "not a Quotation", "speech", "nobody spoke before"),
        ("این خبر در سازمان بود.", "not an Organization", "سازمان", "which one"),
        ("در سال ۱۳۹۹ باران آمد.", "not an Observation", "۱۳۹۹", "a date"),
        ("توزیع آرد در روستا.", "not a Service", "توزیع آرد", "who provides it"),
        ("مریم نادری از همایش کتاب گفت.", "not an Attendance", "همایش کتاب", "tie anybody"),
        ("در گرگان مردم به همایش آب رفتند.", "not a Location", "همایش", "in another clause"),
    ],
)
def test_near_misses_say_what_stopped_them(text: str, kind: str, content: str, why: str) -> None:
    assert any(r.kind == kind and content in r.content and why in r.why for r in reasons(text))


def test_a_name_in_doubt_takes_its_part_of_the_confidence() -> None:
    (held,) = [r for r in reasons("کیهان بلوط، مدیر شرکت آب اراک گفت: سد پر شد.") if r.kind == "Membership"]
    parts = re.search(
        r"confidence (\S+): (\S+) of the rule by (\S+) of the name «کیهان بلوط» \((.+?)\)", held.why
    )
    assert parts
    whole, rule, name = map(float, parts.groups()[:3])
    assert whole == pytest.approx(rule * name, abs=0.01)
    assert name < 1
    assert "a title beside it" in parts[4]


def test_the_time_of_a_fact_is_told() -> None:
    (counted,) = [r for r in reasons("در سال ۱۳۹۸ در گرگان ۴۰ خانه ساخته شد.") if r.kind == "Observation"]
    assert "since=سال ۱۳۹۸" in counted.content


def test_every_rule_in_the_code_is_described_in_two_languages() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "kg" / "extract").glob("*.py")))
    used = set(re.findall(r'"((?:role|unit|location|attend|organize|speech|event|service)\.[a-z]+)"', code))
    rules = load_knowledge()["rules"]
    described = {r["form"] for r in rules if r["en"] and r["fa"]}
    assert used - described == {"speech.silent"}

"""What the measures count, and what they say of gold files that are broken."""

import json
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import Dataset

from kg.cli import main
from kg.errors import KgError
from kg.evaluate import (
    Gold,
    Report,
    evaluate_facts,
    evaluate_names,
    evaluate_tags,
    kind_of,
    read_annotations,
    to_json,
    to_tables,
)
from kg.evaluate.annotation import RELATIONS
from kg.evaluate.matching import Wording
from kg.evaluate.reliability import Judged, reliability
from kg.graph import to_dataset
from kg.identity import resolve
from kg.knowledge import load_knowledge
from kg.model import (
    Article,
    Assertion,
    Attendance,
    Bound,
    Entity,
    Findings,
    Kind,
    Location,
    Membership,
    Observation,
    Quotation,
    Service,
    Span,
    Status,
    Tenure,
)
from kg.pipeline import build
from kg.read import read_articles
from kg.store import save_graph
from kg.tagging import load_tagger

GOLD = Path(__file__).parent / "gold"
BENCH = Path(__file__).parent.parent.parent / "shared" / "bench"

TEXT = (
    "دکتر مریم کیانی، شهردار رامسر، در آیین گشایش کتابخانه ساحلی رامسر گفت: ۱۲ هزار کتاب خریده‌ایم. "
    "کیانی درباره ۱۲ هزار کتاب بیشتر نگفت."
)
ENTITIES = [
    {"id": "p", "type": "Person", "names": ["مریم کیانی", "کیانی"]},
    {"id": "o", "type": "Organization", "names": ["شهرداری رامسر"]},
    {"id": "l", "type": "Place", "names": ["رامسر"]},
    {"id": "e", "type": "Event", "names": ["گشایش کتابخانه ساحلی رامسر"]},
]


def span(words: str, of: str = TEXT, after: int = 0) -> Span:
    start = of.index(words, after)
    return Span(start, start + len(words))


def said(words: str, confidence: float = 0.9, **more: Status) -> dict:
    return {"span": span(words), "rule": "made.by-hand", "confidence": confidence, **more}


def found(*assertions: Assertion) -> Dataset:
    """The graph of an article in which ``assertions`` were found."""
    entities = (
        Entity("1", Kind.PERSON, ("دکتر مريم كيانى",)),  # another spelling, and a title
        Entity("2", Kind.ORGANIZATION, ("شهرداری شهر رامسر", "شهرداری رامسر")),
        Entity("3", Kind.PLACE, ("رامسر",)),
        Entity("4", Kind.EVENT, ("آیین گشایش کتابخانه ساحلی",), is_local=True),
        Entity("5", Kind.PERSON, ("کاوه کیانی",)),
        Entity("6", Kind.ORGANIZATION, ("کتابخانه ساحلی رامسر",)),
    )
    findings = [Findings(Article("a", TEXT), entities, assertions)]
    return to_dataset(findings, resolve(findings))


def gold(folder: Path, *relations: dict, entities: Iterable[dict] = ENTITIES) -> Path:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    record = {"id": "a", "entities": list(entities), "relations": list(relations)}
    (folder / "a.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def measure(folder: Path, dataset: Dataset, *relations: dict, entities: Iterable[dict] = ENTITIES) -> Report:
    annotations, faults = read_annotations(gold(folder, *relations, entities=entities))
    assert not faults
    return evaluate_facts(annotations, dataset, load_knowledge())


def counted(report: Report, relation: str = "all") -> tuple[int, int, int]:
    """Asked for, found, right."""
    (row,) = (row for row in report["relations"] if row["relation"] == relation)
    return int(row["gold"]), int(row["found"]), int(row["right"])


ROLE = {"type": "holdsRole", "person": "p", "role": ["شهردار"], "organization": "o", "tenure": "current"}
MAYOR = Membership(**said("شهردار رامسر"), person="1", role="شهردار", organization="2")


# ── when a fact is right ──


def test_a_fact_is_right_whatever_its_spelling_and_titles(tmp_path: Path) -> None:
    assert counted(measure(tmp_path, found(MAYOR), ROLE)) == (1, 1, 1)


def test_a_surname_does_not_make_the_same_person(tmp_path: Path) -> None:
    other = Membership(**said("شهردار رامسر"), person="5", role="شهردار", organization="2")
    assert counted(measure(tmp_path, found(other), ROLE)) == (1, 1, 0)


def test_no_body_agrees_with_no_body_alone(tmp_path: Path) -> None:
    bare = Membership(**said("شهردار"), person="1", role="شهردار")
    assert counted(measure(tmp_path, found(bare), ROLE)) == (1, 1, 0)
    assert counted(measure(tmp_path, found(bare), ROLE | {"organization": None})) == (1, 1, 1)


@pytest.mark.parametrize("status", [Status.PLANNED, Status.DENIED, Status.CONDITIONAL])
def test_what_is_not_the_case_is_not_found(tmp_path: Path, status: Status) -> None:
    denied = Membership(**said("شهردار رامسر", status=status), person="1", role="شهردار", organization="2")
    service = Service(**said("کتاب", status=status), names=("کتاب",), provider="2")
    assert counted(measure(tmp_path, found(denied, service), ROLE)) == (1, 0, 0)


def test_a_fact_stated_twice_is_one_as_sure_as_the_surer(tmp_path: Path) -> None:
    reported = Membership(
        **said("کیانی", 0.6, status=Status.REPORTED), person="1", role="شهردار", organization="2"
    )
    report = measure(tmp_path, found(reported, MAYOR), ROLE)
    assert counted(report) == (1, 1, 1)
    assert report["calibration"][0]["confidence"] == 0.9


def test_an_event_is_the_same_where_the_words_are(tmp_path: Path) -> None:
    attends = Attendance(**said("در آیین"), event="4", participant="1")
    wanted = {"type": "attends", "event": "e", "participant": "p"}
    assert counted(measure(tmp_path, found(attends), wanted)) == (1, 1, 1)


def test_a_quotation_must_share_half(tmp_path: Path) -> None:
    words = "۱۲ هزار کتاب خریده‌ایم."
    wanted = {"type": "quotes", "speaker": "p", "start": span(words).start, "end": span(words).end}
    whole = Quotation(**said("۱۲ هزار کتاب خریده‌ایم"), speaker="1")
    part = Quotation(**said("خریده‌ایم"), speaker="1")
    assert counted(measure(tmp_path, found(whole), wanted)) == (1, 1, 1)
    assert counted(measure(tmp_path, found(part), wanted)) == (1, 1, 0)


def number(at: Span, **more: object) -> dict:
    record = {"type": "observes", "value": 12000, "unit": ["کتاب"], "bound": "exact", "about": ["o"]}
    return record | {"start": at.start, "end": at.end} | more


def observed(at: Span, value: str = "12000", unit: str | None = "جلد کتاب") -> Observation:
    return Observation(
        span=at, rule="r", confidence=0.9, value=Decimal(value), unit=unit, bound=Bound.ABOUT, about=("2",)
    )


def test_a_number_is_right_with_its_value_unit_and_place(tmp_path: Path) -> None:
    first = span("۱۲ هزار")
    again = span("۱۲ هزار", after=first.end)
    assert counted(measure(tmp_path, found(observed(first)), number(first))) == (1, 1, 1)
    assert counted(measure(tmp_path, found(observed(first, unit=None)), number(first))) == (1, 1, 0)
    assert counted(measure(tmp_path, found(observed(first, unit=None)), number(first, unit=[]))) == (1, 1, 1)
    assert counted(measure(tmp_path, found(observed(first, "12")), number(first))) == (1, 1, 0)
    # said once more elsewhere it is neither right nor wrong
    assert counted(measure(tmp_path, found(observed(first), observed(again)), number(first))) == (1, 1, 1)
    assert counted(measure(tmp_path, found(observed(again)), number(first))) == (1, 0, 0)


def test_slots_are_judged_where_the_fact_is_right(tmp_path: Path) -> None:
    acting = Membership(
        **said("شهردار رامسر"), person="1", role="شهردار", organization="2", tenure=Tenure.ACTING
    )
    service = Service(
        **said("کتاب"), names=("خرید کتاب",), provider="2", places=("3",), audiences=("کودکان رامسر",)
    )
    wanted = {
        "type": "providesService",
        "provider": "o",
        "service": ["خرید کتاب"],
        "place": "l",
        "audience": ["کودکان"],
    }
    at = span("۱۲ هزار")
    report = measure(tmp_path, found(acting, service, observed(at)), ROLE, wanted, number(at))
    slots = {str(row["slot"]): (row["right"], row["of"]) for row in report["slots"]}
    assert slots == {
        "holdsRole.tenure": (0, 1),
        "observes.about": (1, 1),
        "observes.bound": (0, 1),
        "providesService.audience": (1, 1),
        "providesService.place": (1, 1),
    }


def test_the_place_of_a_unit_may_come_from_its_parent(tmp_path: Path) -> None:
    library = {"id": "u", "type": "Organization", "names": ["کتابخانه ساحلی رامسر"]}
    unit = {"type": "subOrganizationOf", "child": "u", "parent": "o"}
    where = {"type": "location", "subject": "o", "place": "l"}
    inherited = {"type": "location", "subject": "u", "place": "l"}
    dataset = found(Location(**said("رامسر"), subject="6", place="3"))
    report = measure(tmp_path, dataset, unit, where, inherited, entities=[*ENTITIES, library])
    assert counted(report, "location") == (1, 0, 0)


def test_an_article_without_a_graph_was_missed(tmp_path: Path) -> None:
    report = measure(tmp_path, Dataset(default_union=True), ROLE)
    assert counted(report) == (1, 0, 0)
    assert report["articles"][0]["without_graph"] == 1
    assert report["named_entities"][0]["found"] == 0


def test_named_entities_are_counted_without_events(tmp_path: Path) -> None:
    (row,) = measure(tmp_path, found(MAYOR))["named_entities"]
    assert (row["gold"], row["found"]) == (3, 3)


@pytest.mark.parametrize(
    ("one", "other", "threshold", "is_close"),
    [
        ("حجت‌الاسلام والمسلمین احمد نوری", "احمد نوری", 0.99, True),
        ("سردار سرتیپ احمد نوری", "احمد نوری", 0.99, True),
        ("دکتر نو", "نو", 0.99, False),  # too little would stay without the title
        ("اداره آب و برق", "اداره آب، برق", 0.99, True),
        ("اداره آب", "اداره برق", 0.5, False),
        ("آمل", "امل", 0.99, True),
        ("", "", 0.5, True),
        ("و", "در", 0.5, False),
    ],
)
def test_names_are_compared(one: str, other: str, threshold: float, is_close: bool) -> None:
    assert Wording(load_knowledge()).is_close(one, other, threshold) is is_close


# ── confidence ──


def test_the_reliability_table_and_its_error() -> None:
    judged = (
        [Judged("quotes", 0.9, True)] * 3 + [Judged("quotes", 1.0, False)] + [Judged("attends", 0.7, False)]
    )
    bins, errors = reliability(judged, RELATIONS)
    assert [(row["relation"], row["from"], row["facts"], row["right"]) for row in bins] == [
        ("all", 0.7, 1, 0.0),
        ("all", 0.9, 4, 0.75),
        ("attends", 0.7, 1, 0.0),
        ("quotes", 0.9, 4, 0.75),
    ]
    by_relation = {str(row["relation"]): row["calibration_error"] for row in errors}
    # quotes: |0.925 - 0.75|; all: a fifth of 0.7, four fifths of that
    assert by_relation == pytest.approx({"quotes": 0.175, "attends": 0.7, "all": 0.28})


def test_the_share_of_right_facts_is_the_precision() -> None:
    report = evaluated(GOLD)
    precision = {row["relation"]: row["precision"] for row in report["relations"] if row["found"]}
    assert {row["relation"]: row["right"] for row in report["calibration"]} == pytest.approx(precision)
    facts = sum(int(row["facts"]) for row in report["reliability"] if row["relation"] == "all")
    assert facts == counted(report)[1]


# ── beside the scorer of the annotated articles ──


def evaluated(folder: Path) -> Report:
    annotations, faults = read_annotations(folder)
    assert not faults
    made = build(read_articles([each.file for each in annotations]), load_knowledge())
    return evaluate_facts(annotations, made.dataset, load_knowledge())


@pytest.mark.parametrize("folder", [GOLD, BENCH / "dev"], ids=["gold", "dev"])
def test_the_figures_are_those_of_the_scorer(folder: Path, tmp_path: Path) -> None:
    if not BENCH.is_dir():
        pytest.skip("the scorer (../shared/bench) is not at hand")
    annotations, _ = read_annotations(folder)
    made = build(read_articles([each.file for each in annotations]), load_knowledge())
    graph = save_graph(made.dataset, tmp_path)
    call = [sys.executable, str(BENCH / "score.py"), str(folder), str(graph), "--json", str(tmp_path / "r")]
    subprocess.run(call, check=True, capture_output=True)
    score = json.loads((tmp_path / "r").read_text(encoding="utf-8"))
    report = evaluate_facts(annotations, made.dataset, load_knowledge())
    for row in report["relations"]:
        theirs = score["micro"] if row["relation"] == "all" else score["relations"][row["relation"]]
        ours = [row["precision"], row["recall"], row["f1"]]
        assert ours == pytest.approx([theirs["p"], theirs["r"], theirs["f1"]])
        assert row["relation"] == "all" or (row["gold"], row["found"]) == (theirs["gold"], theirs["found"])
    assert report["articles"][0]["macro_f1"] == pytest.approx(score["macro_f1"])
    assert report["named_entities"][0]["recall"] == pytest.approx(score["entity_recall"])
    assert {r["slot"]: {"right": r["right"], "of": r["of"]} for r in report["slots"]} == score["slots"]


# ── annotations that are broken ──


@pytest.mark.parametrize(
    ("relation", "problem"),
    [
        ({"type": "likes"}, "«likes» is no relation"),
        (ROLE | {"person": "x9"}, "its person «x9» is no entity"),
        (ROLE | {"person": None}, "its person «None» is no entity"),
        (ROLE | {"role": []}, "its role are no wordings"),
        (ROLE | {"tenure": "soon"}, "its tenure is «soon»; write one of current, former"),
        (number(Span(5, 5)), "5 to 5 is no stretch"),
        (number(Span(5, 9999)), "5 to 9999 is no stretch of a text of"),
        (number(Span(5, 9), value="12"), "no proper «value»"),
        (number(Span(5, 9), about=["z"]), "its about «z» is no entity"),
        ("quotes", "no proper «type»"),
    ],
)
def test_a_broken_relation_is_named(tmp_path: Path, relation: dict, problem: str) -> None:
    with pytest.raises(KgError) as error:
        read_annotations(gold(tmp_path, ROLE, relation))
    assert "a.json, relation 2: " in str(error.value)
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{\n "id": "a",\n}', "a.json:3: it is not JSON"),
        ("[]", "it is JSON but no object"),
        ('{"id": "b", "entities": [], "relations": []}', "its id is «b»"),
        ('{"id": "a", "entities": [{"id": "e", "type": "City"}], "relations": []}', "«City» is no type"),
        ('{"id": "a", "entities": [{"id": "e", "type": "Place", "names": []}]}', "entity 1: its names"),
        ('{"id": "a", "entities": []}', "no proper «relations»"),
    ],
)
def test_a_broken_annotation_is_named(tmp_path: Path, content: str, problem: str) -> None:
    (gold(tmp_path) / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match="no annotated article") as error:
        read_annotations(tmp_path)
    assert problem in str(error.value)


def test_what_has_no_pair_is_listed_and_the_rest_goes_on(tmp_path: Path) -> None:
    gold(tmp_path, ROLE)
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.json").write_text("{}", encoding="utf-8")
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "d.json").write_bytes("{}".encode("utf-16"))
    annotations, faults = read_annotations(tmp_path)
    assert [each.id for each in annotations] == ["a"]
    assert [Path(fault.where).name for fault in faults] == ["b.txt", "c.json", "d.json"]


# ── names and trees ──


def test_names_count_by_their_exact_words_and_class(tmp_path: Path) -> None:
    sentence = "مریم کیانی ، شهردار رشت ، گفت .".split()
    names = load_tagger().names(sentence, load_tagger().tag(sentence))
    assert [name.kind for name in names] == ["PER", "LOC"]
    right = conll(tmp_path, sentence, "B-PER I-PER O O B-LOC O O O")
    assert [row["f1"] for row in evaluate_names(right, load_tagger())["names"]] == [1.0, 1.0, 1.0]
    shorter = conll(tmp_path, sentence, "B-PER O O O B-LOC O O O")
    assert [row["right"] for row in evaluate_names(shorter, load_tagger())["names"]] == [0, 1, 1]


def test_other_spellings_of_a_class_are_known_and_other_classes_are_listed(tmp_path: Path) -> None:
    sentence = "مریم کیانی ، شهردار رشت ، گفت .".split()
    file = conll(tmp_path, sentence, "B_pers I_pers O B-JOB O O O O")
    report = evaluate_names(file, load_tagger())
    counts = [(row["kind"], row["gold"], row["right"]) for row in report["names"]]
    assert counts == [("PER", 1, 1), ("all", 1, 1)]
    assert report["left_out"] == [
        {"kind": "JOB", "names": 1, "why": "is not tagged here"},
        {"kind": "LOC", "names": 1, "why": "is not in the file"},
    ]


def conll(folder: Path, words: list[str], tags: str) -> Path:
    rows = (f"{word}\t{tag}\n" for word, tag in zip(words, tags.split(), strict=True))
    (folder / "names.conll").write_text("".join(rows), encoding="utf-8")
    return folder / "names.conll"


def test_parts_of_speech_count_by_word(tmp_path: Path) -> None:
    words = "او کتاب را خرید .".split()
    tags = [pos for pos, _ in load_tagger().tag(words)]
    report = evaluate_tags(tree(tmp_path, words, tags), load_tagger())
    assert report["words"] == [{"sentences": 1, "words": 5, "right": 5, "upos_accuracy": 1.0}]
    (tags[1],) = {"NOUN", "X"} - {tags[1]}
    report = evaluate_tags(tree(tmp_path, words, tags), load_tagger())
    assert report["words"][0]["upos_accuracy"] == 0.8
    assert {row["upos"]: row["right"] for row in report["parts_of_speech"]}["X"] == 0


def tree(folder: Path, words: list[str], tags: list[str]) -> Path:
    rows = (
        f"{at}\t{word}\t_\t{tag}\t_\t_\t{0 if at == 1 else 1}\tdep\t_\t_\n"
        for at, (word, tag) in enumerate(zip(words, tags, strict=True), start=1)
    )
    (folder / "trees.conllu").write_text("".join(rows) + "\n", encoding="utf-8")
    return folder / "trees.conllu"


def test_ezafe_counts_where_the_tree_tells() -> None:
    (row,) = evaluate_tags(GOLD / "trees.conllu", load_tagger())["ezafe"]
    # شهردارِ جدیدِ رشت, کتابخانهٔ مرکزی; within مریم کیانی the tree does not tell
    assert (row["gold"], row["judged"], row["untold"]) == (3, 7, 1)
    assert row["recall"] == 1.0


@pytest.mark.parametrize(
    ("path", "kind"),
    [(GOLD, Gold.ARTICLES), (GOLD / "names.conll", Gold.NAMES), (GOLD / "trees.conllu", Gold.TREEBANK)],
)
def test_a_path_shows_what_it_holds(path: Path, kind: Gold) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize("content", ["", "خبر امروز\n", "a\tb\tc\n", "رشت\tLOC\n"])
def test_another_file_is_none_of_them(tmp_path: Path, content: str) -> None:
    (tmp_path / "x").write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match="is none of what can be measured against"):
        kind_of(tmp_path / "x")


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes("رشت\tB-LOC\n".encode("windows-1256"))
    with pytest.raises(KgError, match="is not UTF-8"):
        kind_of(tmp_path / "x")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("رشت\tB-LOC\nکجا\n", 2),
        ("رشت\tB-LOC\nکجا\tB-\n", 2),
        ("رشت\tB-LOC\n\n\tO\n", 3),
        ("رشت\tB-LOC\nکجا\tO\tO\n", 2),
    ],
)
def test_a_broken_row_of_names_is_named(tmp_path: Path, content: str, line: int) -> None:
    (tmp_path / "x").write_text(content, encoding="utf-8")
    with pytest.raises(KgError, match=f"x:{line}: .* is no row of names"):
        evaluate_names(tmp_path / "x", load_tagger())


ROW = "1\tرفت\t_\tVERB\t_\t_\t0\troot\t_\t_\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (ROW + "2\t.\n", "x:2: the row has 2 columns"),
        (ROW + ROW, "x:2: word 2 has the number 1"),
        (ROW.replace("VERB", "V"), "x:1: «V» is no universal part of speech"),
        (ROW.replace("0\troot", "7\troot"), "x:1: the head «7»"),
        (ROW.replace("0\troot", "_\troot"), "x:1: the head «_»"),
        (ROW + ROW.replace("1", "one", 1), "x:2: «one» is no number of a word"),
        ("\ufeff" + ROW, "x:1: the file begins with a byte order mark"),
    ],
)
def test_a_broken_tree_is_named(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "x").write_text(content, encoding="utf-8")
    assert kind_of(tmp_path / "x") is Gold.TREEBANK
    with pytest.raises(KgError, match=problem):
        evaluate_tags(tmp_path / "x", load_tagger())


def test_clitics_and_empty_nodes_are_read(tmp_path: Path) -> None:
    rows = ["1-2\tکتابش", "1\tکتاب", "2\tش", "2.1\t_"]
    tags = ["_\t_\t_\t_\t_", "NOUN\t_\t_\t0\troot", "PRON\t_\t_\t1\tnmod", "_\t_\t_\t_\t_"]
    lines = [f"{row}\t_\t{tag}\t_\t_\n" for row, tag in zip(rows, tags, strict=True)]
    (tmp_path / "x").write_text("# text = کتابش\n" + "".join(lines), encoding="utf-8")
    assert evaluate_tags(tmp_path / "x", load_tagger())["words"][0]["words"] == 2


# ── the command ──


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    return int(stop.value.code or 0)


@pytest.mark.parametrize("name", ["", "names.conll", "trees.conllu"])
def test_the_command_prints_tables_and_json(name: str, capsys) -> None:
    assert run("evaluate", GOLD / name) == 0
    table = capsys.readouterr().out
    assert run("evaluate", GOLD / name, "--format", "json") == 0
    report = json.loads(capsys.readouterr().out)
    for title, rows in report.items():
        assert title in table or not rows
        assert len({tuple(row) for row in rows}) <= 1


def test_the_same_gold_gives_the_same_report() -> None:
    report = evaluated(GOLD)
    assert to_json(report) == to_json(evaluated(GOLD))
    assert len(list(to_tables(report))) == len([rows for rows in report.values() if rows])


def test_faults_are_lines_on_standard_error(tmp_path: Path, capsys) -> None:
    gold(tmp_path, ROLE)
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    assert run("evaluate", tmp_path, "-f", "json") == 1
    printed = capsys.readouterr()
    assert "there is no annotation beside it; add b.json" in printed.err
    assert json.loads(printed.out)["articles"][0]["annotated"] == 1


def test_an_annotated_article_that_cannot_be_read_was_missed(tmp_path: Path, capsys) -> None:
    gold(tmp_path)
    (tmp_path / "a.txt").write_text("This is not Persian at all.", encoding="utf-8")
    assert run("evaluate", tmp_path, "-f", "json") == 1
    printed = capsys.readouterr()
    assert "the text is not Persian" in printed.err
    assert json.loads(printed.out)["articles"][0]["without_graph"] == 1


def test_a_path_that_is_nothing_of_the_kind(tmp_path: Path, capsys) -> None:
    assert run("evaluate", tmp_path / "nowhere") == 2
    assert run("evaluate", tmp_path) == 1
    assert "put ID.txt and ID.json into it" in capsys.readouterr().err

"""The commands of a person's judgement: review, merge, split, reject. They only add rows to a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.columns import Columns
from rich.panel import Panel
from rich.text import Text

from kg.commands.app import DEFAULT_GRAPH, DEFAULT_JUDGEMENTS, GraphOption, app, out
from kg.identity import Judgement, parse_judgements, read_judgements, to_text
from kg.review import Doubt, Side, WeakFact, doubts, split, weak_facts
from kg.store import load_graph, write_whole

_ANSWERS = {"s": "same", "d": "different", "r": "right", "w": "wrong"}
_LITTLE_SURE = 0.6
FileOption = Annotated[Path, typer.Option("--judgements", "-j", help="The file of your judgements.")]
NoteOption = Annotated[str, typer.Option("--note", "-n", help="Why; kept in the row.")]


@app.command("review", epilog="Example: kg review --graph exports")
def review_command(
    graph: GraphOption = DEFAULT_GRAPH,
    judgements: FileOption = DEFAULT_JUDGEMENTS,
    below: Annotated[
        float, typer.Option("--below", min=0, max=1, help="Ask about facts that are less sure.")
    ] = _LITTLE_SURE,
) -> None:
    """Walk through doubtful pairs and little-sure facts; each answer is a row at once."""
    dataset = load_graph(graph)
    judged = read_judgements(judgements)
    questions: list[Doubt | WeakFact] = [*doubts(dataset, judged), *weak_facts(dataset, below, judged)]
    for number, question in enumerate(questions, start=1):
        out.print(f"\n[dim]{number} of {len(questions)}[/]")
        row = _ask_pair(question) if isinstance(question, Doubt) else _ask_fact(question)
        if row == "quit":
            break
        if isinstance(row, Judgement):
            _add([row], judgements)
    out.print(f"judgements stand in {judgements}; «kg build» replays them")


@app.command("merge", epilog="Example: kg merge person:A_1 person:B_2")
def merge_command(
    one: Annotated[str, typer.Argument(help="A thing's id, as the graph writes it.")],
    other: Annotated[str, typer.Argument(help="The thing that it is, too.")],
    judgements: FileOption = DEFAULT_JUDGEMENTS,
    note: NoteOption = "",
) -> None:
    """Say that two things are one."""
    _add(_checked("same", one, other, note), judgements)


@app.command("split", epilog="Example: kg split person:A ARTICLE")
def split_command(
    thing: Annotated[str, typer.Argument(help="The id of a thing that is two.")],
    articles: Annotated[list[str], typer.Argument(help="The articles that mean the other one.")],
    graph: GraphOption = DEFAULT_GRAPH,
    judgements: FileOption = DEFAULT_JUDGEMENTS,
) -> None:
    """Say that some articles mean another thing of the same name."""
    [probe] = _checked("right", thing, "", "")
    _add(split(load_graph(graph), probe.one, articles), judgements)


@app.command("reject", epilog="Example: kg reject membership:ARTICLE_28-87_e8ec8451")
def reject_command(
    fact: Annotated[str, typer.Argument(help="A fact's id, as the graph writes it.")],
    judgements: FileOption = DEFAULT_JUDGEMENTS,
    note: NoteOption = "",
) -> None:
    """Say that a fact is wrong; the next build leaves it out."""
    _add(_checked("wrong", fact, "", note), judgements)


def _checked(*cells: str) -> Iterable[Judgement]:
    return parse_judgements("\t".join(cells), "the command line")


def _add(rows: Iterable[Judgement], path: Path) -> None:
    """Write rows behind those of the file; comments and order of the file stay."""
    new = [row for row in rows if row not in read_judgements(path)]
    before = path.read_text(encoding="utf-8-sig") if path.exists() else to_text(())
    kept = before if before.endswith("\n") or not before else before + "\n"
    write_whole(path, kept + "".join(to_text([row]).split("\n", 1)[1] for row in new))
    for row in new:
        out.print(f"{path}: {row}", markup=False)


# ── asking ────────────────────────────────────────────────────────────────────


def _ask_pair(doubt: Doubt) -> Judgement | str:
    out.print(Columns([_panel(doubt.one), _panel(doubt.other)], equal=True, expand=True))
    answer = _answer(f"one thing? ({doubt.likely:.0%})  s same · d different · enter skip · q quit", "sd")
    return Judgement(_ANSWERS[answer], doubt.one.id, doubt.other.id) if answer in _ANSWERS else answer


def _ask_fact(fact: WeakFact) -> Judgement | str:
    out.print(Panel(Text("\n".join(fact.sentences)), title=Text(fact.says), subtitle=Text(fact.id)))
    answer = _answer(f"right? ({fact.confidence:.0%})  r right · w wrong · enter skip · q quit", "rw")
    return Judgement(_ANSWERS[answer], fact.id) if answer in _ANSWERS else answer


def _panel(side: Side) -> Panel:
    return Panel(Text("\n\n".join(side.sentences)), title=Text(side.label), subtitle=Text(side.id))


def _answer(question: str, keys: str) -> str:
    """One of ``keys``, «skip» or «quit»; the end of input is «quit»."""
    while True:
        try:
            given = out.input(f"{question} > ").strip().lower()
        except EOFError:
            return "quit"
        if given in ("", "q", *keys):
            return {"": "skip", "q": "quit"}.get(given, given)

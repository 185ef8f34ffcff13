"""``kg view`` and ``kg stats``: what can be looked at."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from kg.commands.app import DEFAULT_GRAPH, DEFAULT_OUT, GraphOption, Language, app, out
from kg.drawing import stack, to_png, to_svg_file
from kg.network import to_network
from kg.stats import plots, to_stats
from kg.store import load_graph, write_whole
from kg.view import focus, relation, since, to_drawing, to_html, top
from kg.wording import Wording


class Theme(StrEnum):
    """The colours of a picture."""

    light = "light"
    dark = "dark"


@app.command("view", epilog='Example: kg view --focus "شهرداری تبریز" --depth 2 --out part.html')
def view_command(
    out_file: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = DEFAULT_OUT
    / "graph.html",
    language: Annotated[
        Language, typer.Option("--language", "-l", help="Of the page's own words.")
    ] = Language.fa,
    focus_on: Annotated[str | None, typer.Option("--focus", help="Keep what is near this name.")] = None,
    depth: Annotated[int, typer.Option("--depth", min=0, help="How many facts away, with --focus.")] = 1,
    relations: Annotated[
        list[str] | None, typer.Option("--relation", "-r", help="Keep these relations.")
    ] = None,
    since_day: Annotated[str | None, typer.Option("--since", help="Keep articles from this day on.")] = None,
    top_nodes: Annotated[int | None, typer.Option("--top", min=1, help="Keep the most connected.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="Draw a still picture here, no page.")] = None,
    png: Annotated[Path | None, typer.Option("--png", help="The same, as PNG.")] = None,
    theme: Annotated[Theme, typer.Option("--theme", help="Colours of a still picture.")] = Theme.light,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Draw the graph as one interactive HTML page that needs no network, or as a still picture."""
    network = to_network(load_graph(graph))
    if since_day:
        network = since(network, since_day)
    if relations:
        network = relation(network, relations)
    if focus_on:
        network = focus(network, focus_on, depth)
    if top_nodes:
        network = top(network, top_nodes)
    if svg or png:
        _write_drawing(to_drawing(network, language=language.value), svg, png, theme)
    else:
        write_whole(out_file, to_html(network, language=language.value))
    written = ", ".join(str(path) for path in (svg, png) if path) or str(out_file)
    out.print(f"wrote {written} ({network.number_of_nodes()} nodes, {network.number_of_edges()} edges)")


def _write_drawing(drawing: str, svg: Path | None, png: Path | None, theme: Theme) -> None:
    if svg:
        write_whole(svg, to_svg_file(drawing, theme.value))
    if png:
        write_whole(png, to_png(drawing, theme.value))


@app.command("stats", epilog="Example: kg stats --plot stats.svg")
def stats_command(
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Draw the numbers here: a name that ends in .svg or .png.")
    ] = None,
    language: Annotated[Language, typer.Option("--language", "-l", help="Of the plot.")] = Language.fa,
    theme: Annotated[Theme, typer.Option("--theme", help="Colours of the plot.")] = Theme.light,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Count what the graph holds: names by kind, facts by relation, who has most of them."""
    if plot and plot.suffix not in {".svg", ".png"}:
        raise typer.BadParameter(f"«{plot}» is no name for a plot; let it end in .svg or .png")
    stats = to_stats(to_network(load_graph(graph)))
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    counts = {**stats.kinds, **stats.relations}
    for name, number in [*sorted(counts.items()), *stats.connected]:
        table.add_row(escape(name), str(number))
    out.print(table)
    if plot:
        wording = Wording(language.value)
        drawn = {wording.word(title): drawing for title, drawing in plots(stats, wording).items()}
        drawing = stack(drawn, wording.direction)
        svg, png = (plot if plot.suffix == suffix else None for suffix in (".svg", ".png"))
        _write_drawing(drawing, svg, png, theme)
        out.print(f"wrote {plot}")

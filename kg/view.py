"""network -> one HTML file that needs nothing else; the only file that knows pyvis.

pyvis holds nodes, edges and options and brings vis-network; the page around them is the project's
own template, because pyvis' templates link to other hosts.
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from markupsafe import Markup
from pyvis.network import Network

from kg.drawing import Link, Node, draw_graph
from kg.errors import QueryError
from kg.knowledge import load_knowledge
from kg.layout import Layout, arrange
from kg.network import words
from kg.persian import squash
from kg.store import write_whole
from kg.theme import ASSETS, asset, font_faces, style
from kg.wording import Wording

FOLD_ABOVE = 2000  # nodes; a picture with more shows groups at first
GROUP_ABOVE = 300  # nodes; a picture with more is laid out by groups
LABEL_LENGTH = 50  # characters; the panel shows the whole name
SHAPES = {
    "Person": "dot",
    "Organization": "square",
    "Place": "triangle",
    "Event": "star",
    "Service": "diamond",
}


def to_html(
    network: nx.MultiDiGraph[str],
    *,
    language: str = "fa",
    theme: str = "auto",
    fold_above: int = FOLD_ABOVE,
) -> str:
    """Draw ``network`` (of ``kg.network.to_network``) as one HTML page that opens without any network.

    ``language`` is that of the interface at first, "fa" or "en"; ``theme`` is "auto", "light" or
    "dark". Above ``fold_above`` nodes, groups stand for their members until they are opened. The
    same network gives the same text.
    """
    order = {node: i for i, node in enumerate(sorted(network, key=lambda n: (network.degree(n) == 0, n)))}
    links = [(order[a], order[b]) for a, b in network.edges()]
    layout = arrange(len(order), links, in_groups=len(order) > min(fold_above, GROUP_ABOVE))
    tables = _Tables()
    picture = Network(directed=True, cdn_resources="in_line")
    picture.nodes = [_node(network, node, i, layout, tables) for node, i in order.items()]
    picture.edges = _edges(network, order, tables)
    picture.options = _options(len(order))
    groups = _groups(picture.nodes, layout) if len(order) > fold_above else []
    data = {"groups": groups, "honorifics": honorifics(), **tables.columns()}
    return _render(picture, data, language, theme)


def save_html(network: nx.MultiDiGraph[str], path: Path, **choices: Any) -> None:
    """Write what ``to_html`` draws, with the same ``choices``: as UTF-8, whatever the locale."""
    write_whole(path, to_html(network, **choices))


# ── cuts ──────────────────────────────────────────────────────────────────────


def focus(network: nx.MultiDiGraph[str], name: str, depth: int = 1) -> nx.MultiDiGraph[str]:
    """Keep what is at most ``depth`` facts away from the nodes called ``name``, in any spelling.

    Names that contain ``name`` count where none is equal. Raises QueryError, with the nearest
    names, where there is none.
    """
    near = set(_named(network, name))
    if not near:
        raise QueryError(_unknown(network, name))
    undirected = network.to_undirected(as_view=True)
    for _ in range(depth):
        near |= {other for node in near for other in undirected[node]}
    return _part(network, near)


def top(network: nx.MultiDiGraph[str], number_of_nodes: int) -> nx.MultiDiGraph[str]:
    """Keep the ``number_of_nodes`` nodes with the most facts; of equals, the first by IRI."""
    ranked = sorted(network, key=lambda node: (-network.degree(node), node))
    return _part(network, ranked[:number_of_nodes])


def relation(network: nx.MultiDiGraph[str], names: Iterable[str]) -> nx.MultiDiGraph[str]:
    """Keep the facts of the named relations, such as ``holdsRole``, and what they relate.

    Raises QueryError where a name is none of a relation.
    """
    wanted = set(names)
    unknown = sorted(wanted - set(words()["relations"]))
    if unknown:
        known = ", ".join(words()["relations"])
        raise QueryError(f"no relation is called {', '.join(unknown)}; choose from {known}")
    return _with_edges(network, lambda edge: edge["relation"] in wanted)


def since(network: nx.MultiDiGraph[str], day: str) -> nx.MultiDiGraph[str]:
    """Keep the facts of articles published on ``day`` (ISO, also a year or month) or later."""
    return _with_edges(network, lambda edge: edge["date"] >= day)


def _named(network: nx.MultiDiGraph[str], name: str) -> list[str]:
    wanted = squash(name)
    keys = {node: [squash(n) for n in _names(data)] for node, data in network.nodes(data=True)}
    same = [node for node, own in keys.items() if wanted in own]
    return same or [node for node, own in keys.items() if wanted and any(wanted in key for key in own)]


def _unknown(network: nx.MultiDiGraph[str], name: str) -> str:
    labels = sorted({name for _, data in network.nodes(data=True) for name in _names(data)})
    near = difflib.get_close_matches(name, labels, n=3, cutoff=0.5)
    way_out = f"nearest: {'; '.join(near)}" if near else "try a shorter part of it"
    return f"nothing is called «{name}»; {way_out}"


def _part(network: nx.MultiDiGraph[str], nodes: Iterable[str]) -> nx.MultiDiGraph[str]:
    kept = set(nodes)
    return _copy(network, lambda node: node in kept, lambda edge: True)


def _with_edges(
    network: nx.MultiDiGraph[str], is_kept: Callable[[Mapping[str, Any]], bool]
) -> nx.MultiDiGraph[str]:
    ends = {end for a, b, data in network.edges(data=True) if is_kept(data) for end in (a, b)}
    return _copy(network, lambda node: node in ends, is_kept)


def _copy(
    network: nx.MultiDiGraph[str],
    is_node_kept: Callable[[str], bool],
    is_edge_kept: Callable[[Mapping[str, Any]], bool],
) -> nx.MultiDiGraph[str]:
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, data) for node, data in network.nodes(data=True) if is_node_kept(node))
    for a, b, key, data in network.edges(keys=True, data=True):
        if a in part and b in part and is_edge_kept(data):
            part.add_edge(a, b, key, **data)
    return part


# ── nodes and edges ───────────────────────────────────────────────────────────


class _Tables:
    """What many facts share is written once: articles, sentences, and who says what with which words."""

    def __init__(self) -> None:
        self.articles: dict[tuple[str, ...], int] = {}  # rows of the columns that page.js reads
        self.texts: dict[str, int] = {}
        self.supports: dict[tuple[Any, ...], int] = {}

    def supports_of(self, fact: Mapping[str, Any]) -> list[int]:
        """Give the numbers of the rows that say who states ``fact`` with which words."""
        also = json.loads(fact.get("also") or "[]")
        return [self._support({**fact, **words}) for words in ({}, *also)]

    def _support(self, fact: Mapping[str, Any]) -> int:
        article = tuple(str(fact.get(part, "")) for part in ("article", "title", "date", "agency"))
        row = (
            self.articles.setdefault(article, len(self.articles)),
            self._text(fact.get("sentence", "")),
            fact.get("marked", 0),
            len(fact.get("evidence", "")),
            self._text(fact.get("rule", "")),
            round(float(fact.get("confidence", -1)), 3),
            fact.get("status", ""),
            fact.get("begin", ""),
            fact.get("end", ""),
        )
        return self.supports.setdefault(row, len(self.supports))

    def _text(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def columns(self) -> dict[str, list[Any]]:
        return {"articles": list(self.articles), "texts": list(self.texts), "supports": list(self.supports)}


def _node(
    network: nx.MultiDiGraph[str], node: str, i: int, layout: Layout, tables: _Tables
) -> dict[str, Any]:
    data = network.nodes[node]
    degree = network.degree(node)
    x, y = layout.positions[i]
    return {
        "id": i,
        "label": _shortened(data["label"]),
        "group": data["kind"],
        "size": round(9 + min(22.0, 3.0 * math.sqrt(degree)), 1),
        "x": x,
        "y": y,
        "disc": layout.group_of[i],
        "degree": degree,
        "names": _names(data),
        "iri": node,
        "links": [link for link in data.get("links", "").split(" | ") if link],
        "facts": [_own_fact(fact, tables) for fact in json.loads(data.get("facts") or "[]")],
    }


def _names(data: Mapping[str, Any]) -> list[str]:
    return [data["label"], *(name for name in data.get("aliases", "").split(" | ") if name)]


def _shortened(name: str) -> str:
    plain = re.sub("[\\s\u202a-\u202e\u2066-\u2069]+", " ", name[: 4 * LABEL_LENGTH]).strip()
    return plain if len(plain) <= LABEL_LENGTH else plain[: LABEL_LENGTH - 1].rstrip() + "…"


def _own_fact(fact: Mapping[str, Any], tables: _Tables) -> dict[str, Any]:
    told = ("relation", "label_fa", "label_en", "text", "speaker", "about", "bound", "tenure")
    return {part: fact[part] for part in told if fact.get(part)} | {"said": tables.supports_of(fact)}


def _edges(network: nx.MultiDiGraph[str], order: Mapping[str, int], tables: _Tables) -> list[dict[str, Any]]:
    """One line for each fact, with all the articles that state it."""
    lines: dict[tuple[Any, ...], list[int]] = {}
    for a, b, data in network.edges(data=True):
        names = (data["relation"], data["label_fa"], data["label_en"], data.get("tenure", ""))
        lines.setdefault((order[a], order[b], *names), []).extend(tables.supports_of(data))
    return [
        {"id": i, "from": a, "to": b, "relation": name, "fa": fa, "en": en, "tenure": tenure, "said": said}
        for i, ((a, b, name, fa, en, tenure), said) in enumerate(lines.items())
    ]


def _groups(nodes: list[dict[str, Any]], layout: Layout) -> list[dict[str, Any]]:
    """One disc for each group, called after its best connected member."""
    sizes = Counter(node["disc"] for node in nodes)
    best: dict[int, dict[str, Any]] = {}
    for node in nodes:
        if node["degree"] > best.setdefault(node["disc"], node)["degree"]:
            best[node["disc"]] = node
    return [
        {"label": best[g]["label"], "x": x, "y": y, "radius": radius, "size": sizes[g]}
        for g, (x, y, radius) in enumerate(layout.discs)
    ]


def honorifics() -> list[str]:
    """List the titles that the search passes over."""
    rows = load_knowledge()["honorifics"].entries.values()
    return sorted({form for entries in rows for entry in entries for form in entry["form"].split("|")})


def _options(number_of_nodes: int) -> dict[str, Any]:
    """vis-network's options; positions are computed, so no physics; the rest is set by page.js."""
    shapes = {kind: {"shape": shape} for kind, shape in SHAPES.items()}
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "groups": {"useDefaultGroups": False, **shapes},
        "nodes": {
            "font": {"face": "Vazirmatn", "size": 17},
            "widthConstraint": {"maximum": 150},
            "scaling": {"label": {"drawThreshold": 6}},
        },
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
            "font": {"face": "Vazirmatn", "size": 15},
            "smooth": False,
            "scaling": {"label": {"drawThreshold": 6}},
        },
        "interaction": {
            "hover": True,
            "hideEdgesOnDrag": number_of_nodes > FOLD_ABOVE,
            "multiselect": False,
        },
    }


# ── the page ──────────────────────────────────────────────────────────────────


def _render(picture: Network, data: Mapping[str, Any], language: str, theme: str) -> str:
    # a little smaller than it is cut: vis-network leaves no room between two lines
    css = font_faces(size_adjust="88%") + style("colours.css", "page.css")
    scripts = [vis_network(), asset("page.js").read_text("utf-8")]
    picture.set_template_dir(str(ASSETS), "page.html")
    environment = picture.templateEnv
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    environment.policies["json.dumps_kwargs"] = compact
    environment.globals.update(
        data=data,
        words=words(),
        language=language,
        theme=theme,
        style=css,
        scripts=scripts,
        policy=_policy(css, scripts),
    )
    html: str = picture.generate_html()
    return html.encode("utf-8", "replace").decode("utf-8")


def _policy(style: str, scripts: Iterable[str]) -> str:
    """Allow what this page brings with it, by its hash, and nothing else."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def vis_network() -> str:
    """Read the script of vis-network that the installed pyvis brings."""
    library = max(files("pyvis").joinpath("lib").iterdir(), key=lambda folder: folder.name)
    script = library.joinpath("vis-network.min.js").read_text("utf-8")
    return re.sub("</(?=script)", r"<\\/", script.replace("\r\n", "\n"), flags=re.IGNORECASE)


# ── a picture that stands still ───────────────────────────────────────────────


def to_drawing(network: nx.MultiDiGraph[str], *, language: str = "fa") -> Markup:
    """Draw ``network`` as SVG with its legend, for reports: see ``kg.drawing`` for files of it.

    Names without facts are left out, unless there are no others.
    """
    wording = Wording(language)
    shown = [node for node in network if network.degree(node)] or list(network)
    order = {node: i for i, node in enumerate(sorted(shown, key=lambda n: (-network.degree(n), n)))}
    nodes = [
        Node(network.nodes[node]["label"], network.nodes[node]["kind"], size=_drawn_size(network, node))
        for node in order
    ]
    kinds = {node.kind for node in nodes}
    legend = [(kind, wording.word(kind, "kinds")) for kind in SHAPES if kind in kinds]
    return draw_graph(nodes, _drawn_links(network, order, language), wording.word("title"), legend)


def _drawn_size(network: nx.MultiDiGraph[str], node: str) -> float:
    return round(7 + min(9.0, 1.2 * math.sqrt(network.degree(node))), 1)


def _drawn_links(network: nx.MultiDiGraph[str], order: Mapping[str, int], language: str) -> list[Link]:
    """One line for each fact, however many articles state it, with its first name."""
    links: dict[tuple[int, int, str], Link] = {}
    for a, b, data in network.edges(data=True):
        name = str(data[f"label_{language}"])
        is_sure = data.get("status", "") in {"", "Stated", "Reported"}
        known = links.get((order[a], order[b], name))
        sure = is_sure or (known is not None and known.is_sure)
        links[order[a], order[b], name] = Link(order[a], order[b], name, sure)
    return list(links.values())

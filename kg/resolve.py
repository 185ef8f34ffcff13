"""All Findings -> Resolution: which entities of which articles are one thing.

Four stages, each with its own data in and out: normalise -> key -> cluster -> choose.
An entity's key is its kind and its fullest name, folded; so a node's id does not depend on
which other articles there are, and adding articles changes no id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Findings, Kind, Node, Resolution
from kg.naming import id_tail, most_usual, slug, tidy


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity of one article with its names in one form each, the fullest first."""

    article: str
    entity: str
    kind: Kind
    names: tuple[str, ...]
    is_local: bool


def resolve(findings: Iterable[Findings]) -> Resolution:
    """Say which node each entity of each article is, and what each node is called."""
    clusters = cluster(candidate for found in findings for candidate in normalise(found))
    node_of = {(c.article, c.entity): key for key, members in clusters.items() for c in members}
    nodes = tuple(choose(key, clusters[key]) for key in sorted(clusters))
    return Resolution(nodes, {pair: node_of[pair] for pair in sorted(node_of)})


def normalise(found: Findings) -> Iterator[Candidate]:
    """Take the article's entities, each name on one line and once."""
    for entity in found.entities:
        yield Candidate(found.article.id, entity.id, entity.kind, _names(entity), entity.is_local)


def key(candidate: Candidate) -> str:
    """Make the node's id: kind and name; a name that only its article understands keeps the article's id."""
    tail = f"{candidate.kind.lower()}/{slug(candidate.names[0])}"
    return f"{tail}_{id_tail(candidate.article)}" if candidate.is_local else tail


def cluster(candidates: Iterable[Candidate]) -> Mapping[str, Sequence[Candidate]]:
    """Candidates of one key, together."""
    clusters: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        clusters[key(candidate)].append(candidate)
    return clusters


def choose(node_id: str, members: Sequence[Candidate]) -> Node:
    """Make the node of a cluster, called by the form that most articles give as the fullest."""
    label = most_usual(Counter(member.names[0] for member in members))
    aliases = {name for member in members for name in member.names} - {label}
    return Node(node_id, members[0].kind, label, tuple(sorted(aliases)))


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tidy(name) for name in entity.names))

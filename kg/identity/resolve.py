"""All Candidates -> Resolution: which entities of which articles are one thing.

Candidates fall into blocks, and nothing that is decided in one hangs on another; so a store decides again
only where something has changed. Places and bodies are what their ids say: these follow from the article
and the gazetteer. Persons are compared. Everything is sorted before anything is decided, so that no order
of articles shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from kg.identity.candidate import Candidate
from kg.identity.cluster import Pair, cluster, decide
from kg.identity.compare import compare
from kg.identity.ground import Ground, ground_of
from kg.identity.judgements import Judgement, Key, Verdicts, lay
from kg.identity.nodes import around, choose, surroundings
from kg.identity.normalise import candidates
from kg.identity.profiles import BEGINNING, Profile, by_date, pairs, profiles
from kg.knowledge import Knowledge
from kg.model import Findings, Kind, Node, Resolution

_OFFERED = 3  # doubtful partners of one node: more would drown a reviewer
Doubts = Mapping[tuple[Key, Key], float]


def resolve(
    findings: Iterable[Findings], judgements: Iterable[Judgement] = (), knowledge: Knowledge | None = None
) -> Resolution:
    """Say which node each entity of each article is, and what each node is called."""
    made = (candidate for found in findings for candidate in candidates(found, knowledge))
    return resolve_candidates(made, judgements, knowledge)


def resolve_candidates(
    made: Iterable[Candidate], judgements: Iterable[Judgement] = (), knowledge: Knowledge | None = None
) -> Resolution:
    """Say which node each candidate is. The order of candidates and judgements changes nothing."""
    ground = ground_of(knowledge)
    everyone = sorted(made, key=lambda c: (c.article, c.entity))
    verdicts = lay(sorted(judgements, key=str), everyone)
    merged, joined = merged_ids(verdicts, everyone), joined_blocks(verdicts, everyone)
    blocks: defaultdict[str, list[Candidate]] = defaultdict(list)
    for c in everyone:
        blocks[joined.get(block_of(c), block_of(c))].append(c)
    parts = [resolve_block(members, verdicts, merged, ground) for members in blocks.values()]
    nodes = [node for part in parts for node in part.nodes]
    rows = {row for c in everyone for row in around(c, merged)}
    nodes += surroundings(nodes, rows, ground)
    known = {node.id for node in nodes}
    node_of = {key: id_ for part in parts for key, id_ in part.node_of.items()}
    same_as = {own: id_ for part in parts for own, id_ in part.same_as.items()}
    return Resolution(
        nodes=tuple(sorted((anchored(node, known) for node in nodes), key=lambda node: node.id)),
        node_of={key: node_of[key] for key in sorted(node_of)},
        same_as={own: same_as[own] for own in sorted(same_as)},
        possibly_same=tuple(sorted(pair for part in parts for pair in part.possibly_same)),
        rejected=verdicts.rejected,
        confirmed=verdicts.confirmed,
        misfits=verdicts.misfits,
    )


def anchored(node: Node, known: Container[str]) -> Node:
    """The node without a place or whole that is no node: known to its own article alone."""
    return replace(
        node, place=node.place if node.place in known else "", whole=node.whole if node.whole in known else ""
    )


# ── blocks ────────────────────────────────────────────────────────────────────


def block_of(candidate: Candidate) -> str:
    """The block that a candidate is decided in: its id, or the beginning of a person's surname."""
    if candidate.kind != Kind.PERSON:
        return candidate.own
    return f"person/{''.join(candidate.surname)[:BEGINNING]}"


def joined_blocks(verdicts: Verdicts, candidates: Iterable[Candidate]) -> Mapping[str, str]:
    """Blocks that a judgement reaches across, each with the one that stands for all of its group."""
    of = {(c.article, c.entity): block_of(c) for c in candidates}
    return _groups((of[a], of[b]) for one, other in verdicts.same for a, b in product(one, other))


def merged_ids(verdicts: Verdicts, candidates: Iterable[Candidate]) -> Mapping[str, str]:
    """Ids of things that a person judged to be another, each with the id that stands for both."""
    own = {(c.article, c.entity): _own(c, verdicts) for c in candidates if c.kind != Kind.PERSON}
    pairs = (pair for one, other in verdicts.same for pair in product(one, other))
    return _groups((own[a], own[b]) for a, b in pairs if a in own and b in own)


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids that are not the first of their group, each with the first: one without an article's id, if any."""
    into: dict[str, str] = {}

    def first(id_: str) -> str:
        while id_ in into:
            id_ = into[id_]
        return id_

    for a, b in pairs:
        small, large = sorted((first(a), first(b)), key=lambda id_: ("_" in id_, id_))
        if small != large:
            into[large] = small
    return {id_: first(id_) for id_ in into}


def _own(c: Candidate, verdicts: Verdicts) -> str:
    return c.handle if (c.article, c.entity) in verdicts.apart else c.own


def resolve_block(
    members: Sequence[Candidate], verdicts: Verdicts, merged: Mapping[str, str], ground: Ground
) -> Resolution:
    """Decide on all candidates of a block, in the order of article and entity."""
    if members and members[0].kind == Kind.PERSON:
        return _persons(members, verdicts, ground)
    named: defaultdict[str, list[Candidate]] = defaultdict(list)
    for c in members:
        named[merged.get(own := _own(c, verdicts), own)].append(c)
    return _resolved(named, verdicts, merged, ground)


def _resolved(
    named: Mapping[str, Sequence[Candidate]],
    verdicts: Verdicts,
    merged: Mapping[str, str],
    ground: Ground,
    doubts: Doubts | None = None,
) -> Resolution:
    """Make the nodes of candidates by the ids that they came to."""
    node_of = {(c.article, c.entity): id_ for id_, members in named.items() for c in members}
    same_as = {
        c.own: id_
        for id_, members in named.items()
        for c in members
        if c.own != id_ and (c.article, c.entity) not in verdicts.apart
    }
    nodes = (choose(id_, [(c, 1) for c in members], ground, merged) for id_, members in named.items())
    return Resolution(tuple(nodes), node_of, same_as, _possibly_same(doubts or {}, node_of, verdicts))


# ── persons: fold, pair, compare, decide, cluster ─────────────────────────────


def _persons(persons: Sequence[Candidate], verdicts: Verdicts, ground: Ground) -> Resolution:
    found = profiles(persons, verdicts.apart, ground.settings)
    scores = {}
    for a, b in pairs(found):
        compared = compare(found[a], found[b], ground.settings)
        if compared:
            scores[a, b] = round(compared.score, 6)
    decision = decide(scores, found, ground.settings)
    place = {(m.article, m.entity): i for i, profile in enumerate(found) for m in profile.members}
    must, never = _judged(verdicts.same, place), _judged(verdicts.different, place)
    clusters = cluster(decision, found, must=must, never=never)
    doubts = {(_key(found[a]), _key(found[b])): score for (a, b), score in decision.doubtful.items()}
    named = {}
    for cluster_ in clusters:
        members = [m for i in cluster_ for m in found[i].members]
        named[_id_of_person(members, verdicts)] = members
    return _resolved(named, verdicts, {}, ground, doubts)


def _key(profile: Profile) -> Key:
    return profile.members[0].article, profile.members[0].entity


def _judged(rows: Iterable[tuple[Sequence[Key], Sequence[Key]]], place: Mapping[Key, int]) -> set[Pair]:
    """Judgements on persons as pairs of profiles."""
    found = set()
    for one, other in rows:
        for a, b in product(one, other):
            if a in place and b in place and place[a] != place[b]:
                found.add((min(place[a], place[b]), max(place[a], place[b])))
    return found


def _id_of_person(members: Sequence[Candidate], verdicts: Verdicts) -> str:
    """The fullest bare name, if the cluster has one; else the id of its oldest article's candidate."""
    bare = {c.own for c in members if c.own != c.handle and (c.article, c.entity) not in verdicts.apart}
    if bare:
        return min(bare, key=lambda own: (-len(own), own))
    return min(members, key=by_date).handle


# ── what is left in doubt ─────────────────────────────────────────────────────


def _possibly_same(
    doubts: Doubts, node_of: Mapping[Key, str], verdicts: Verdicts
) -> tuple[tuple[str, str, float], ...]:
    """The best few doubtful partners of each node, with the probability that the two are one."""
    settled = {
        frozenset((node_of.get(a), node_of.get(b))) for pair in verdicts.different for a, b in product(*pair)
    }
    best: dict[tuple[str, str], float] = {}
    for (one, other), score in doubts.items():
        low, high = sorted((node_of[one], node_of[other]))
        if low != high and frozenset((low, high)) not in settled:
            best[low, high] = max(score, best.get((low, high), score))
    taken: Counter[str] = Counter()
    kept = []
    for pair, score in sorted(best.items(), key=lambda item: (-item[1], item[0])):
        if max(taken[node] for node in pair) < _OFFERED:
            taken.update(pair)
            kept.append((*pair, round(1 / (1 + 2**-score), 4)))
    return tuple(sorted(kept))

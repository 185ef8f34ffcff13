"""All Candidates -> Resolution: which entities of which articles are one thing.

Places and bodies are what their ids say: these follow from the article and the gazetteer. Persons are
compared. Everything is sorted before anything is decided, so that no order of articles shows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product

from kg.identity.candidate import Candidate
from kg.identity.cluster import Pair, cluster, decide
from kg.identity.compare import compare
from kg.identity.ground import Ground, ground_of
from kg.identity.judgements import Judgement, Key, Verdicts, lay
from kg.identity.nodes import choose, surroundings
from kg.identity.normalise import candidates
from kg.identity.profiles import Profile, by_date, pairs, profiles
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
    persons = [c for c in everyone if c.kind == Kind.PERSON]
    others = [c for c in everyone if c.kind != Kind.PERSON]
    clusters, doubts = _persons(persons, verdicts, ground)
    named = {_id_of_person(members, verdicts): members for members in clusters}
    named |= _by_own(others, verdicts)
    now = {
        c.own: id_
        for id_, members in named.items()
        for c in members
        if (c.article, c.entity) not in verdicts.apart
    }
    nodes = [choose(id_, members, ground, now) for id_, members in named.items()]
    nodes += surroundings(nodes, everyone, ground)
    known = {node.id for node in nodes}
    node_of = {(c.article, c.entity): id_ for id_, members in named.items() for c in members}
    return Resolution(
        nodes=tuple(sorted((_anchored(node, known) for node in nodes), key=lambda node: node.id)),
        node_of={key: node_of[key] for key in sorted(node_of)},
        same_as={own: now[own] for own in sorted(now) if now[own] != own},
        possibly_same=_possibly_same(doubts, node_of, verdicts),
        rejected=verdicts.rejected,
        confirmed=verdicts.confirmed,
        misfits=verdicts.misfits,
    )


def _anchored(node: Node, known: set[str]) -> Node:
    """The node without a place or whole that is no node: known to its own article alone."""
    return replace(
        node, place=node.place if node.place in known else "", whole=node.whole if node.whole in known else ""
    )


# ── persons: fold, pair, compare, decide, cluster ─────────────────────────────


def _persons(
    persons: Sequence[Candidate], verdicts: Verdicts, ground: Ground
) -> tuple[list[list[Candidate]], Doubts]:
    """The clusters of candidates, and the pairs (each by one candidate of its side) that are in doubt."""
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
    return [[m for i in members for m in found[i].members] for members in clusters], doubts


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


# ── places, bodies, events: by their ids ──────────────────────────────────────


def _by_own(others: Sequence[Candidate], verdicts: Verdicts) -> dict[str, list[Candidate]]:
    """Candidates by the ids that their articles give them; judged to be one, by the smaller of their ids."""
    own = {
        (c.article, c.entity): c.handle if (c.article, c.entity) in verdicts.apart else c.own for c in others
    }
    into = {id_: id_ for id_ in own.values()}

    def now(id_: str) -> str:
        while into[id_] != id_:
            id_ = into[id_]
        return id_

    for one, other in verdicts.same:
        for a, b in product(one, other):
            if a in own and b in own:
                small, large = sorted((now(own[a]), now(own[b])), key=lambda id_: ("_" in id_, id_))
                into[large] = small
    found: defaultdict[str, list[Candidate]] = defaultdict(list)
    for c in others:
        found[now(own[c.article, c.entity])].append(c)
    return dict(found)


# ── what is left in doubt ─────────────────────────────────────────────────────


def _possibly_same(
    doubts: Doubts, node_of: Mapping[Key, str], verdicts: Verdicts
) -> tuple[tuple[str, str, float], ...]:
    """The best few doubtful partners of each node, with the probability that the two are one."""
    settled = {frozenset((node_of[a], node_of[b])) for pair in verdicts.different for a, b in product(*pair)}
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

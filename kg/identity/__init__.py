"""Findings -> Candidates -> Resolution: one thing, one node, across articles.

The stages, each a file with its own data in and out:

    normalise   Findings -> Candidates: what an article's names mean, by that article alone
                (scope: where it is about; places, bodies, person_names: what its names are)
    profiles    Candidates -> Profiles -> pairs: fold what is one beyond doubt, block the rest
    compare     two Profiles -> signs with weights (ontology/identity/weights.tsv)
    cluster     scores -> decisions -> clusters
    nodes       a cluster -> the Node with its names and links
    judgements  what a person has decided, laid over all of it
"""

from kg.identity.candidate import Candidate
from kg.identity.ground import Ground, ground_of
from kg.identity.judgements import (
    OF_FACTS,
    Judgement,
    Verdicts,
    lay,
    parse_judgements,
    read_judgements,
    to_text,
)
from kg.identity.nodes import Around, around, choose, unnamed_body, unnamed_place
from kg.identity.normalise import candidates, handle_of
from kg.identity.resolve import (
    anchored,
    block_of,
    joined_blocks,
    merged_ids,
    resolve,
    resolve_block,
    resolve_candidates,
)

__all__ = [
    "OF_FACTS",
    "Around",
    "Candidate",
    "Ground",
    "Judgement",
    "Verdicts",
    "anchored",
    "around",
    "block_of",
    "candidates",
    "choose",
    "ground_of",
    "handle_of",
    "joined_blocks",
    "lay",
    "merged_ids",
    "parse_judgements",
    "read_judgements",
    "resolve",
    "resolve_block",
    "resolve_candidates",
    "to_text",
    "unnamed_body",
    "unnamed_place",
]

"""The weights of a comparison, read out of ontology/identity/weights.tsv."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.errors import KnowledgeError
from kg.knowledge import Lexicon


@dataclass(frozen=True)
class Settings:
    """How much each sign says, in bits (log2 of the odds), and where a pair is one, doubtful, or two."""

    weights: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return self.weights[name]

    @cached_property
    def people_bits(self) -> float:
        """What a name's rarity is weighed against: log2 of the number of persons."""
        return math.log2(self["people"])


def to_settings(weights: Lexicon) -> Settings:
    """Read the rows of the weights file.

    Raises KnowledgeError with every weight that is no number or gives no reason.
    """
    found: dict[str, float] = {}
    faults = []
    for row in weights:
        try:
            found[row["form"]] = float(row["weight"])
        except ValueError:
            faults.append(f"weights.tsv: «{row['form']}» weighs «{row['weight']}»; write a number")
        if not row.get("reason"):
            faults.append(f"weights.tsv: «{row['form']}» has no reason; say why it weighs so much")
    if found.get("people", 1) < 1:
        faults.append("weights.tsv: «people» must be 1 or more; it says how many persons the news name")
    if faults:
        raise KnowledgeError(faults)
    return Settings(found)

"""Persian names in Latin letters."""

from __future__ import annotations

from kg.identity.ground import Ground


def to_latin(name: str, ground: Ground) -> str:
    return ""

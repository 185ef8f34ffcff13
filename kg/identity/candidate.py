"""A candidate: all that is ever asked about one entity of one article, in plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity of one article, with what tells it from others of its name.

    Made of its article alone. ``own`` is the node's id if no other article were there; ``handle`` an id
    that no other article's entity has. All else is empty where the article does not say it. Ids are
    tails of IRIs: ``place/تبریز``.
    """

    article: str
    entity: str
    kind: str  # a Kind
    own: str
    handle: str
    names: tuple[str, ...]  # all forms of the article, the fullest first, in one spelling
    label: str  # the fullest form that is understood outside of the article
    date: str = ""  # ISO 8601, of the article
    row: str = ""  # id of the gazetteer's row
    place: str = ""  # id of the place that it is in
    wholes: tuple[tuple[str, str], ...] = ()  # id and label of the body it is part of, of that one's whole, …
    # of persons
    given: str = ""  # given names, squashed; empty where a surname stands alone
    surname: tuple[str, ...] = ()  # its words, squashed
    is_sayyed: bool = False
    gender: str = ""  # M | F, where the article or the list of names says so
    ranks: tuple[str, ...] = ()  # kinds of honorifics: clerical, military, deceased …
    offices: tuple[tuple[str, str, str, str], ...] = ()  # what is held, body id, gazetteer province, tenure
    near: tuple[str, ...] = ()  # ids of bodies that stand beside the name
    regions: tuple[str, ...] = ()  # the province that the article tells of
    is_of_state: bool = False  # heads a national body or a province
    field: str = ""  # sport, art, religion
    companions: tuple[str, ...] = ()  # ids of others in the article whose names are rare
    bits: float = 0.0  # how rare the name is: log2 of one in so many

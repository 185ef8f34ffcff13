"""Where the clauses of a sentence begin, break off and go on.

One walk from left to right. «که», «اگر», «تا» and their like, «و», commas and the end of a verb part
clauses; one that is broken off for another («پلی که سال گذشته ساخته شد بسته است») goes on behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Status, Token
from kg.phrases.forms import Mood
from kg.phrases.grammar import Attitude, Grammar
from kg.phrases.verb import VerbGroup

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM"})
_COMMAS = frozenset({"،", ",", "؛", ";"})


@dataclass(slots=True)
class Draft:
    """A clause in the making."""

    link: str
    above: int | None
    verb: VerbGroup | None = None
    is_conditioned: bool = False  # true only if an «اگر» clause is
    is_pending: bool = False  # it came before the clause that it belongs to
    has_words: bool = False  # more than conjunctions and adverbs
    marks: list[Attitude] = field(default_factory=list)
    status: Status = Status.STATED


class Splitter:
    """Walks through a sentence once, opening, closing and resuming clauses."""

    def __init__(
        self, tokens: Sequence[Token], keys: Sequence[str], grammar: Grammar, verbs: Sequence[VerbGroup]
    ) -> None:
        self._tokens = tokens
        self._keys = keys
        self._words = grammar.clause_words
        self._ends = {verb.last - 1: verb for verb in verbs}
        self._inside = {at for verb in verbs for at in verb.tokens}
        self._left = len(verbs)
        self._drafts = [Draft("main", None)]
        self._open = 0
        self._waiting: list[int] = []  # clauses that were broken off before their verb

    def split(self) -> tuple[list[Draft], list[int]]:
        """The clauses, and for each token the index of its clause."""
        owner: list[int] = []
        skip = 0
        for at, token in enumerate(self._tokens):
            if at >= skip and at not in self._inside:
                skip = self._word(at)
            if at >= skip and self._here.verb and self._left and self._begins(at):
                self._boundary(at)
            owner.append(self._open)
            if at >= skip and self._keys[at] and token.pos not in {"CCONJ", "ADV"}:
                self._here.has_words = True
            if at in self._ends:
                self._here.verb = self._ends[at]
                self._left -= 1
        return self._drafts, owner

    def _begins(self, at: int) -> bool:
        """Whether a clause can begin with token ``at``: a word, a colon or an opening quotation mark."""
        tokens = self._tokens
        if self._keys[at] or tokens[at].text in {":", "«", "“"}:
            return True
        return tokens[at].text == '"' and at + 1 < len(tokens) and tokens[at + 1].pos == "SCONJ"

    @property
    def _here(self) -> Draft:
        return self._drafts[self._open]

    def _word(self, at: int) -> int:
        """Act on the word that joins clauses at ``at``; the token behind it (0 where there is none)."""
        match = self._words.match(self._keys, at) if self._keys[at] in self._words.starts else None
        if match is None:
            return 0
        kind, end = match
        if end == at + 1 and self._tokens[at].pos == "ADP":
            return 0
        if kind == "condition-noun":
            self._here.is_conditioned |= not self._here.verb
            return end
        if not self._left or kind == "object":
            return 0
        if kind == "contrast":
            if self._here.verb:
                self._begin("main", None)
            return end
        if kind in {"that", "content"}:
            self._that(at, kind)
        else:
            self._subordinate(kind, at)
        return end

    def _that(self, at: int, kind: str) -> None:
        """Open a clause behind «که»: relative behind a noun, else what a verb or «این» governs."""
        is_noun = at > 0 and self._tokens[at - 1].pos in _NOMINAL and at - 1 not in self._inside
        if self._here.verb is None:
            self._waiting.append(self._open)
        self._begin("relative" if kind == "that" and is_noun else "that", self._open)

    def _subordinate(self, kind: str, at: int) -> None:
        here = self._here
        if here.verb is None and not here.has_words:
            here.link, here.is_pending = kind, True
        elif here.verb is None:
            self._waiting.append(self._open)
            self._begin(kind, self._open)
            self._drafts[self._waiting[-1]].is_conditioned |= kind == "condition"
        elif kind in {"condition", "time", "concession"} and self._is_parted(at) and self._left > 1:
            self._begin(kind, here.above if not here.is_pending else None)
            self._here.is_pending = True
        else:
            here.is_conditioned |= kind == "condition"
            self._begin(kind, self._open)

    def _boundary(self, at: int) -> None:
        """A verb is behind and another ahead: open the clause that the token at ``at`` belongs to."""
        here = self._here
        is_and = self._tokens[at].pos == "CCONJ"
        if self._tokens[at].text == ":":
            self._waiting.clear()
            self._begin("speech", self._open)
        elif is_and and self._left > len(self._waiting) + here.is_pending:
            self._begin(here.link, here.above, here)
        elif self._waiting and not self._governs_next(at):
            self._open = self._waiting.pop()
        elif here.is_pending:
            self._begin_main(here)
        elif is_and or self._is_parted(at):
            self._begin(here.link, here.above, here)
        else:
            self._begin("zero", self._open)

    def _governs_next(self, at: int) -> bool:
        """Whether the verb before ``at`` takes the next one for its own: «قرار است تعمیر شود»."""
        following = next(verb for last, verb in self._ends.items() if last >= at)
        is_open = following.mood is not Mood.INDICATIVE and self._left > len(self._waiting)
        return is_open and self._here.verb is not None and self._here.verb.attitude is not None

    def _begin(self, link: str, above: int | None, like: Draft | None = None) -> None:
        """Open a clause; ``like``: the one that it is joined to."""
        draft = Draft(link, above)
        if like is not None:
            draft.is_conditioned, draft.is_pending = like.is_conditioned, like.is_pending
        self._drafts.append(draft)
        self._open = len(self._drafts) - 1

    def _begin_main(self, here: Draft) -> None:
        """Open the clause that the ones before it belong to."""
        pending = [draft for draft in self._drafts if draft.is_pending]
        self._begin("main", here.above)
        self._here.is_conditioned = any(draft.link == "condition" for draft in pending)
        for draft in pending:
            draft.above, draft.is_pending = self._open, False

    def _is_parted(self, at: int) -> bool:
        """Whether a comma or conjunction stands before token ``at``."""
        before = self._tokens[at - 1]
        return before.text in _COMMAS or before.pos == "CCONJ"

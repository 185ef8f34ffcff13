"""Noun phrases: a head, what hangs on it by ezafe, and what is joined to it.

In «معاون فرهنگی شهردار تبریز» the adjective and شهردار hang on معاون, and تبریز on شهردار: an adjective
belongs to the noun before it, a noun to the nearest noun before it. «و» and the comma join a word to
the nearest noun of its sort: in «معاون شهردار تهران و رئیس …» رئیس is joined to معاون, not to تهران.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Sentence, Token
from kg.persian import is_ordinal
from kg.phrases.grammar import Grammar, keys_of

_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
_NOMINAL = _HEADS | {"ADJ", "NUM"}
_IN_LIST = _NOMINAL | {"DET"}
_OUTERMOST = "roles"  # «معاون شهردار و رئیس …»: one person is both, whoever he deputizes for
COMMAS = frozenset({"،", ","})
_LONGEST_LIST = 20  # tokens between a comma and the «و» that ends its list


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Tokens ``first`` to ``last`` (half-open) of a sentence, about the thing that ``head`` names.

    ``parts`` hang on the head by ezafe, in order; ``conjuncts`` are joined to it by «و» or commas.
    Each is a phrase of its own, with parts of its own, and lies between ``first`` and ``last``.
    """

    first: int
    last: int
    head: int
    name: tuple[int, ...] = ()  # further words of a name that the head begins: حمیدی of «احمد حمیدی»
    parts: tuple[NounPhrase, ...] = ()
    conjuncts: tuple[NounPhrase, ...] = ()
    determiners: tuple[int, ...] = ()
    numerals: tuple[int, ...] = ()
    is_relative: bool = False  # «پلی که …»: a clause behind it says which

    def phrases(self) -> Iterator[NounPhrase]:
        """The phrase and everything inside it, each before what it holds."""
        yield self
        for inner in (*self.parts, *self.conjuncts):
            yield from inner.phrases()


@dataclass(frozen=True, slots=True)
class PrepositionalPhrase:
    """A preposition of one or several words, from token ``first`` to ``noun.first``, and its noun phrase."""

    preposition: str
    first: int
    noun: NounPhrase

    @property
    def last(self) -> int:
        """The index behind its last token."""
        return self.noun.last


def noun_phrases(
    sentence: Sentence, grammar: Grammar, keys: Sequence[str] | None = None, verbs: Collection[int] = ()
) -> list[NounPhrase]:
    """The outermost noun phrases of a sentence, in reading order; they do not overlap.

    ``verbs``: tokens that belong to verb groups and so end a phrase.
    """
    tokens = sentence.tokens
    chunker = _Chunker(tokens, keys or keys_of(sentence), grammar, frozenset(verbs))
    found = []
    at = 0
    while at < len(tokens):
        node = chunker.phrase(at) if tokens[at].pos in _IN_LIST else None
        if node:
            found.append(node.frozen())
        at = node.last if node else at + 1
    return found


def prepositional_phrases(
    sentence: Sentence,
    grammar: Grammar,
    keys: Sequence[str] | None = None,
    verbs: Collection[int] = (),
    nouns: Sequence[NounPhrase] = (),
) -> list[PrepositionalPhrase]:
    """The prepositional phrases of a sentence, in reading order; «به منظورِ» is one preposition.

    ``nouns`` are the noun phrases of the sentence, for callers that have them.
    """
    tokens = sentence.tokens
    keys = keys or keys_of(sentence)
    chunker = _Chunker(tokens, keys, grammar, frozenset(verbs))
    known = {noun.first: noun for noun in nouns}
    found = []
    for at, token in enumerate(tokens):
        match = grammar.prepositions.match(keys, at) if keys[at] in grammar.prepositions.starts else None
        if match is None and (token.pos != "ADP" or keys[at] in grammar.object_marks):
            continue
        form, end = match or (token.text, at + 1)
        if end == len(tokens) or (token.pos != "ADP" and end == at + 1):
            continue
        node = None if end in known else chunker.phrase(end)
        noun = node.frozen() if node else known.get(end)
        if noun:
            found.append(PrepositionalPhrase(form, at, noun))
    return found


# ── chunking ──────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Node:
    """A noun phrase in the making."""

    first: int
    head: int
    last: int
    above: _Node | None = None  # what it hangs on
    leader: _Node | None = None  # the first of those it is joined to
    name: list[int] = field(default_factory=list)
    parts: list[_Node] = field(default_factory=list)
    conjuncts: list[_Node] = field(default_factory=list)
    determiners: tuple[int, ...] = ()
    numerals: tuple[int, ...] = ()
    is_relative: bool = False

    def frozen(self) -> NounPhrase:
        parts, conjuncts, last = (), (), self.last  # type: tuple[NounPhrase, ...], tuple[NounPhrase, ...], int
        if self.parts:
            parts = tuple([part.frozen() for part in self.parts])
            last = max(last, parts[-1].last)
        if self.conjuncts:
            conjuncts = tuple([conjunct.frozen() for conjunct in self.conjuncts])
            last = max(last, conjuncts[-1].last)
        return NounPhrase(
            self.first,
            last,
            self.head,
            tuple(self.name),
            parts,
            conjuncts,
            self.determiners,
            self.numerals,
            self.is_relative,
        )


class _Chunker:
    """Reads noun phrases out of one sentence."""

    def __init__(
        self, tokens: Sequence[Token], keys: Sequence[str], grammar: Grammar, verbs: frozenset[int]
    ) -> None:
        self._tokens = tokens
        self._keys = keys
        self._grammar = grammar
        self._verbs = verbs

    def phrase(self, at: int) -> _Node | None:
        """The phrase that starts at token ``at``, with all that hangs on it and is joined to it."""
        root = self._word(at)
        if root is None:
            return None
        noun, adjective = root, None  # the nearest noun, and the adjective behind it
        end = root.last
        while end < len(self._tokens):
            step = self._next(root, noun, adjective, end)
            if step is None:
                break
            noun, adjective, end = step
        root.last = end
        root.is_relative = end < len(self._tokens) and self._tokens[end].pos == "SCONJ"
        return root

    def _next(
        self, root: _Node, noun: _Node, adjective: _Node | None, end: int
    ) -> tuple[_Node, _Node | None, int] | None:
        """Add what stands at ``end``; the nearest noun and adjective and the end after it."""
        tokens = self._tokens
        if tokens[end - 1].ezafe:
            return self._hang(noun, end)
        if tokens[end].pos == "PROPN" and tokens[end - 1].pos in {"PROPN", "NOUN"} and adjective is None:
            return self._go_on(noun, end)
        if tokens[end].pos == "CCONJ" or (tokens[end].text in COMMAS and self._is_list(end)):
            return self._join(noun, adjective, end + 1)
        return None

    def _word(self, at: int) -> _Node | None:
        """A head with the determiners and numbers before it; None where no phrase starts."""
        tokens, verbs, first = self._tokens, self._verbs, at
        determiners: list[int] = []
        numerals: list[int] = []
        while at not in verbs and at + 1 < len(tokens):
            pos = tokens[at].pos
            if pos in _HEADS:
                break
            if pos == "DET" or (pos == "ADJ" and is_ordinal(tokens[at].text)):
                determiners.append(at)
            elif self._is_before_counted(at, bool(numerals)):
                numerals.append(at)
            else:
                break
            at += 1
        if at in verbs or tokens[at].pos not in _NOMINAL:
            return None
        node = _Node(first, at, at + 1)
        if at > first:
            node.determiners, node.numerals = tuple(determiners), tuple(numerals)
        return node

    def _is_before_counted(self, at: int, is_inside: bool) -> bool:
        """Whether a number word, or the «و» inside a number, stands before more of it or what it counts."""
        token, ahead = self._tokens[at], self._tokens[at + 1]
        if token.pos == "CCONJ":
            return is_inside and ahead.pos == "NUM"
        if token.pos != "NUM" or token.ezafe:
            return False
        is_joined = ahead.pos == "CCONJ" and at + 2 < len(self._tokens) and self._tokens[at + 2].pos == "NUM"
        return ahead.pos in _NOMINAL or is_joined

    def _hang(self, noun: _Node, at: int) -> tuple[_Node, _Node | None, int] | None:
        """Hang the word at ``at`` on the noun before it."""
        node = self._word(at)
        if node is None:
            return None
        node.above = noun
        noun.parts.append(node)
        if self._tokens[node.head].pos == "ADJ" and node.head == at:
            return noun, node, node.last
        return node, None, node.last

    def _go_on(self, noun: _Node, at: int) -> tuple[_Node, _Node | None, int]:
        """Take the word at ``at`` into the name that ends before it: «احمد حمیدی»."""
        noun.name.append(at)
        noun.last = at + 1
        return noun, None, at + 1

    def _is_list(self, at: int) -> bool:
        """Whether the mark at ``at`` is a comma between words that an «و» joins in the end."""
        tokens = self._tokens
        for ahead in range(at + 1, min(at + _LONGEST_LIST, len(tokens))):
            pos = tokens[ahead].pos
            if pos == "CCONJ":
                return ahead > at + 1
            if ahead in self._verbs or (pos not in _IN_LIST and tokens[ahead].text not in COMMAS):
                return False
        return False

    def _join(self, noun: _Node, adjective: _Node | None, at: int) -> tuple[_Node, _Node | None, int] | None:
        """Join the word at ``at`` to an adjective or noun before it."""
        node = self._word(at) if at < len(self._tokens) else None
        if node is None:
            return None
        if adjective and self._tokens[node.head].pos == "ADJ":
            adjective.conjuncts.append(node)
            return noun, adjective, node.last
        if self._tokens[node.head].pos == "ADJ" != self._tokens[noun.head].pos:
            return None
        host = self._host(noun, node)
        node.leader, node.above = host.leader or host, host.above
        node.leader.conjuncts.append(node)
        return node, None, node.last

    def _host(self, noun: _Node, node: _Node) -> _Node:
        """What a noun is joined to: the nearest of its sort, a role to the outermost; else the nearest."""
        key = self._keys[node.head]
        sort = self._grammar.sorts.get(key)
        found: _Node | None = None
        above: _Node | None = noun
        while above is not None and (found is None or sort == _OUTERMOST):
            other = self._keys[above.head]
            if other == key or (sort and self._grammar.sorts.get(other) == sort):
                found = above
            above = above.above
        return found or noun

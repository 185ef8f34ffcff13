"""Clauses of a sentence, and how each puts what it says: stated, planned, denied, conditional, reported.

A clause has one verb group. Its status comes from the verb that governs it («قرار است …»), from its own
verb (negation, future, mood, «باید») and from adverbs, in that order; an «اگر» makes both sides conditional.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Sentence, Status, Token
from kg.phrases.forms import Aspect, Mood, Tense
from kg.phrases.grammar import Attitude, Grammar, Modality, Scope, keys_of
from kg.phrases.split import Draft, Splitter
from kg.phrases.verb import VerbGroup, status_under, verb_groups

_OPEN = frozenset({Status.PLANNED, Status.CONDITIONAL})
_LINKS = frozenset({"ADP", "DET", "NUM", "CCONJ", "PUNCT"})
_GOVERNED = frozenset({"that", "zero", "purpose"})  # links to what a verb governs


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and what it hangs on.

    ``tokens`` are ascending and may have gaps. ``link`` says how it is joined to clause ``above``: main,
    zero (no word), that, relative, speech, condition, cause, time, before, purpose, negative, concession.
    """

    tokens: tuple[int, ...]
    verb: VerbGroup | None
    link: str
    above: int | None
    status: Status
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of one sentence, in the order in which they begin."""

    clauses: tuple[Clause, ...]
    owner: tuple[int, ...]  # token -> clause
    nouns: tuple[tuple[int, int, Attitude], ...]  # «لزوم», «عدم»: first token, token behind, what it does
    subject_ends: tuple[int, ...]  # clause -> the token behind its subject


def clauses_of(
    sentence: Sentence,
    grammar: Grammar,
    keys: Sequence[str] | None = None,
    verbs: Sequence[VerbGroup] | None = None,
) -> Clauses:
    """Split a sentence into clauses, and say how each puts what it says."""
    keys = keys or keys_of(sentence)
    verbs = verb_groups(sentence, grammar, keys) if verbs is None else verbs
    tokens = sentence.tokens
    drafts, owner = Splitter(tokens, keys, grammar, verbs).split()
    marks = list(_marks(keys, grammar))
    _give_marks(drafts, owner, marks, tokens)
    _judge(drafts)
    tokens_of: list[list[int]] = [[] for _ in drafts]
    for at, index in enumerate(owner):
        tokens_of[index].append(at)
    clauses = (
        Clause(tuple(own), draft.verb, draft.link, draft.above, draft.status, _modality(draft, drafts))
        for draft, own in zip(drafts, tokens_of, strict=True)
    )
    inside = {at for verb in verbs for at in verb.tokens}
    return Clauses(
        tuple(clauses),
        tuple(owner),
        tuple(m for m in marks if m[2].kind == "noun" and m[0] not in inside and _governs(m, tokens)),
        tuple(_subject_end(own, tokens, keys, grammar) for own in tokens_of),
    )


def status_of(
    sentence: Sentence, first: int, last: int, grammar: Grammar, clauses: Clauses | None = None
) -> Status:
    """How a sentence puts what its tokens ``first`` to ``last`` (half-open) say.

    ``clauses`` are those of ``clauses_of``, for callers that ask several times. What stands in no clause
    with a verb, as in headings, is stated unless a word such as «احتمالاً» or «لزوم» says otherwise.
    """
    found = clauses or clauses_of(sentence, grammar)
    clause = found.clauses[found.owner[first]]
    noun = next((n for n in reversed(found.nouns) if _reaches(n, first, last, sentence.tokens, found)), None)
    if noun is not None and clause.status is not Status.CONDITIONAL:
        return noun[2].status
    attitude = clause.verb.attitude if clause.verb else None
    if clause.status is Status.STATED and attitude and attitude.scope is Scope.OBJECT and clause.verb:
        is_object = first >= found.subject_ends[found.owner[first]]
        return status_under(attitude, clause.verb) if is_object else Status.STATED
    return clause.status


# ── status ────────────────────────────────────────────────────────────────────


def _judge(drafts: Sequence[Draft]) -> None:
    """Give each clause its status."""
    for draft in drafts:
        draft.status = _status(draft, drafts)
    for draft, following in reversed(list(pairwise(drafts))):
        if draft.verb and draft.verb.is_participle and _borrows(draft, following):
            draft.status = following.status


def _status(draft: Draft, drafts: Sequence[Draft]) -> Status:
    """What the words around a verb, and its own form, make of a clause."""
    above = drafts[draft.above] if draft.above is not None else None
    if draft.link == "condition" or _is_conditioned(draft, above):
        return Status.CONDITIONAL
    adverbs = {a.modality: a.status for a in draft.marks if a.kind == "adverb"}
    if Modality.QUESTION in adverbs:
        return adverbs[Modality.QUESTION]
    if draft.verb is None:
        return _of_adverbs(draft, adverbs)
    if draft.link == "negative" or (draft.verb.is_negated and None not in adverbs):
        return Status.DENIED
    own = _own(draft, draft.verb)
    governed = _governed(draft.verb, above.verb) if above and draft.link in _GOVERNED and above.verb else None
    if governed is Status.REPORTED and own is Status.PLANNED:
        return own
    return governed or own or _of_adverbs(draft, adverbs)


def _borrows(draft: Draft, following: Draft) -> bool:
    """Whether a participle shares the mood of the verb it is joined to: «ساخته و افتتاح خواهد شد»."""
    is_joined = (draft.link, draft.above) == (following.link, following.above)
    return is_joined and draft.status is Status.STATED and following.status in _OPEN


def _is_conditioned(draft: Draft, above: Draft | None) -> bool:
    return draft.is_conditioned or (above is not None and above.is_conditioned and draft.link in _GOVERNED)


def _governed(verb: VerbGroup, governor: VerbGroup) -> Status | None:
    """What the verb of the clause above makes of this one; None where it leaves it alone."""
    attitude = governor.attitude
    if attitude is None:
        return Status.DENIED if governor.is_negated and verb.mood is Mood.SUBJUNCTIVE else None
    is_open = verb.mood is not Mood.INDICATIVE or (attitude.modality is Modality.PLAN and not _is_past(verb))
    if governor.is_negated:
        is_freed = attitude.modality in {Modality.DENIAL, Modality.HEARSAY}
        return Status.DENIED if is_open and not is_freed else None
    status = status_under(attitude, governor)
    return status if is_open or status in {Status.DENIED, Status.REPORTED} else None


def _own(draft: Draft, verb: VerbGroup) -> Status | None:
    """What the form of the verb says; None where it states."""
    if verb.modal:
        return verb.modal
    if verb.tense is Tense.FUTURE or (verb.mood is not Mood.INDICATIVE and draft.link != "concession"):
        return Status.PLANNED
    attitude = verb.attitude
    if attitude and attitude.scope is Scope.CLAUSE and attitude.status is not Status.STATED:
        return status_under(attitude, verb)
    return None


def _of_adverbs(draft: Draft, adverbs: dict[Modality | None, Status]) -> Status:
    for modality in (Modality.HEARSAY, Modality.DENIAL, Modality.WISH, Modality.POSSIBILITY):
        if modality in adverbs:
            return adverbs[modality]
    is_ahead = any(mark.kind == "future" for mark in draft.marks)
    is_past = draft.verb is not None and _is_past(draft.verb)
    return Status.PLANNED if is_ahead and not is_past else Status.STATED


def _is_past(verb: VerbGroup) -> bool:
    return verb.tense is Tense.PAST or verb.aspect is Aspect.PERFECT


def _modality(draft: Draft, drafts: Sequence[Draft]) -> Modality | None:
    """The modality of the clause: its verb's, its adverbs', or that of the verb that governs it."""
    if draft.verb and draft.verb.modality:
        return draft.verb.modality
    own = next((a.modality for a in draft.marks if a.kind == "adverb" and a.modality), None)
    if own or draft.above is None or draft.link not in _GOVERNED:
        return own
    governor = drafts[draft.above].verb
    return governor.attitude.modality if governor and governor.attitude else None


# ── nouns and subjects ────────────────────────────────────────────────────────


def _marks(keys: Sequence[str], grammar: Grammar) -> Iterator[tuple[int, int, Attitude]]:
    """First token, token behind and meaning of each word that is an attitude but no verb."""
    at = 0
    while at < len(keys):
        match = grammar.marks.match(keys, at) if keys[at] in grammar.marks.starts else None
        if match:
            yield at, match[1], match[0]
        at = match[1] if match else at + 1


def _give_marks(
    drafts: Sequence[Draft],
    owner: Sequence[int],
    marks: Sequence[tuple[int, int, Attitude]],
    tokens: Sequence[Token],
) -> None:
    """Give each clause the marks that stand in it; «نه» is one only where it begins the clause."""
    for first, _, attitude in marks:
        begun = (at for at in range(first) if owner[at] == owner[first] and tokens[at].pos != "CCONJ")
        if attitude.modality is not Modality.DENIAL or all(tokens[at].pos == "PUNCT" for at in begun):
            drafts[owner[first]].marks.append(attitude)


def _governs(mark: tuple[int, int, Attitude], tokens: Sequence[Token]) -> bool:
    """Whether something hangs on a noun: «لزوم برگزاری», «تلاش برای …», «احتمال اینکه …»."""
    _, end, _ = mark
    return end < len(tokens) and (
        tokens[end - 1].ezafe or tokens[end - 1].pos == "ADP" or tokens[end].pos in {"ADP", "SCONJ"}
    )


def _reaches(
    mark: tuple[int, int, Attitude], at: int, last: int, tokens: Sequence[Token], found: Clauses
) -> bool:
    """Whether what a noun does reaches the tokens from ``at`` to ``last``, behind it or begun by it."""
    first, end, attitude = mark
    if end > at:
        return first == at and end < last
    own, other = found.owner[first], found.owner[at]
    clause = found.clauses[other]
    if own != other:
        return clause.above == own and clause.tokens[0] - end <= 1
    if attitude.scope is Scope.CHAIN:
        return all(_is_link(tokens, k) for k in range(end - 1, at))
    return clause.verb is None or not any(end <= k < at for k in clause.verb.tokens)


def _is_link(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token at ``at`` and the next one stand in one chain."""
    token, ahead = tokens[at], tokens[at + 1]
    return token.ezafe or token.pos in _LINKS or ahead.pos == "CCONJ"


def _subject_end(own: Sequence[int], tokens: Sequence[Token], keys: Sequence[str], grammar: Grammar) -> int:
    """The token behind the first phrase of a clause, if that can be its subject; else its first token."""
    words = [at for at in own if keys[at] and tokens[at].pos not in {"CCONJ", "SCONJ", "ADV"}]
    if not words or tokens[words[0]].pos == "ADP":
        return own[0] if own else 0
    end = words[0]
    while end + 1 < len(tokens) and (tokens[end].ezafe or tokens[end].pos in {"DET", "NUM"}):
        end += 1
    is_object = end + 1 < len(tokens) and keys[end + 1] in grammar.object_marks
    return own[0] if is_object else end + 1

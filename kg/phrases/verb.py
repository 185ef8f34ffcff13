"""Verb groups: a finite verb with its auxiliaries, participles, modals and light noun.

«برگزار خواهد شد», «گفته شده است», «باید این خیابان را آسفالت کند», «به تصویب رسید»: each is one group,
though other words may stand between its tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Sentence, Status, Token
from kg.persian import ZWNJ, squash
from kg.phrases.forms import Aspect, Form, Inflection, Mood, Tense
from kg.phrases.grammar import Attitude, Grammar, Modality, keys_of, past_stem
from kg.phrases.light import is_passive, light_noun

_FINITE = frozenset({"VERB", "AUX"})
_FAR_FROM_MODAL = 12  # tokens; a past verb farther off is no part of «می‌توان … کرد»
_LONGEST_PREDICATE = 4  # words before the verb: «در دستور کار قرار گرفت»


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """Tokens of a sentence that make one finite verb, and what they say.

    ``tokens`` are ascending and may have gaps; ``head`` is the token of the full verb. ``lemma`` is
    that verb's («کرد#کن»), ``light`` the tokens of its noun («برگزار», «به تصویب»).
    """

    tokens: tuple[int, ...]
    head: int
    lemma: str
    tense: Tense
    aspect: Aspect
    mood: Mood
    person: int
    is_plural: bool
    is_negated: bool
    is_passive: bool = False
    is_participle: bool = False  # «افتتاح شده», without است: it may borrow tense and mood from the next verb
    light: tuple[int, ...] = ()
    modality: Modality | None = None
    modal: Status | None = None  # what its «باید» or «می‌تواند» makes of it
    attitude: Attitude | None = None  # what the verb makes of the clause that it governs

    @property
    def first(self) -> int:
        """Its first token; a modal that stands apart counts."""
        return self.tokens[0]

    @property
    def last(self) -> int:
        """The index behind its last token."""
        return self.tokens[-1] + 1


def verb_groups(sentence: Sentence, grammar: Grammar, keys: Sequence[str] | None = None) -> list[VerbGroup]:
    """The verb groups of a sentence, in the order of their last tokens.

    ``keys`` are those of ``keys_of(sentence)``, for callers that have them.
    """
    keys = keys or keys_of(sentence)
    tokens = sentence.tokens
    groups = (_group(core, tokens, keys, grammar) for core in _with_modals(tokens, keys, grammar))
    return [group for group in groups if not _is_attribute(group, tokens)]


def _is_attribute(group: VerbGroup, tokens: Sequence[Token]) -> bool:
    """Whether a participle only hangs on the noun before it, or is a noun that is counted.

    «نرخ توافق شده», «۲۰ بسته».
    """
    if not group.is_participle or group.attitude is not None or group.first == 0:
        return False
    before = tokens[group.first - 1]
    return before.ezafe or before.pos == "NUM" or before.text[0].isdigit()


# ── one verb and its auxiliaries ──────────────────────────────────────────────


@dataclass(slots=True)
class _Core:
    """A verb in the making: its tokens, lemma and inflection."""

    tokens: list[int]
    head: int
    key: str  # of the first form
    lemma: str
    inflection: Inflection
    is_negated: bool
    participle: str = ""  # the key, where an auxiliary follows: «گفته» of «گفته شد»
    auxiliary: str = ""  # the lemma of شدن in a passive
    is_perfect: bool = False
    is_closed: bool = False  # no auxiliary can follow
    modal: _Core | None = None

    @property
    def first(self) -> int:
        return self.tokens[0]


def _cores(tokens: Sequence[Token], keys: Sequence[str], grammar: Grammar) -> Iterator[_Core]:
    """Each finite verb with the auxiliaries right behind it."""
    core: _Core | None = None
    for at, token in enumerate(tokens):
        is_tagged = token.pos in _FINITE or keys[at] in grammar.sure
        if not is_tagged and not _is_participle(tokens, keys, at, grammar):
            continue
        for key, (lemma, inflection) in _forms_at(token, keys[at], grammar):
            if core and at - core.tokens[-1] <= 1 and _joins(core, lemma, inflection, grammar):
                _join(core, at, lemma, inflection, grammar)
                continue
            if core:
                yield core
            core = _Core([at], at, key, lemma, inflection, inflection.is_negated)
    if core:
        yield core


def _is_participle(tokens: Sequence[Token], keys: Sequence[str], at: int, grammar: Grammar) -> bool:
    """Whether a word that is tagged an adjective is the participle of the verb behind it: «گفته شد»."""
    token = tokens[at]
    if token.pos != "ADJ" or token.ezafe or at + 1 == len(tokens) or tokens[at + 1].pos not in _FINITE:
        return False
    forms = _forms_at(token, keys[at], grammar)
    return bool(forms) and forms[-1][1][1].is_participle


def _forms_at(token: Token, key: str, grammar: Grammar) -> list[tuple[str, Form]]:
    """The forms that a token holds, with their keys: one, or two that are written as one word."""
    form = grammar.forms.get(key)
    return [(key, form)] if form else _split(token, key, grammar)


def _split(token: Token, key: str, grammar: Grammar) -> list[tuple[str, Form]]:
    """The forms of «گفته‌شده» and «خواهدشد», and the verb of «خبرداد»."""
    forms = grammar.forms
    parts = [squash(part) for part in token.text.split(ZWNJ)]
    for cut in range(1, len(parts)):
        before, verb = "".join(parts[:cut]), "".join(parts[cut:])
        if verb in forms:  # what stands before it is a noun («انجام‌شده») unless it can have an auxiliary
            return [(k, forms[k]) for k in (before, verb) if k == verb or _takes_auxiliary(forms.get(k))]
    for cut in range(2, len(key) - 1):
        before, verb = key[:cut], key[cut:]
        if verb in forms and forms[verb][0] in grammar.light_verbs:
            if before in forms and forms[before][1].tense is Tense.FUTURE:
                return [(before, forms[before]), (verb, forms[verb])]
            if before in grammar.light_nouns:
                return [(verb, forms[verb])]
    clitic = next((c for c in grammar.clitics if key.endswith(c)), None)
    if clitic and token.pos in _FINITE:
        return [(clitic, forms[clitic])]
    return []


def _takes_auxiliary(form: Form | None) -> bool:
    return form is not None and (form[1].is_participle or form[1].tense is Tense.FUTURE)


def _joins(core: _Core, lemma: str, inflection: Inflection, grammar: Grammar) -> bool:
    """Whether a form is the auxiliary of the form before it, or the full verb behind an auxiliary."""
    if core.inflection.tense is Tense.FUTURE and not core.is_closed:
        return inflection.tense is Tense.PAST and inflection.aspect is Aspect.SIMPLE
    return core.inflection.is_participle and (
        grammar.uses.get(lemma) in {"copula", "passive"} or inflection.tense is Tense.FUTURE
    )


def _join(core: _Core, at: int, lemma: str, inflection: Inflection, grammar: Grammar) -> None:
    if at != core.tokens[-1]:
        core.tokens.append(at)
    core.is_negated |= inflection.is_negated
    if core.inflection.tense is Tense.FUTURE:
        core.is_closed = True
        if core.participle:
            core.auxiliary = lemma
        else:
            core.head, core.lemma = at, lemma
        return
    core.participle = core.participle or core.key
    core.inflection = inflection
    core.is_perfect = inflection.is_participle
    if grammar.uses[lemma] == "copula":
        core.is_perfect = core.is_closed = True
    elif grammar.uses[lemma] == "passive":
        core.auxiliary = lemma


# ── modals and progressives that stand apart ──────────────────────────────────


def _with_modals(tokens: Sequence[Token], keys: Sequence[str], grammar: Grammar) -> Iterator[_Core]:
    """Each verb, with the «باید», «می‌تواند» or «دارد» before it taken in."""
    waiting: _Core | None = None
    for core in _cores(tokens, keys, grammar):
        if waiting and _takes(waiting, core, tokens, grammar):
            core.modal, waiting = waiting, None
        if waiting:
            yield waiting
        waiting = None
        if core.modal is None and len(core.tokens) <= 2 and _is_auxiliary(core, tokens, grammar):
            waiting = core
        else:
            yield core
    if waiting:
        yield waiting


def _is_auxiliary(core: _Core, tokens: Sequence[Token], grammar: Grammar) -> bool:
    use = grammar.uses.get(core.lemma)
    return use == "modal" or (use == "progressive" and tokens[core.head].pos == "AUX")


def _takes(modal: _Core, core: _Core, tokens: Sequence[Token], grammar: Grammar) -> bool:
    """Whether ``core`` is the full verb of ``modal``: no clause begins between them."""
    if any(tokens[at].pos == "SCONJ" for at in range(modal.tokens[-1] + 1, core.first)):
        return False
    form, own = core.inflection, modal.inflection
    if grammar.uses[modal.lemma] == "progressive":
        same = (own.tense, own.person, own.is_plural) == (form.tense, form.person, form.is_plural)
        return same and form.aspect is Aspect.IMPERFECTIVE
    is_bare_past = form.tense is Tense.PAST and form.aspect is Aspect.SIMPLE
    is_near = core.first - modal.head < _FAR_FROM_MODAL
    is_obligation = own.mood is Mood.INDICATIVE and form.aspect is Aspect.IMPERFECTIVE
    return form.mood is not Mood.INDICATIVE or is_obligation or (is_bare_past and is_near)


# ── what a verb says ──────────────────────────────────────────────────────────


def _group(core: _Core, tokens: Sequence[Token], keys: Sequence[str], grammar: Grammar) -> VerbGroup:
    modal, inflection = core.modal, core.inflection
    attitude, start = _attitude(core, keys, grammar)
    light = light_noun(tokens, keys, core.first, core.lemma, grammar)
    light = max(light, tuple(range(start, core.first)), key=len)
    own = _attitude(modal, keys, grammar)[0] if modal else attitude
    return VerbGroup(
        tuple(sorted({*light, *core.tokens, *(modal.tokens if modal else ())})),
        core.head,
        core.lemma,
        modal.inflection.tense if modal else inflection.tense,
        Aspect.PERFECT if core.is_perfect else inflection.aspect,
        inflection.mood,
        inflection.person,
        inflection.is_plural,
        core.is_negated or (modal is not None and modal.is_negated),
        bool(core.auxiliary) or is_passive(core.lemma, light, keys, grammar),
        modal is None and inflection.is_participle and not core.is_closed,
        light,
        own.modality if own else None,
        status_under(own, modal.inflection) if modal and own else None,
        attitude,
    )


def status_under(attitude: Attitude, inflection: Inflection | VerbGroup) -> Status:
    """What an attitude in this tense makes of what it bears on: who «توانست» has done it."""
    is_done = inflection.tense is Tense.PAST or inflection.aspect is Aspect.PERFECT
    return attitude.past if is_done and inflection.aspect is not Aspect.IMPERFECTIVE else attitude.status


def _attitude(core: _Core, keys: Sequence[str], grammar: Grammar) -> tuple[Attitude | None, int]:
    """The longest predicate that ends in this verb and is an attitude, and where it starts: «در نظر دارد»."""
    first = start = core.first
    text = core.participle + past_stem(core.auxiliary) if core.auxiliary else past_stem(core.lemma)
    found = grammar.attitudes.get(text) or grammar.attitudes.get(core.key)
    for at in range(first - 1, max(first - 1 - _LONGEST_PREDICATE, -1), -1):
        text = keys[at] + text
        if not keys[at]:
            break
        if text in grammar.attitudes:
            found, start = grammar.attitudes[text], at
    return found, start

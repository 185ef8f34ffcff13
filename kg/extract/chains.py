"""The grammar of names: how far a chain of words reaches.

A Persian name is a chain: a head noun, then words that each hang on the one before by an ezafe
(سازمان فرهنگی شهرداری تبریز). What the ezafe tagger does not see, the name tagger, the lexicons and
the gazetteer add: coordination inside names (فرهنگ و ارشاد), places behind their body.
"""

from __future__ import annotations

from kg.extract.scene import AND, CLOSERS, OPENERS, Scene

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X", "INTJ"})
_LONGEST_CHAIN = 25  # tokens; the longest body in the training articles has 14


def chain_end(scene: Scene, first: int, at: int | None = None, *, in_title: bool = False) -> int:
    """Where the chain that starts at token ``first`` ends (half-open); it reaches at least to ``at``.

    ``in_title``: the chain is a title's, so that «و» and a common noun go on with the body's name, as
    nobody speaks together with مشارکت‌های مردمی.
    """
    tokens = scene.tokens
    end = at or first + 1
    while end < len(tokens) and end - first < _LONGEST_CHAIN:
        step = _next_link(scene, first, end, in_title)
        if not step:
            break
        end = step
    return end


def _next_link(scene: Scene, first: int, end: int, in_title: bool) -> int:
    """The end of the chain after one more link behind ``end``; 0 where it ends here."""
    tokens, last, word = scene.tokens, scene.tokens[end - 1], scene.tokens[end]
    if scene.compounds.get(end - 1, 0) > end:
        return scene.compounds[end - 1]
    together = scene.organizations.get(end)
    inside = together is not None and together == scene.organizations.get(end - 1)
    if (
        word.text == "("
        and end + 2 < len(tokens)
        and tokens[end + 2].text == ")"
        and len(tokens[end + 1].text) < 4
    ):
        return end + 3  # (ع), (ره), (س)
    if last.text == ")" and end - first > 3 and (word.pos == "PROPN" or end in scene.places or inside):
        return end + 1
    if word.text in AND:
        goes_on = inside and scene.organizations.get(end + 1) == together
        joins = goes_on or _joins_adjectives(scene, end) or (in_title and _joins_nouns(scene, end))
        return end + 1 if joins else 0
    if last.text in AND:
        return end + 1 if word.pos in _NOMINAL else 0
    if inside:
        return end + 1
    if word.pos not in _NOMINAL or word.text in OPENERS or word.text in CLOSERS:
        return 0
    return end + 1 if last.ezafe or _hangs_on_head(scene, first, end) else 0


def _joins_nouns(scene: Scene, at: int) -> bool:
    """Whether the mark at ``at`` goes on inside a name: no new title, body, person or group behind it."""
    tokens = scene.tokens
    ahead = at + 1
    if tokens[at].text == "،":  # a list in a name ends with «و»: میراث فرهنگی، صنایع دستی و گردشگری
        is_list = any(t.text == "و" for t in tokens[ahead : ahead + 4])
        if not is_list or any(t.pos in {"VERB", "AUX", "ADP"} for t in tokens[ahead : ahead + 4]):
            return False
    if ahead >= len(tokens) or tokens[ahead].pos not in {"NOUN", "ADJ", "PROPN"} or ahead in scene.persons:
        return False
    if at - 1 in scene.places or scene.knowledge["places"].match(tokens, at - 1):
        return False
    match = scene.knowledge["bodies"].match(tokens, ahead)
    is_body = match is not None and match[0].get("use") not in {"domain", "named"}
    known = ("roles", "honorifics", "people_groups")
    return not is_body and not any(scene.knowledge[name].match(tokens, ahead) for name in known)


def _joins_adjectives(scene: Scene, at: int) -> bool:
    """Whether the mark at ``at`` joins adjectives of one chain: فرهنگی، اجتماعی و ورزشی شهرداری."""
    tokens = scene.tokens
    if at + 2 >= len(tokens) or tokens[at - 1].pos != "ADJ" or tokens[at + 1].pos != "ADJ":
        return False
    return tokens[at + 1].ezafe or tokens[at + 2].text in AND or tokens[at].text == "و"


def _hangs_on_head(scene: Scene, first: int, at: int) -> bool:
    """Whether a place or body stands right behind the head noun: their ezafe is sure, seen or not."""
    match = scene.knowledge["bodies"].match(scene.tokens, first)
    if match is None or at != first + match[1]:
        return False
    return at in scene.places or scene.knowledge["bodies"].match(scene.tokens, at) is not None

"""The grammar of names: how far a chain of words reaches.

A Persian name is a chain: a head noun, then words that each hang on the one before by an ezafe
(سازمان فرهنگی شهرداری تبریز). What the ezafe tagger does not see, the name tagger, the lexicons and
the gazetteer add: coordination inside names (فرهنگ و ارشاد), places behind their body.
"""

from __future__ import annotations

from kg.extract.scene import AND, CLOSERS, CLOSES, NOMINAL, OFFICES, OPENERS, VAGUE, Scene
from kg.knowledge import Entry
from kg.persian import AND_WORD, is_indefinite

_LONGEST_CHAIN = 25  # tokens; the longest body in the training articles has 14
_LONGEST_LIST = 9  # tokens of the fields that a body's name lists
_WITH_FIELDS = frozenset({*OFFICES, "committee", "unit", "institute"})
_WHOLE_SORTS = frozenset({"state", "international", "media"})
_OF_MEMBERS = frozenset({"committee", "council"})
_OF_NAMESAKES = frozenset({"religious", "martyr", "clerical"})  # after whom streets and hospitals are called
_NEW_TITLE_WITHIN = 3  # tokens of a name that may stand before its title


def chain_end(scene: Scene, first: int, at: int | None = None, *, in_title: bool = False) -> int:
    """Where the chain that starts at token ``first`` ends (half-open); it reaches at least to ``at``.

    ``in_title``: the chain is a title's, so that «و» and a common noun go on with the body's name, as
    nobody speaks together with مشارکت‌های مردمی.
    """
    end = at or first + 1
    while end < len(scene.tokens) and end - first < _LONGEST_CHAIN:
        step = _next_link(scene, first, end, in_title)
        if not step:
            break
        end = step
    return end


def _next_link(scene: Scene, first: int, end: int, in_title: bool) -> int:
    """The end of the chain after one more link behind ``end``; 0 where it ends here."""
    last, word = scene.tokens[end - 1], scene.tokens[end]
    if _begins_other(scene, first, end):
        return 0
    bound = _bound_end(scene, end)
    if bound:
        return bound
    if word.text in AND:
        return end + 1 if _goes_on_behind_and(scene, first, end, in_title) else 0
    if last.text in AND:
        return end + 1 if word.pos in NOMINAL else 0
    inside = _is_inside_name(scene, end) and word.pos != "ADV"  # «… و بویژه …»
    if _is_behind_honorific(scene, first, end):  # «خیابان شهید بهشتی»
        return scene.persons[end][1] if end in scene.persons else end + 1 if word.pos == "PROPN" else 0
    is_behind_salutation = last.text == ")" and salutation_end(scene, end - 3) == end
    if is_behind_salutation and (word.pos == "PROPN" or end in scene.places):
        return end + 1
    is_word = word.pos in NOMINAL and word.text not in OPENERS and word.text not in CLOSERS
    address = scene.match("honorifics", end)
    is_address = address is not None and address[0]["kind"] == "courtesy"  # «مجلس آقایان …»
    ends_here = is_address or _is_whole(scene, first, end)
    if not inside and (ends_here or not is_word):
        return 0
    return end + 1 if inside or last.ezafe or _hangs_on_head(scene, first, end) else 0


def _begins_other(scene: Scene, first: int, at: int) -> bool:
    """Whether no name goes on with token ``at``: a verb, person, day, bracket, or one of many («نامه‌ای»)."""
    word = scene.tokens[at].text
    if scene.tokens[at].pos == "NOUN" and is_indefinite(word):
        return True
    closes_other = word in CLOSES and all(t.text != CLOSES[word] for t in scene.tokens[first:at])
    return at in scene.verbs or closes_other or _begins_person(scene, at) or _is_day(scene, at)


def _bound_end(scene: Scene, at: int) -> int:
    """The end of what belongs to the word before ``at`` whatever its ezafe; 0 where nothing does.

    The rest of a known compound, a salutation, the name behind شهید or امام: «دانشگاه شهید بهشتی».
    """
    is_titled = scene.tokens[at - 1].text in scene.knowledge["honorifics"] and scene.tokens[at].pos == "PROPN"
    if scene.compounds.get(at - 1, 0) > at:
        return scene.compounds[at - 1]
    if is_titled:
        return scene.persons[at][1] if at in scene.persons else at + 1
    return salutation_end(scene, at)


def _begins_person(scene: Scene, at: int) -> bool:
    """Whether a person's names follow a place or a salutation: «شرکت آب تهران علی رضایی»."""
    tokens, given = scene.tokens, scene.knowledge["given_names"].get(scene.tokens[at].text)
    place = scene.knowledge["places"].get(tokens[at - 1].text)
    is_behind_place = scene.places.get(at - 1, (0, 0))[1] == at or (
        place is not None and not place["is_word"]
    )
    is_behind_name = tokens[at - 1].text == ")" or is_behind_place
    is_named = at + 1 < len(tokens) and tokens[at + 1].pos == "PROPN"
    return is_behind_name and is_named and given is not None and not given["is_word"]


def _is_day(scene: Scene, at: int) -> bool:
    """Whether a day is named, which is part of no body's name: «بانک مرکزی امروز», «مجلس صبح شنبه»."""
    here, behind = (scene.match("time_words", i) for i in (at, at + 1))
    if here and here[0]["kind"] == "day":
        return True
    hour = scene.match("event_words", at)
    is_dated = at in scene.dates or (hour is not None and hour[0]["kind"] == "hour")
    return is_dated and any(m and m[0]["kind"] in {"day", "weekday"} for m in (here, behind))


def _is_whole(scene: Scene, first: int, at: int) -> bool:
    """Whether the head before ``at`` is a whole name, as مجلس, to which only a place can be added.

    A number behind the first head counts what comes next; behind that of a committee stands no title.
    """
    heads = ((scene.match("bodies", i), i) for i in range(first, at))
    head, begin = next(((h[0], i) for h, i in heads if h and i + h[1] == at), (None, at))
    if head is None:
        return False
    if begin == first and (scene.tokens[at].pos == "NUM" or _is_title_behind(scene, head, at)):
        return True  # «در کمیسیون دو مصوبه …»
    if head.get("use") != "alone" or head["kind"] not in _WHOLE_SORTS:
        return False
    noun = scene.match("place_nouns", at)
    has_noun = noun is not None and noun[0]["kind"] != "direction"  # «صدا و سیمای استان», «مجلس ورودی ندارد»
    return at not in scene.places and not has_noun and scene.match("places", at) is None


def _is_title_behind(scene: Scene, head: Entry, at: int) -> bool:
    """«در جلسه کمیسیون وزیر نیرو حضور یافت»: somebody's title begins behind the head of a committee."""
    title = scene.match("roles", at)
    return title is not None and head["kind"] in _OF_MEMBERS and scene.tokens[at + title[1] - 1].ezafe


def salutation_end(scene: Scene, at: int) -> int:
    """The end of «(ع)», «(ره)» and the like that starts at token ``at``; 0 where none does."""
    words = [t.text for t in scene.tokens[at : at + 3]]
    is_one = (
        len(words) == 3 and (words[0], words[2]) == ("(", ")") and words[1] in scene.knowledge["salutations"]
    )
    return at + 3 if is_one else 0


def _is_behind_honorific(scene: Scene, first: int, at: int) -> bool:
    """Whether an honorific stands before ``at`` in a chain, which goes on with whom it is called after."""
    honorific = scene.match("honorifics", at - 1, at)
    return at - 1 > first and honorific is not None and honorific[0]["kind"] in _OF_NAMESAKES


def _is_inside_name(scene: Scene, at: int) -> bool:
    """Whether the name tagger sees one body around ``at`` and the token before it."""
    span = scene.organizations.get(at)
    return span is not None and span == scene.organizations.get(at - 1)


def _hangs_on_head(scene: Scene, first: int, at: int) -> bool:
    """Whether a place, body or event stands right behind the head noun: their ezafe is sure, seen or not."""
    head = scene.match("bodies", first) or scene.match("events", first)
    if head is None or at != first + head[1]:
        return False
    return at in scene.places or any(scene.match(name, at) for name in ("bodies", "events"))


# ── coordination inside a name ────────────────────────────────────────────────


def _goes_on_behind_and(scene: Scene, first: int, at: int, in_title: bool) -> bool:
    """Whether «و» or a comma at ``at`` joins parts of one name, and no new thing begins behind it."""
    tokens = scene.tokens
    ahead = at + 1
    if ahead >= len(tokens) or tokens[ahead].pos == "ADV" or _begins_new_thing(scene, first, ahead):
        return False
    if _is_inside_name(scene, at) and scene.organizations.get(ahead) == scene.organizations[at]:
        return True
    if _joins_adjectives(scene, at) or _joins_fields(scene, first, at):
        return True
    is_noun = tokens[ahead].pos in {"NOUN", "PROPN"} or (tokens[ahead].pos == "ADJ" and tokens[ahead].ezafe)
    is_behind_place = at - 1 in scene.places or scene.match("places", at - 1) is not None
    return in_title and tokens[at].text == AND_WORD and is_noun and not is_behind_place


def _begins_new_thing(scene: Scene, first: int, at: int) -> bool:
    """Whether a title, person, group of people or another body is named from token ``at`` on."""
    tokens = scene.tokens
    if at in scene.persons or any(scene.match(name, at) for name in ("roles", "honorifics", "people_groups")):
        return True
    ahead = range(at + 1, min(len(tokens), at + 1 + _NEW_TITLE_WITHIN))
    if any(scene.match("roles", k) and not tokens[k - 1].ezafe for k in ahead):
        return True
    body, head = scene.match("bodies", at), _body_noun(scene, first, at)
    if body is None or body[0].get("use") in VAGUE:
        return False
    has_fields = head is not None and head["kind"] in _WITH_FIELDS and head.get("use") != "domain"
    return not (has_fields and body[0].get("use") == "domain")


def _body_noun(scene: Scene, first: int, end: int) -> Entry | None:
    """The head of the body that a chain names, at its start or behind the role that it starts with."""
    matches = (scene.match("bodies", i) for i in range(first, end))
    return next((match[0] for match in matches if match), None)


def _joins_fields(scene: Scene, first: int, at: int) -> bool:
    """Whether the mark at ``at`` stands in a list of fields that ends in a body or place, whose they are.

    «کمیسیون کشاورزی، آب و منابع طبیعی مجلس»; two fields without a comma may be two things.
    """
    tokens = scene.tokens
    head = _body_noun(scene, first, at)
    is_listing = any(t.text == "،" for t in tokens[first : at + 1])
    if head is None or head["kind"] not in _WITH_FIELDS or not is_listing:
        return False
    is_last = tokens[at].text == AND_WORD
    for i in range(at + 1, min(len(tokens), at + 1 + _LONGEST_LIST)):
        body = scene.match("bodies", i)
        is_owner = body is not None and body[0].get("use") not in {*VAGUE, "domain"}
        if is_owner or i in scene.places or scene.match("place_nouns", i):
            return is_last and tokens[i - 1].ezafe
        is_mark = tokens[i].text in AND
        if not is_mark and (tokens[i].pos not in NOMINAL or i in scene.persons or i in scene.verbs):
            return False
        is_last = is_last or tokens[i].text == AND_WORD
    return False


def _joins_adjectives(scene: Scene, at: int) -> bool:
    """Whether the mark at ``at`` joins adjectives of one chain: فرهنگی، اجتماعی و ورزشی شهرداری."""
    tokens = scene.tokens
    if at + 2 >= len(tokens) or tokens[at - 1].pos != "ADJ" or tokens[at + 1].pos != "ADJ":
        return False
    return tokens[at + 1].ezafe or tokens[at + 2].text in AND or tokens[at].text == AND_WORD

"""Titles in a sentence: the role, and the body that it is held at, named or implied."""

from __future__ import annotations

from kg.extract.bodies import body_anaphor, body_at, headless_body
from kg.extract.chains import chain_end
from kg.extract.scene import Phrase, Scene, TitlePhrase, text_of
from kg.extract.toponyms import place_anaphor, place_in
from kg.knowledge import Entry
from kg.model import Kind, Tenure
from kg.persian import IN_WORD

_HEADS = frozenset({"head", "deputy", "director"})
_AT_BODIES = frozenset({"head", "deputy", "member", "coach"})  # roles that somebody holds at a body


def title_at(scene: Scene, at: int) -> TitlePhrase | None:
    """The role that is named from token ``at`` on, with its body; None if none is."""
    match = scene.match("roles", at)
    if (
        match is None
        or at in scene.persons
        or at in scene.verbs
        or scene.tokens[at].pos in {"VERB", "AUX", "ADP", "PUNCT"}
    ):
        return None
    entry, length = match
    end = _with_pointed_place(scene, entry, chain_end(scene, at, at + length, in_title=True))
    words = _without_tenure(scene, at, end)
    tenure = _tenure(scene, at + length, end, entry)
    pointed = body_anaphor(scene, end) if scene.tokens[end - 1].ezafe and end < len(scene.tokens) else None
    if pointed:  # «مدیرعامل این شرکت»
        role = _role(scene, entry, words, at + length, end)
        return TitlePhrase(scene.number, at, pointed.last, role, entry["kind"], pointed, tenure)
    return _with_body(scene, at, at + length, end, entry, tenure, words)


def _with_pointed_place(scene: Scene, entry: Entry, end: int) -> int:
    """The end of an office's chain with «این شهرستان» behind it: فرماندار این شهرستان."""
    place = place_anaphor(scene, end) if end < len(scene.tokens) and entry["kind"] == "office" else None
    is_pointed = place is not None and place.last == end + 2
    return place.last if place and is_pointed and scene.tokens[end - 1].ezafe else end


def _tenure(scene: Scene, first: int, end: int, entry: Entry) -> Tenure:
    """What the words behind a role's noun, or the noun itself, say of when it is held."""
    for token in scene.tokens[first:end]:
        mark = scene.knowledge["tenures"].get(token.text)
        if mark:
            return Tenure(mark["tenure"])
    return Tenure.ACTING if entry.get("tenure") == "acting" else Tenure.CURRENT


def _without_tenure(scene: Scene, first: int, end: int) -> list[int]:
    """The tokens of a chain less those that say since or until when: «سابق», «منتخب»."""
    return [i for i in range(first, end) if scene.tokens[i].text not in scene.knowledge["tenures"]]


def _with_body(
    scene: Scene, first: int, name_from: int, end: int, entry: Entry, tenure: Tenure, words: list[int]
) -> TitlePhrase:
    """Divide a title's chain into the role and the body where it is held."""
    for at in (i for i in words if i >= name_from):
        is_headed = at == name_from and entry["kind"] in _HEADS
        body = body_at(scene, at, in_title=True, is_headed=is_headed)
        if body and at == name_from and entry["body"] and _is_field(scene, at):
            break  # «وزیر آموزش و پرورش» heads its ministry
        if body:
            if tenure is Tenure.ACTING and body.sort in {"committee", "sport"}:
                tenure = Tenure.CURRENT
            role = _role(scene, entry, words, name_from, at)
            return TitlePhrase(scene.number, first, max(end, body.last), role, entry["kind"], body, tenure)
        office = scene.match("roles", at, end)
        if office and office[0]["kind"] == "office":
            last = at + office[1]
            role = _role(scene, entry, words, name_from, last)
            body = _implied(scene, office[0], at, last, end)
            return TitlePhrase(scene.number, first, end, role, entry["kind"], body, tenure)
    return _without_named_body(scene, first, name_from, end, entry, tenure, words)


def _is_field(scene: Scene, at: int) -> bool:
    """Whether a body goes by the name of its field from token ``at`` on: آموزش و پرورش, هواشناسی."""
    match = scene.match("bodies", at)
    return match is not None and match[0]["use"] == "domain"


def _without_named_body(
    scene: Scene, first: int, name_from: int, end: int, entry: Entry, tenure: Tenure, words: list[int]
) -> TitlePhrase:
    """A title whose body is implied (استاندار), named without a head noun (مدیرکل استاندارد), or not said."""
    kind = entry["kind"]
    role = _role(scene, entry, words, name_from, name_from)
    rest = [i for i in words if i >= name_from]
    body = None
    if kind in {"office", "councillor"} or (kind == "director" and rest):
        body = _implied(scene, entry, first, name_from, end)
    elif kind == "deputy-of-people":
        body, end = _assembly(scene, entry, first, name_from, end)
        role = _role(scene, entry, words, name_from, end)
    elif named := _headless_at(scene, entry, rest):
        role = _role(scene, entry, words, name_from, named)
        body = headless_body(scene, named, end)
    elif rest and kind != "bodiless":
        role = _role(scene, entry, words, name_from, end)
    return TitlePhrase(scene.number, first, end, role, kind, body, tenure)


def _headless_at(scene: Scene, entry: Entry, rest: list[int]) -> int | None:
    """Where a tagged name begins that no head noun shows to be a body: «سرمربی پرسپولیس»."""
    if entry["kind"] not in _AT_BODIES:
        return None
    return next((i for i in rest if scene.organizations.get(i, (0, 0))[0] == i), None)


def _role(scene: Scene, entry: Entry, words: list[int], name_from: int, end: int) -> str:
    """The role's words, its noun as the lexicon writes it first («سخنگو» for «سخنگوی»)."""
    noun = entry["form"].split("|")[0]
    return f"{noun} {text_of([scene.tokens[i] for i in words if name_from <= i < end])}".strip()


def _implied(scene: Scene, entry: Entry, first: int, name_from: int, end: int) -> Phrase:
    """The body that a title implies: «استانداری بوشهر» of «استاندار بوشهر»."""
    tail = text_of([scene.tokens[i] for i in _without_tenure(scene, name_from, end)])
    place = place_in(scene, name_from, end)
    is_called_by_field = entry["kind"] == "director" or _is_field(scene, name_from)
    aliases = (tail,) if is_called_by_field and tail else ()
    return Phrase(
        Kind.ORGANIZATION,
        scene.number,
        first,
        end,
        f"{entry['body']} {tail}".strip(),
        head=entry["body"],
        tail=tail,
        sort="implied",
        place=place,
        aliases=aliases,
        is_implied=True,
    )


def _assembly(scene: Scene, entry: Entry, first: int, name_from: int, end: int) -> tuple[Phrase, int]:
    """The parliament of «نماینده مردم X در مجلس …», and where the title then ends."""
    for at in range(end, min(end + 6, len(scene.tokens) - 1)):
        if scene.tokens[at].text == IN_WORD:
            body = body_at(scene, at + 1)
            if body and body.sort == "state":
                return body, body.last
    body = Phrase(
        Kind.ORGANIZATION, scene.number, first, end, entry["body"], entry["body"], "implied", is_implied=True
    )
    return body, end

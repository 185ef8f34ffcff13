"""The site's pages as a client without JavaScript gets them."""

import html.parser
import json
import re
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest
from rdflib import RDF, Graph, URIRef
from serving import BASE, EVIL, evil, served, store_of, story
from starlette.requests import Request

from kg.export import export
from kg.site.__main__ import application
from kg.site.answers import part_of
from kg.site.articles import Note, pieces
from kg.site.data import accepted
from kg.site.facts import facts_about, sections, with_evidence
from kg.site.names import Names, without_honorifics
from kg.vocabulary import FOAF, ORG, SCHEMA

PERSON = "/person/" + quote("مریم-دریانورد")
BODY = "/organization/" + quote("سازمان-کتابخانه-های-شهرداری-بندر-نیلگون")
PAGES = ["/", "/search?q=x", "/editor", "/editor?question=quotes", PERSON, BODY, "/article/library",
         "/person/nobody", "/resource?iri=" + quote(f"{BASE}role/رییس")]  # fmt: skip


@pytest.fixture(scope="module")
def site():
    with served(story()) as address:
        yield address


@pytest.fixture(scope="module")
def evil_site():
    with served(evil()) as address:
        yield address


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def get(address, **headers):
    """Status, headers and text of the answer."""
    request = urllib.request.Request(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.build_opener(_Stay).open(request) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


class Page(html.parser.HTMLParser):
    """The tags, addresses and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.attributes, self.words = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.links += [value for name, value in attrs if name in {"href", "src", "action"}]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


# ── pages ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("en", "ltr")])
def test_every_page_speaks_the_language_of_the_browser(site, path, language, direction):
    _, headers, text = get(site + path, Accept_Language=language)
    assert f'<html lang="{language}" dir="{direction}"' in text
    assert "Accept-Language" in headers["Vary"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_strict_policy_and_nothing_that_it_forbids(site, path):
    _, headers, text = get(site + path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = Page(text)
    assert "style" not in page.tags
    assert not [name for name, _ in page.attributes if name == "style" or name.startswith("on")]
    assert re.findall(r"<script(?! src=)", text) == []
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_leads_to_another_host_but_by_links_of_the_graph(site):
    for path in PAGES:
        own = [link for link in Page(get(site + path)[2]).links if not link.startswith(("/", "#", "data:,"))]
        assert own in ([], ["https://example.org/1"])


def test_every_link_of_the_pages_leads_somewhere(site):
    links = {link for path in ("/", PERSON, "/article/library") for link in Page(get(site + path)[2]).links}
    own = [link for link in links if link.startswith("/") and "theme=" not in link]
    assert [link for link in own if get(site + link)[0] not in {200, 303}] == []


def test_language_and_theme_are_chosen_by_a_link_and_kept(site):
    _, headers, text = get(f"{site}/?lang=en&theme=dark", Accept_Language="fa")
    assert '<html lang="en" dir="ltr" data-theme="dark"' in text
    cookie = "; ".join(value.split(";")[0] for value in headers.get_all("Set-Cookie"))
    assert '<html lang="en" dir="ltr" data-theme="dark"' in get(site, Cookie=cookie)[2]
    assert "Set-Cookie" not in get(f"{site}/?lang=xx&theme=%22%3E")[1]


def test_the_overview_counts_what_there_is(site):
    page = Page(get(f"{site}/?lang=fa")[2])
    assert "۲ شخص‌ها" in page.text
    assert "کتابخانه‌های ساحلی باز شدند" in page.text
    assert page.text.index("سازمان کتابخانه‌های شهرداری بندر نیلگون ۸") > 0
    assert page.tags.count("rect") > 8


def test_a_person_has_roles_quotes_events_neighbours_and_sources(site):
    page = Page(get(f"{site}{PERSON}?lang=fa")[2])
    for words in ("سال ۱۳۹۵ (۲۰۱۶)", "کتاب را به ساحل می‌بریم.", "نشست کتاب", "گاه‌شمار", "همسایه‌ها",
                  "مریم دریانورد: کشتی کتاب",
                  "۱ دی ۱۳۹۹ (۲۰۲۰/۱۲/۲۱)", "made.by-hand", "۰٫۹"):  # fmt: skip
        assert words in page.text


def test_evidence_shows_the_sentence_with_its_words_marked(site):
    links = Page(get(f"{site}/search?q={quote('امانت کتاب')}")[2]).links
    [service] = [link for link in links if "/service/" in link]
    text = get(site + service)[2]
    assert re.search(r"<mark>این سازمان که[^<]*امانت کتاب می‌دهد</mark>", text)


def test_a_former_role_and_a_plan_say_so(site):
    page = Page(get(f"{site}{BODY}?lang=en")[2])
    assert "former" in page.text
    assert "planned" in page.text


def test_a_place_with_coordinates_has_a_map_without_tiles(site):
    page = Page(get(f"{site}/place/{quote('بندر-نیلگون')}?lang=en")[2])
    assert "Map" in page.words
    assert "49.2°" in page.text
    assert "img" not in page.tags


def test_a_map_leaves_out_what_a_place_lies_in(site):
    page = Page(get(f"{site}/place/{quote('محله-صدف-بندر-نیلگون')}?lang=en")[2])
    assert "49.4°" in page.text
    assert "49.2°" not in page.text
    assert "from the lists of names" in get(f"{site}/place/{quote('بندر-نیلگون')}?lang=en")[2]


def test_a_thing_without_coordinates_has_none(site):
    assert "Map" not in Page(get(f"{site}{PERSON}?lang=en")[2]).words


def test_a_long_section_has_its_own_pages(site):
    page = Page(get(f"{site}{BODY}?section=roles&page=99&lang=en")[2])
    assert "Back to" in page.text
    assert page.tags.count("details") == 3


def test_an_article_shows_every_character_of_its_text_with_its_facts_marked(site):
    text = get(f"{site}/article/library?lang=fa")[2]
    shown = re.search(r'<div class="text"[^>]*>(.*?)</div>', text, re.DOTALL)[1]
    plain = re.sub(r"<[^>]+>", "", re.sub(r"<sup>.*?</sup>", "", shown))
    [article] = [str(o) for o in _union().objects(URIRef(f"{BASE}article/library"), _IS_STRING)]
    assert html.unescape(plain) == article
    assert "این سازمان که" in shown
    assert 'href="#note-1"' in shown
    assert 'id="note-1"' in text
    assert "تکذیب‌شده" in text


_IS_STRING = URIRef("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#isString")


def _union():
    graph = Graph()
    for triple in story().triples((None, None, None)):
        graph.add(triple)
    return graph


@pytest.mark.parametrize(
    "path", ["/person/nobody", "/person/", "/article/none", "/resource", "/resource?iri=x",
             "/resource?iri=%3C%3E",
             "/person/%00%20%3C", "/static/..%2f..%2fpyproject.toml", "/static/site.css%00",
             "/static/%2e%2e/editor.html",
             "/place/" + quote("مریم-دریانورد")]
)  # fmt: skip
def test_what_is_not_there_is_not_found(site, path):
    assert get(site + path)[0] == 404


def test_static_files_are_the_sites_own_and_what_pyvis_brings(site):
    for name in ("site.css", "editor.js", "vis-network.js", "vazirmatn-arabic.woff2"):
        with urllib.request.urlopen(f"{site}/static/{name}") as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.read()
    assert "@import" not in get(f"{site}/static/site.css")[2]
    assert "http" not in get(f"{site}/static/site.css")[2]


# ── search ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "query",
    ["دریانورد", "مريم دريانورد", "دکتر مریم دریانورد", "مریم‌دریانورد", "دریانورد مریم", "خانم دریانورد"],
)
def test_search_finds_a_name_however_it_is_written(site, query):
    page = Page(get(f"{site}/search?q={quote(query)}")[2])
    assert PERSON in page.links


def test_search_keeps_to_a_kind_and_says_when_there_is_nothing(site):
    assert PERSON not in Page(get(f"{site}/search?q={quote('دریانورد')}&kind=Place")[2]).links
    assert "Nothing has that name" in get(f"{site}/search?q=xyzzy&lang=en")[2]
    assert "Results: 0" in get(f"{site}/search?lang=en")[2]


def test_the_very_name_comes_before_longer_ones():
    names = Names(store_of(story()))
    assert names.search("شهرداری بندر نیلگون")[0] == f"{BASE}organization/شهرداری-بندر-نیلگون"
    assert names.called("شهرداري بندر‌نیلگون") == [f"{BASE}organization/شهرداری-بندر-نیلگون"]


def test_a_title_alone_is_sought_as_it_is():
    assert without_honorifics("دکتر") == "دکتر"
    assert without_honorifics("آقای دکتر رضا موجی") == "رضا موجی"


# ── data ──────────────────────────────────────────────────────────────────────


def test_a_page_is_also_turtle_and_json_ld(site):
    _, headers, text = get(site + PERSON, Accept="text/turtle")
    assert headers["Content-Type"].startswith("text/turtle")
    person = URIRef(BASE + "person/مریم-دریانورد")
    turtle = Graph().parse(data=text, format="turtle")
    assert len(set(turtle.subjects(ORG.member, person))) == 2
    assert list(turtle.subjects(SCHEMA.creator, person))
    _, headers, text = get(site + PERSON, Accept="application/ld+json;q=0.9, text/html;q=0.5")
    assert headers["Content-Type"].startswith("application/ld+json")
    same = Graph().parse(data=text, format="json-ld")
    assert set(same) == set(turtle)
    assert get(f"{site}{PERSON}?format=turtle")[2] == get(site + PERSON, Accept="text/turtle")[2]


def test_an_article_is_given_with_all_that_its_graph_holds(site):
    text = get(site + "/article/library", Accept="text/turtle")[2]
    found = Graph().parse(data=text, format="turtle")
    graph = story().graph(URIRef(f"{BASE}graph/library"))
    assert set(found) == set(graph)
    assert json.loads(get(f"{site}/article/library?format=jsonld")[2])["@graph"]


@pytest.mark.parametrize("path", ["/", "/search?q=" + quote("دریانورد")])
def test_a_list_is_given_as_data_too(site, path):
    found = Graph().parse(data=get(site + path, Accept="text/turtle")[2], format="turtle")
    person = URIRef(BASE + "person/مریم-دریانورد")
    assert (person, RDF.type, FOAF.Person) in found
    same = Graph().parse(data=get(site + path, Accept="application/ld+json")[2], format="json-ld")
    assert set(same) == set(found)


@pytest.mark.parametrize(
    ("header", "format"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/turtle", "turtle"),
        ("application/ld+json", "jsonld"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "html"),
        ("text/html;q=0.2, text/turtle;q=0.8", "turtle"),
        ("text/turtle;q=0", "html"),
        ("text/turtle;q=x", "turtle"),
    ],
)
def test_the_format_is_what_the_client_likes_best(header, format):
    assert accepted(header) == format


def test_a_node_of_a_kind_with_pages_is_shown_on_its_page(site):
    status, headers, _ = get(f"{site}/resource?iri={quote(BASE + 'person/مریم-دریانورد')}")
    assert (status, headers["Location"]) == (303, PERSON)


# ── facts ─────────────────────────────────────────────────────────────────────


def test_one_fact_of_two_articles_is_told_once():
    store = store_of(story())
    facts = facts_about(store, f"{BASE}place/بندر-نیلگون")
    assert [
        (f.relation, f.is_outward, f.other.label if f.other else "")
        for f in facts
        if f.relation == "location"
    ] == [("location", False, "شهرداری بندر نیلگون")]
    assert list(sections(facts)) == ["about", "places"]


def test_what_is_known_across_articles_is_told_without_evidence():
    store = store_of(story())
    facts = facts_about(store, f"{BASE}place/بندر-نیلگون")
    [known] = [fact for fact in facts if fact.relation == "containedInPlace" and fact.is_outward]
    assert (known.other.iri, known.holders, known.is_sure) == (f"{BASE}place/کشور", (), True)


def test_a_thing_that_was_merged_is_shown_where_it_went(site):
    status, headers, _ = get(f"{site}/place/{quote('بندر-قدیم')}")
    assert (status, headers["Location"]) == (303, "/place/" + quote("بندر-نیلگون"))


def test_search_finds_names_in_latin_letters(site):
    assert "/place/" + quote("بندر-نیلگون") in Page(get(f"{site}/search?q=NILGUN")[2]).links


def test_evidence_says_who_says_it_and_where():
    store = store_of(story())
    facts = with_evidence(store, facts_about(store, f"{BASE}organization/شهرداری-بندر-نیلگون"))
    unit = next(fact for fact in facts if fact.relation == "subOrganizationOf")
    assert {one.sentence[one.first : one.last] for one in unit.said} == {
        "این سازمان که بخشی از شهرداری بندر نیلگون است",
        "سازمان کتابخانه‌های شهرداری بندر نیلگون",
    }
    assert {(one.date, one.agency, one.article.label) for one in unit.said} == {
        ("2020-12-21", "خبر ساحل", "کتابخانه‌های ساحلی باز شدند")
    }


def note(number, first, last):
    return Note(number, first, last, ())


def test_overlapping_notes_share_the_piece_between_them():
    cut = pieces("abcdef", [note(1, 0, 4), note(2, 2, 6), note(3, 2, 4)])
    assert [(p.text, p.notes) for p in cut] == [("ab", (1,)), ("cd", (1, 2, 3)), ("ef", (2,))]
    assert [p.begins for p in cut] == [(1,), (2, 3), ()]
    assert [p.ends for p in cut] == [(), (1, 3), (2,)]


def test_pieces_count_code_points_and_keep_every_character():
    text = "😀 «می‌رود»\n\u202e"
    cut = pieces(text, [note(1, 0, 1), note(2, 2, 99), note(3, 50, 60)])
    assert "".join(piece.text for piece in cut) == text
    assert cut[0].text == "😀"


def test_a_text_without_notes_is_one_piece():
    assert [piece.text for piece in pieces("abc", [])] == ["abc"]


# ── safety ────────────────────────────────────────────────────────────────────


EVIL_PAGES = ["/", "/person/evil", "/organization/evil", "/article/evil", "/search?q=" + quote(EVIL),
              "/search?q=script", "/editor?question=quotes&speaker=" + quote(EVIL),
              "/editor?query=" + quote(EVIL),
              "/resource?iri=" + quote(f"{BASE}role/evil"), "/person/evil?section=roles", "/%3Cscript%3E",
              "/person/" + quote(EVIL, safe="")]  # fmt: skip


@pytest.mark.parametrize("path", EVIL_PAGES)
def test_text_stays_text_whatever_it_holds(evil_site, path):
    status, _, text = get(evil_site + path)
    page = Page(text)
    assert status in {200, 404}
    assert "img" not in page.tags
    assert [t for t in page.tags if t == "script"] == (["script"] * 2 if "/editor" in path else [])
    assert not [link for link in page.links if link.lower().startswith("javascript")]
    assert "49" not in re.findall(r"'&(\d+)", text)
    assert not [name for name, _ in page.attributes if name.startswith("on")]


@pytest.mark.parametrize("path", EVIL_PAGES)
def test_names_cannot_turn_the_page_around_them(evil_site, path):
    text = get(evil_site + path)[2]
    outside = re.sub(
        r'<div class="text".*?</div>|<blockquote.*?</blockquote>|<textarea.*?</textarea>',
        "",
        text,
        flags=re.DOTALL,
    )
    drawn = re.sub("\u2067[^\u2066-\u2069]*\u2069|\u2068[^\u2066-\u2069]*\u2069", "", outside)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", drawn)


def test_a_name_of_a_megabyte_is_shortened(evil_site):
    assert len(get(f"{evil_site}/person/evil")[2]) < 30_000
    assert get(f"{evil_site}/search?q={quote('نام ' * 2000)}")[0] == 200


def test_a_query_that_looks_like_sparql_stays_a_value(site):
    text = get(f"{site}/editor?question=quotes&about=" + quote('x" } INSERT DATA { <a:b> <a:b> <a:b> } #\\'))[
        2
    ]
    shown = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)[1])
    assert re.search(r'VALUES \?about \{ "[^\n]*\\"[^\n]*\}', shown)


def test_a_parameter_is_found_in_any_spelling(site):
    text = get(f"{site}/editor?question=role-holders&person={quote('مريم دريانورد')}")[2]
    assert "person/مریم-دریانورد&gt; }" in text
    assert (
        "nothing in the graph is called"
        in get(f"{site}/editor?question=role-holders&person=xyzzy&lang=en")[2]
    )


def test_the_site_is_served_alone_over_a_file(tmp_path):
    path = tmp_path / "graph.trig"
    path.write_text(export(story(), "trig"), "utf-8")
    paths = [route.path for route in application(str(path)).routes]
    assert "/" in paths
    assert "/person/{tail:path}" in paths


@pytest.mark.parametrize(
    ("asked", "items", "first", "last"),
    [
        ("1", "abc", 1, 3),
        ("2", "def", 4, 6),
        ("3", "g", 7, 7),
        ("99", "g", 7, 7),
        ("0", "abc", 1, 3),
        ("۲", "abc", 1, 3),
    ],
)
def test_a_list_is_cut_into_pages(asked, items, first, last):
    request = Request({"type": "http", "query_string": f"page={quote(asked)}".encode(), "headers": []})
    part = part_of("abcdefg", request, 3)
    assert (part.items, part.first, part.last, part.number) == (items, first, last, 7)


def test_what_a_question_leaves_open_is_told_in_the_readers_language(site):
    for language, words in (("fa", "تنها در این سازمان"), ("en", "only at this body")):
        page = Page(get(f"{site}/editor?question=role-holders&lang={language}")[2])
        assert words in page.text

"""The site as a reader uses it, in both languages, with JavaScript and without."""

import re
from urllib.parse import quote

import pytest
from serving import evil, served, story

PERSON = "مریم دریانورد"
BODY = "سازمان کتابخانه‌های شهرداری بندر نیلگون"
LANGUAGES = {"fa": "rtl", "en": "ltr"}
NAMELESS = """[...document.querySelectorAll("a, button, input, select, textarea, svg[role=img]")].filter(
    (one) => !one.textContent.trim() && !one.ariaLabel && !one.labels?.[0]?.textContent.trim()).length"""
WAIT = 30_000  # milliseconds
LABELS = "SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"


@pytest.fixture(scope="module")
def site():
    with served(story()) as address:
        yield address


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def home(visit, site, language):
    return visit(f"{site}/?lang={language}")


def seen(page, part):
    """What waits until a part of the page is as it should be; the pages' own policy bars evaluated code."""
    return pytest.importorskip("playwright.sync_api").expect(page.locator(part))


def seek(page, name):
    page.fill("header input[name=q]", name)
    page.press("header input[name=q]", "Enter")


def foreign(page, site):
    return [url for url in page.asked if not url.startswith((site, "data:"))]


def test_a_reader_goes_from_the_whole_to_the_very_words(home, site, language):
    assert home.evaluate("document.documentElement.dir") == LANGUAGES[language]
    seek(home, "دکتر دريانورد")
    home.click(f"main a:has-text('{PERSON}')")
    assert home.locator("h1").inner_text() == PERSON
    assert home.locator("#timeline svg .span").is_visible()
    home.click("#roles summary")
    assert home.locator("#roles mark").first.is_visible()
    assert home.locator("#roles mark").first.inner_text().startswith("مریم دریانورد، رئیس")
    home.click("#roles figcaption a")
    assert home.locator("h1").inner_text() == "کتابخانه‌های ساحلی باز شدند"
    home.click("#text sup a >> nth=0")
    assert home.evaluate("document.querySelector(':target').id").startswith("note-")
    home.click(".notes :target .number, .notes > li:target .number")
    assert home.evaluate("document.querySelector(':target').id").startswith("words-")
    assert foreign(home, site) == []
    assert home.complaints == []


def test_neighbours_lead_on(home):
    seek(home, PERSON)
    home.click(f"main a:has-text('{PERSON}')")
    home.click("#neighbours svg a[href*='/organization/']")
    assert home.locator("h1").inner_text() == BODY


def test_a_search_keeps_to_one_kind(home):
    seek(home, "نیلگون")
    before = home.locator(".hits li").count()
    home.click(".kinds a:has(.Place)")
    assert 0 < home.locator(".hits li").count() < before
    assert home.locator(".kinds [aria-current]").count() == 1


def test_a_map_is_drawn_where_places_have_coordinates(home):
    seek(home, "بندر نیلگون")
    home.click("main a:has-text('بندر نیلگون') >> nth=0")
    assert home.locator("#map svg .Place").count() == 2
    home.click("#map svg a:not(:has(.self))")
    assert home.locator("h1").inner_text() == "محله صدف"


def test_a_stored_question_is_asked_and_answered_as_table_and_as_graph(home, site, language):
    home.click("header nav a[href='/editor']")
    home.select_option("#question", "role-holders")
    home.wait_for_selector("#p-person")
    home.fill("#p-person", "مريم دريانورد")
    home.press("#p-person", "Enter")
    seen(home, "#query").to_have_value(re.compile("person/"), timeout=WAIT)
    home.click("#ask button")
    home.wait_for_selector("#table td a")
    assert PERSON in home.locator("#table").inner_text()
    assert {"fa": "سطر", "en": "Rows"}[language] in home.locator("#said").inner_text()
    home.click("#tab-graph")
    home.wait_for_selector("#graph canvas")
    seen(home, "#graph").to_have_attribute("data-ready", "true", timeout=WAIT)
    assert PERSON in home.evaluate("picture.body.data.nodes.map((node) => node.label)")
    home.press("#tab-graph", "ArrowLeft")
    assert home.locator("#table").is_visible()
    home.click(f"#table a:has-text('{PERSON}')")
    assert home.locator("h1").inner_text() == PERSON
    assert foreign(home, site) == []
    assert home.complaints == []


def test_a_wrong_question_says_what_is_wrong(visit, site, language):
    page = visit(f"{site}/editor?lang={language}")
    page.fill("#query", "SELECT ?x WHERE {")
    page.press("#query", "Control+Enter")
    seen(page, "#said").to_contain_text("error at", timeout=WAIT)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK { ?s ?p ?o }", "true"),
        ("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 1", "<"),
        ("SELECT ?x { BIND (1 AS ?x) }", "1"),
    ],
)
def test_every_kind_of_question_is_answered(visit, site, query, shown):
    page = visit(f"{site}/editor?lang=en&query={quote(query)}")
    page.click("#ask button")
    seen(page, "#table").not_to_be_empty(timeout=WAIT)
    assert shown in page.locator("#table").inner_text()
    page.click("#tab-graph")
    assert page.locator("#graph").inner_text().startswith("Nothing to draw")


def test_language_and_theme_stay_as_they_were_chosen(home, language):
    other = "en" if language == "fa" else "fa"
    home.click(f"header a[hreflang={other}]")
    light = home.evaluate("getComputedStyle(document.body).backgroundColor")
    home.click("header nav a[href*='theme=dark']")
    assert home.evaluate("getComputedStyle(document.body).backgroundColor") != light
    seek(home, PERSON)
    assert home.get_attribute("html", "lang") == other
    assert home.get_attribute("html", "data-theme") == "dark"


def test_the_theme_is_the_readers_where_none_was_chosen(visit, site):
    def ground(scheme):
        return visit(site, color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")

    assert ground("dark") != ground("light")


def test_it_works_without_javascript(visit, site, language):
    page = visit(f"{site}/?lang={language}", java_script_enabled=False)
    seek(page, PERSON)
    page.click(f"main a:has-text('{PERSON}')")
    page.click("#quotes summary")
    assert page.locator("#quotes mark").inner_text() == "کتاب را به ساحل می‌بریم."
    page.click("header nav a[href='/editor']")
    page.select_option("#question", "services")
    page.click(".questions button")
    assert "schema:Service" in page.locator("#query").input_value()


def test_the_keyboard_reaches_the_content_first(home):
    home.keyboard.press("Tab")
    assert home.evaluate("document.activeElement.className") == "skip"
    home.keyboard.press("Enter")
    assert home.evaluate("document.activeElement.id") == "main"


def test_controls_and_pictures_have_names_for_a_screen_reader(visit, site, language):
    for path in ("/", "/editor?question=quotes", "/place/" + quote("محله-صدف-بندر-نیلگون")):
        page = visit(f"{site}{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate(NAMELESS) == 0
        assert page.locator("h1").count() == 1


def test_persian_is_set_in_the_font_that_the_site_brings(home):
    home.evaluate("document.fonts.load('17px Vazirmatn', 'گ')")
    assert home.evaluate("[...document.fonts].some((font) => font.status === 'loaded')")
    assert home.evaluate("getComputedStyle(document.body).fontFamily").startswith("Vazirmatn")


def test_a_narrow_screen_shows_everything_below_one_another(visit, site, language):
    page = visit(f"{site}/place/{quote('محله-صدف-بندر-نیلگون')}?lang={language}", width=400)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", ["/person/evil", "/article/evil", "/organization/evil", "/search?q=script"])
def test_names_are_text_whatever_they_hold(visit, path):
    with served(evil()) as address:
        page = visit(f"{address}{path}")
        assert page.evaluate("window.hacked") is None
        assert page.locator("main img").count() == 0
        assert [c for c in page.complaints if "Security" in c] == []
        page.goto(f"{address}/editor?query={quote(LABELS)}")
        page.click("#ask button")
        page.wait_for_selector("#table td")
        assert page.evaluate("window.hacked") is None
        assert page.locator("#answer img").count() == 0

"""The picture as a reader uses it: opened from a file, without any network."""

import networkx as nx
import pytest
from stories import ferry, library

from kg.graph import to_dataset
from kg.identity import resolve
from kg.network import to_network
from kg.view import to_html

PERSON = "مریم دریانورد"
BODY = "سازمان کتابخانه‌های شهرداری بندر نیلگون"
EVIL = "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=1'>\"'&\u202eabc"


@pytest.fixture(scope="module")
def network():
    findings = [library(), ferry()]
    return to_network(to_dataset(findings, resolve(findings)))


@pytest.fixture
def page(open_page, network):
    return open_page(to_html(network, theme="light"))


def number_of(page, name):
    """Which node has ``name``."""
    return page.evaluate("name => nodes.find(node => node.names[0] === name).id", name)


def click_node(page, name):
    place = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", number_of(page, name))
    box = page.locator("#picture").bounding_box()
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def click_edge(page, relation):
    place = page.evaluate(
        """relation => {
            const edge = edges.find((one) => one.relation === relation);
            const [a, b] = [network.getPosition(edge.from), network.getPosition(edge.to)];
            return network.canvasToDOM({ x: (a.x * 2 + b.x * 3) / 5, y: (a.y * 2 + b.y * 3) / 5 });
        }""",
        relation,
    )
    box = page.locator("#picture").bounding_box()
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def names_drawn(page):
    return set(page.evaluate("nodeSet.getIds().map((id) => nodes[id].names[0])"))


def relations_drawn(page):
    return page.evaluate("edgeSet.getIds().map((id) => edges[id].relation).sort()")


def settled(page):
    page.wait_for_timeout(350)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_it_asks_nothing_of_the_network_and_complains_of_nothing(open_page, network, language):
    page = open_page(to_html(network, language=language))
    click_node(page, PERSON)
    page.click("#language")
    page.click("#theme")
    assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []


def test_persian_is_set_right_to_left_in_the_font_that_the_page_brings(page):
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate("document.fonts.check('17px Vazirmatn', 'گ')")
    assert page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').length") == 2


@pytest.mark.parametrize(
    "query", ["دریانورد", "مريم دريانورد", "دکتر مریم دریانورد", "مریم‌دریانورد", "دریانورد مریم"]
)
def test_search_finds_a_name_however_it_is_written(page, query):
    page.fill("#search", query)
    assert page.locator("#results li").first.inner_text() == PERSON
    page.press("#search", "Enter")
    assert page.locator("#panel h3").inner_text() == PERSON


@pytest.mark.parametrize("query", ["کاوه موج شکن", "کاوه موجشکن", "كاوه موج‌شكن", "آقای موج شکن"])
def test_search_passes_over_half_spaces(page, query):
    page.fill("#search", query)
    assert page.locator("#results li").first.inner_text() == "کاوه موج‌شکن"


def test_search_says_when_there_is_nothing(page):
    page.fill("#search", "بلبلستان")
    assert page.locator("#results").inner_text() == "چیزی با این نام نیست"


def test_the_list_of_hits_is_walked_with_the_keyboard(page):
    page.keyboard.press("/")
    page.keyboard.type("بندر")
    first = page.get_attribute("#search", "aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") != first
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_the_picture_is_moved_with_the_keyboard(page):
    before = page.evaluate("[network.getViewPosition().x, network.getScale()]")
    page.focus("#picture")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    after = page.evaluate("[network.getViewPosition().x, network.getScale()]")
    assert after[0] > before[0]
    assert after[1] > before[1]


def test_the_mouse_does_not_take_the_focus_from_the_search_box(page):
    page.fill("#search", "بند")
    page.mouse.move(300, 300)
    page.mouse.move(320, 320)
    page.keyboard.type("ر")
    assert page.input_value("#search") == "بندر"


def test_a_node_tells_all_that_is_known_of_it(page):
    click_node(page, PERSON)
    panel = page.locator("#panel").inner_text()
    assert "کتاب را به ساحل می‌بریم." in panel
    assert BODY in panel
    page.locator("#panel summary").first.click()
    page.locator("#panel mark").first.wait_for()


def test_an_edge_shows_the_sentence_with_its_words_marked_and_who_says_so(page):
    click_edge(page, "areaServed")
    mark = page.locator("#panel mark").inner_text()
    assert mark.startswith("این سازمان که بخشی از")
    assert mark.endswith("امانت کتاب می‌دهد")
    caption = page.locator("#panel figcaption").inner_text()
    for part in ("کتابخانه‌های ساحلی باز شدند", "خبر ساحل", "۱ دی ۱۳۹۹", "۲۰۲۰/۱۲/۲۱", "۰٫۹", "made.by-hand"):
        assert part in caption


def test_hovering_an_edge_shows_its_sentence(page):
    place = page.evaluate(
        """() => {
            const edge = edges.find((one) => one.relation === "areaServed");
            const [a, b] = [network.getPosition(edge.from), network.getPosition(edge.to)];
            return network.canvasToDOM({ x: (a.x * 2 + b.x * 3) / 5, y: (a.y * 2 + b.y * 3) / 5 });
        }"""
    )
    box = page.locator("#picture").bounding_box()
    page.mouse.move(box["x"] + place["x"] - 3, box["y"] + place["y"])
    page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
    page.wait_for_selector("#tooltip mark")


def test_what_is_not_plainly_stated_says_so(page):
    page.evaluate("id => showNode(id)", number_of(page, "راه‌اندازی پایگاه شناور"))
    page.locator("#panel summary").first.click()
    assert "برنامه‌ریزی‌شده" in page.locator("#panel figcaption").first.inner_text()


def test_a_name_in_the_panel_leads_on(page):
    click_node(page, PERSON)
    page.locator("#panel button.plain", has_text=BODY).first.click()
    assert page.locator("#panel h3").inner_text() == BODY


def test_types_and_relations_can_be_left_out(page):
    page.uncheck("#kinds input[value=Person]")
    assert PERSON not in names_drawn(page)
    assert "holdsRole" not in relations_drawn(page)
    page.uncheck("#relations input[value=location]")
    assert "location" not in relations_drawn(page)
    page.click("#reset")
    assert PERSON in names_drawn(page)


def test_what_is_left_out_of_the_picture_can_still_be_read_about(page):
    page.evaluate("showEdge(edges.find((edge) => edge.relation === 'holdsRole').id)")
    page.uncheck("#kinds input[value=Person]")
    page.click("#language")
    page.fill("#search", PERSON)
    page.press("#search", "Enter")
    assert page.locator("#panel h3").inner_text() == PERSON
    assert page.complaints == []


def test_confidence_leaves_out_what_is_less_sure(page):
    page.evaluate("filter('confidence', 0.95)")
    settled(page)
    assert relations_drawn(page) == ["holdsRole"]  # the ferry's, which is sure


@pytest.mark.parametrize(
    ("day", "is_in"), [("۱۳۹۹/۱۰/۱", True), ("1399-10-02", False), ("2020", True), ("2020-12-22", False)]
)
def test_time_is_given_in_either_calendar(page, day, is_in):
    page.fill("#since", day)
    settled(page)
    assert ("areaServed" in relations_drawn(page)) is is_in


def test_until_takes_in_the_whole_of_a_month(page):
    page.fill("#until", "۱۳۹۹/۱۰")
    settled(page)
    assert "areaServed" in relations_drawn(page)
    page.fill("#until", "۱۳۹۹/۹")
    settled(page)
    assert relations_drawn(page) == []


def test_source_is_an_agency_or_words_of_a_title(page):
    page.fill("#source", "كشتی کتاب")
    settled(page)
    assert relations_drawn(page) == ["holdsRole"]
    page.fill("#source", "خبر ساحل")
    settled(page)
    assert "areaServed" in relations_drawn(page)


def test_both_languages(page):
    click_edge(page, "areaServed")
    page.click("#language")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    assert "21 December 2020" in page.locator("#panel figcaption").inner_text()
    assert "served in" in page.evaluate("edgeSet.get().map((edge) => edge.label)")
    assert page.get_attribute("#search", "aria-label") == "Search a name"


def test_both_themes(page):
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_the_theme_is_the_readers_where_none_is_asked_for(open_page, network):
    page = open_page(to_html(network), color_scheme="dark")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_a_narrow_screen_shows_the_picture_first(open_page, network):
    page = open_page(to_html(network), width=420, height=760)
    assert page.locator("#menu").is_hidden()
    page.click("#menu-button")
    assert page.locator("#menu").is_visible()


def test_the_controls_have_names_for_a_screen_reader(page):
    nameless = page.evaluate(
        """[...document.querySelectorAll("button, input")].filter((one) =>
            !one.textContent.trim() && !one.ariaLabel && !one.labels?.[0]?.textContent.trim()).length"""
    )
    assert nameless == 0
    assert page.get_attribute("#picture", "aria-label")
    assert page.get_attribute("#counts", "role") == "status"


def test_names_are_text_whatever_they_hold(open_page):
    network = nx.MultiDiGraph()
    for node in ("a", "b"):
        network.add_node(
            node, label=EVIL + node, kind="Person", aliases=EVIL, links="javascript:alert(1)", facts="[]"
        )
    support = {
        "sentence": EVIL,
        "marked": 2,
        "evidence": EVIL[2:9],
        "title": EVIL,
        "date": "2020-01-01",
        "rule": EVIL,
    }
    network.add_edge("a", "b", "k", relation="attends", label_fa=EVIL, label_en=EVIL, **support)
    page = open_page(to_html(network))
    page.evaluate("showNode(0)")
    page.locator("#panel summary").first.click()
    page.evaluate("showEdge(0)")
    page.fill("#search", "script")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#panel img, #panel a, #results img").count() == 0
    assert page.locator("#panel mark").inner_text() == EVIL[2:9]
    assert page.complaints == []


def test_a_name_of_a_megabyte_does_not_stop_the_page(open_page):
    network = nx.MultiDiGraph()
    network.add_node("a", label="نام بلند " * 120_000, kind="Place", aliases="", links="", facts="[]")
    page = open_page(to_html(network))
    page.fill("#search", "بلند")
    page.press("#search", "Enter")
    assert page.locator("#panel h3").is_visible()


def test_groups_open_and_fold_again(open_page, network):
    page = open_page(to_html(network, fold_above=5))
    [group] = page.evaluate("nodeSet.getIds()")
    place = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", group)
    box = page.locator("#picture").bounding_box()
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    assert PERSON in names_drawn(page)
    page.click("#fold-all")
    assert page.evaluate("nodeSet.getIds()") == [group]


def test_search_opens_the_group_that_a_name_is_in(open_page, network):
    page = open_page(to_html(network, fold_above=5))
    page.fill("#search", PERSON)
    page.press("#search", "Enter")
    assert PERSON in names_drawn(page)
    assert page.locator("#panel h3").inner_text() == PERSON


def test_an_empty_picture_opens(open_page):
    assert open_page(to_html(nx.MultiDiGraph())).complaints == []

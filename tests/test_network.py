import json

import networkx as nx
import pytest
from rdflib import Dataset, Literal, URIRef
from stories import FERRY, LIBRARY, ferry, library

from kg.graph import to_dataset
from kg.identity import resolve
from kg.network import KINDS, RELATIONS, to_network, words
from kg.vocabulary import NIF, SKOS


@pytest.fixture(scope="module")
def dataset():
    findings = [library(), ferry()]
    return to_dataset(findings, resolve(findings))


@pytest.fixture(scope="module")
def network(dataset):
    return to_network(dataset)


def node(network, label):
    return next(n for n, data in network.nodes(data=True) if data["label"] == label)


def edges(network, relation):
    return [data for _, _, data in network.edges(data=True) if data["relation"] == relation]


def own_facts(network, label):
    return json.loads(network.nodes[node(network, label)]["facts"])


def test_entities_are_nodes_with_kind_and_names(network):
    kinds = {data["label"]: data["kind"] for _, data in network.nodes(data=True)}
    assert kinds["مریم دریانورد"] == "Person"
    assert kinds["شهرداری بندر نیلگون"] == "Organization"
    assert kinds["بندر نیلگون"] == "Place"
    assert kinds["نشست کتاب"] == "Event"
    assert kinds["امانت کتاب"] == "Service"
    assert "دریانورد" in network.nodes[node(network, "مریم دریانورد")]["aliases"].split(" | ")


def test_facts_run_from_who_does_to_what_is_done(network):
    found = {
        (network.nodes[a]["label"], data["relation"], network.nodes[b]["label"])
        for a, b, data in network.edges(data=True)
    }
    body = "سازمان کتابخانه‌های شهرداری بندر نیلگون"
    assert {
        ("مریم دریانورد", "holdsRole", body),
        (body, "subOrganizationOf", "شهرداری بندر نیلگون"),
        ("شهرداری بندر نیلگون", "location", "بندر نیلگون"),
        ("محله صدف", "containedInPlace", "بندر نیلگون"),
        (body, "providesService", "امانت کتاب"),
        ("امانت کتاب", "areaServed", "محله صدف"),
        ("مریم دریانورد", "attends", "نشست کتاب"),
        (body, "organizes", "نشست کتاب"),
    } <= found


def test_a_role_names_its_edge_and_says_its_tenure_and_time(network):
    roles = {(d["article"], d["tenure"]): d for d in edges(network, "holdsRole")}
    assert len(roles) == 3
    assert roles["library", "Former"]["label_fa"] in ("رئیس", "رییس")
    assert roles["library", "Current"]["begin"] == "2016"


def test_a_fact_of_two_articles_is_two_edges(network):
    person = node(network, "مریم دریانورد")
    body = node(network, "سازمان کتابخانه‌های شهرداری بندر نیلگون")
    keys = [key for _, to, key in network.out_edges(person, keys=True) if to == body]
    assert len({key.split(" ")[1] for key in keys}) == len(keys) == 2


def test_every_edge_quotes_its_article_and_marks_the_words_in_a_sentence(network):
    texts = {"library": LIBRARY, "کشتی 2.a": FERRY}
    for _, _, data in network.edges(data=True):
        assert texts[data["article"]][data["first"] : data["last"]] == data["evidence"] != ""
        marked = data["sentence"][data["marked"] : data["marked"] + len(data["evidence"])]
        assert marked == data["evidence"].replace("\n", " ")
        assert data["rule"]
        assert 0 < data["confidence"] <= 1


def test_the_sentence_is_one_sentence_without_the_headline(network):
    unit = edges(network, "areaServed")[0]
    assert unit["sentence"] == LIBRARY.split("\n")[2]


def test_a_sentence_without_end_is_cut_between_words(dataset):
    changed = Dataset()
    run_on = LIBRARY.replace(".", "").replace("\n", " ") + "و کتاب پشت کتاب " * 200
    for s, p, o, g in dataset.quads((None, None, None, None)):
        is_text = p == NIF.isString and str(o) == LIBRARY
        changed.graph(g).add((s, p, Literal(run_on) if is_text else o))
    first = min(edges(to_network(changed), "holdsRole"), key=lambda data: data["first"])
    assert run_on.startswith(first["sentence"])
    assert run_on[len(first["sentence"])] == " "
    assert 600 < len(first["sentence"]) < 800


def test_a_number_is_shown_in_the_sentence_that_the_graph_names(network):
    [figure] = [
        f for f in own_facts(network, "سازمان کتابخانه‌های شهرداری بندر نیلگون") if f["relation"] == "observes"
    ]
    assert figure["evidence"] == "۲٫۵ هزار"
    assert figure["sentence"].startswith("حدود ۲٫۵ هزار")
    assert (figure["text"], figure["bound"]) == ("2500 جلد کتاب", "About")


def test_a_fact_that_is_said_twice_keeps_both_places(network):
    [unit] = edges(network, "subOrganizationOf")
    also = json.loads(unit["also"])
    assert len({unit["evidence"], *(a["evidence"] for a in also)}) == 2


def test_what_is_denied_is_no_edge_and_what_is_planned_says_so(network):
    attending = [a for a, _, d in network.edges(data=True) if d["relation"] == "attends"]
    assert attending == [node(network, "مریم دریانورد")]
    statuses = {network.nodes[b]["label"]: d["status"] for _, b, d in network.edges(data=True)}
    assert statuses["راه‌اندازی پایگاه شناور"] == "Planned"


def test_quotes_belong_to_the_speaker_and_to_what_they_mention(network):
    [quote] = [f for f in own_facts(network, "مریم دریانورد") if f["relation"] == "quotes"]
    assert quote["text"] == "کتاب را به ساحل می‌بریم."
    [mention] = [f for f in own_facts(network, "بندر نیلگون") if f["relation"] == "mentionedIn"]
    assert mention["speaker"] == "مریم دریانورد"


def test_the_preferred_name_comes_from_the_common_graph(dataset):
    changed = Dataset()
    for s, p, o, g in dataset.quads((None, None, None, None)):
        is_name = str(g).endswith("/common") and str(o) == "مریم دریانورد"
        changed.add((s, p, Literal("مریم ناخدا", lang="fa") if is_name else o, changed.graph(g)))
    network = to_network(changed)
    assert "مریم دریانورد" in network.nodes[node(network, "مریم ناخدا")]["aliases"]


def test_links_to_other_data_are_kept(dataset):
    changed = Dataset()
    changed.parse(data=dataset.serialize(format="trig"), format="trig")
    place = URIRef(node(to_network(dataset), "بندر نیلگون"))
    changed.graph(URIRef("https://example.org/common")).add(
        (place, SKOS.exactMatch, URIRef("https://example.org/7"))
    )
    assert to_network(changed).nodes[str(place)]["links"] == "https://example.org/7"


def test_graphml_keeps_everything_and_persian_as_it_is_written(network, tmp_path):
    path = tmp_path / "graph.graphml"
    nx.write_graphml(network, path, encoding="utf-8")
    again = nx.read_graphml(path, force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(network.nodes(data=True))
    assert sorted(again.edges(keys=True)) == sorted(network.edges(keys=True))
    assert "مریم دریانورد" in path.read_text("utf-8")


def test_the_order_of_articles_does_not_matter(network):
    findings = [ferry(), library()]
    other = to_network(to_dataset(findings, resolve(findings)))
    assert list(other.nodes(data=True)) == list(network.nodes(data=True))
    assert list(other.edges(keys=True, data=True)) == list(network.edges(keys=True, data=True))


def test_an_empty_dataset_is_an_empty_network():
    assert len(to_network(Dataset())) == 0


def test_everything_that_is_drawn_has_a_name_in_both_languages():
    for table, keys in (("relations", [r.name for r in RELATIONS]), ("kinds", KINDS.values())):
        for key in keys:
            assert words()[table][key]["fa"]
            assert words()[table][key]["en"].isascii()

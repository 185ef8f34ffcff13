"""Every format holds the whole graph, and always the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from stories import ferry, library

from kg.export import EXPORTERS, SUFFIXES, export
from kg.graph import new_dataset, to_dataset
from kg.identity import resolve
from kg.network import to_network
from kg.turtle import line_of, turtle
from kg.vocabulary import KG, NIF, ORG, PREFIXES, PROV, SCHEMA


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    found = [library(), ferry()]
    return to_dataset(found, resolve(found))


def read(text: str, format: str) -> Dataset:
    dataset = Dataset(default_union=True)
    dataset.parse(data=text, format=format)
    return dataset


@pytest.mark.parametrize("format", ["trig", "nquads", "jsonld"])
def test_rdflib_reads_back_every_quad(dataset: Dataset, format: str):
    parser = {"jsonld": "json-ld"}.get(format, format)
    assert set(read(export(dataset, format), parser).quads()) == set(dataset.quads())


def test_turtle_with_evidence_is_the_union_of_all_graphs(dataset: Dataset):
    union = Graph()
    for s, p, o, _ in dataset.quads():
        union.add((s, p, o))
    assert isomorphic(Graph().parse(data=export(dataset, "turtle", with_evidence=True)), union)


def test_turtle_without_evidence_keeps_the_facts_and_nothing_of_the_evidence(dataset: Dataset):
    graph = Graph().parse(data=export(dataset, "turtle"))
    assert len(list(graph.subjects(RDF.type, ORG.Membership))) == 3
    assert list(graph.triples((None, ORG.subOrganizationOf, None)))
    assert list(graph.triples((None, KG.confidence, None)))
    for predicate in (PROV.wasDerivedFrom, PROV.wasGeneratedBy, NIF.isString, NIF.anchorOf, RDF.subject):
        assert not list(graph.triples((None, predicate, None)))


def test_what_is_denied_is_not_in_the_plain_turtle(dataset: Dataset):
    graph = Graph().parse(data=export(dataset, "turtle"))
    assert len(list(graph.triples((None, SCHEMA.attendee, None)))) == 1


def test_turtle_is_plain_to_read(dataset: Dataset):
    text = export(dataset, "turtle")
    assert "person:مریم-دریانورد a foaf:Person ;\n    rdfs:label" in text
    assert not [line for line in text.splitlines() if "<" in line and not line.startswith("@prefix")]


def test_trig_declares_only_the_prefixes_that_it_uses(dataset: Dataset):
    text = export(dataset, "trig")
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert all(f" {prefix}" in text or f"^^{prefix}" in text or f"\n{prefix}" in text for prefix in declared)
    assert "geo:" not in declared


def test_nquads_are_sorted_lines(dataset: Dataset):
    lines = export(dataset, "nquads").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(set(dataset.quads()))


def test_jsonld_is_json_with_persian_as_it_is(dataset: Dataset):
    text = export(dataset, "jsonld")
    assert json.loads(text)["@context"]["person"].endswith("/person/")
    assert "مریم دریانورد" in text


def test_graphml_comes_back_with_persian_labels(dataset: Dataset):
    network = nx.read_graphml(io.BytesIO(export(dataset, "graphml").encode()))
    assert "مریم دریانورد" in {label for _, label in network.nodes(data="label")}
    assert network.number_of_edges() > 5


def test_igraph_reads_the_graphml(dataset: Dataset, tmp_path: Path):
    (tmp_path / "x.graphml").write_text(export(dataset, "graphml"), encoding="utf-8")
    ours = nx.read_graphml(io.BytesIO(export(dataset, "graphml").encode()))
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    assert set(graph.vs["label"]) == {label for _, label in ours.nodes(data="label")}
    assert graph.ecount() == ours.number_of_edges()
    assert set(graph.es["evidence"]) == {evidence for *_, evidence in ours.edges(data="evidence")}


def test_gexf_comes_back_with_persian_labels_and_no_day_of_writing(dataset: Dataset):
    text = export(dataset, "gexf")
    network = nx.read_gexf(io.BytesIO(text.encode()))
    assert "مریم دریانورد" in {label for _, label in network.nodes(data="label")}
    assert network.number_of_edges() == to_network(dataset).number_of_edges()
    assert "lastmodified" not in text


def test_igraph_makes_the_same_network_of_the_tables_for_neo4j(dataset: Dataset):
    nodes, edges = (
        list(csv.DictReader(io.StringIO(export(dataset, f"csv-{of}")))) for of in ("nodes", "edges")
    )
    graph = igraph.Graph.DictList(
        nodes, edges, directed=True, vertex_name_attr="iri:ID", edge_foreign_keys=(":START_ID", ":END_ID")
    )
    network = to_network(dataset)
    assert (graph.vcount(), graph.ecount()) == (network.number_of_nodes(), network.number_of_edges())
    assert {node[":LABEL"] for node in nodes} == {"Person", "Organization", "Place", "Event", "Service"}
    [row] = [edge for edge in edges if edge[":TYPE"] == "holdsRole" and edge["tenure"] == "Former"]
    assert row["evidence"] == "کاوه موج‌شکن، رییس پیشین سازمان"
    assert int(row["last:int"]) - int(row["first:int"]) == len(row["evidence"])
    [person] = [node for node in nodes if node["name"] == "مریم دریانورد"]
    assert "دریانورد" in person["aliases:string[]"].split(";")


def test_graphml_stays_xml_whatever_characters_an_article_holds():
    dataset = new_dataset()
    node = URIRef("https://example.org/a")
    graph = dataset.graph(URIRef("https://example.org/g"))
    graph.add((node, RDF.type, SCHEMA.Place))
    graph.add((node, RDFS.label, Literal("الف\x00\x0bب", lang="fa")))
    network = nx.read_graphml(io.BytesIO(export(dataset, "graphml").encode()))
    assert network.nodes[str(node)]["label"] == "الفب"


def test_every_format_has_a_file_suffix():
    assert set(SUFFIXES) == set(EXPORTERS)


def test_an_empty_dataset_is_an_empty_export():
    assert {export(new_dataset(), format) for format in ("trig", "nquads", "turtle")} == {""}


PROGRAM = """
import hashlib, sys
from kg.export import EXPORTERS, export
from kg.graph import to_dataset
from kg.identity import resolve
from stories import ferry, library, many
found = [library(), ferry(), *many(3)]
found = found[::-1] if sys.argv[1] == "backwards" else found
dataset = to_dataset(found, resolve(found))
for format in EXPORTERS:
    print(format, hashlib.sha256(export(dataset, format).encode()).hexdigest())
"""


def test_the_bytes_hang_on_neither_hash_seed_nor_order():
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent)])
    runs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, order],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            check=True,
            capture_output=True,
        ).stdout
        for seed, order in [("1", "forwards"), ("2", "backwards"), ("3", "forwards")]
    }
    assert len(runs) == 1
    assert hashlib.sha256(b"").hexdigest().encode() not in runs.pop()


# ── any graph at all ──

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, lang="fa"), TEXTS),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.decimals(allow_nan=False, allow_infinity=False, places=3)),
    st.builds(Literal, st.dates()),
    st.builds(lambda text: Literal(text, datatype=XSD.anyURI), st.sampled_from(["urn:x", "x"])),
)
ODD = "-_.~%()'!*,;:@/\u200c"
IRIS = st.builds(
    lambda namespace, local: URIRef(namespace + local),
    st.sampled_from([*PREFIXES.values(), "https://example.org/", "urn:x:"]),
    st.text(st.characters(categories=["L", "Nd", "Mn"], include_characters=ODD), max_size=8),
)


@given(st.sets(st.tuples(IRIS, IRIS, st.one_of(IRIS, LITERALS), IRIS), max_size=6))
def test_any_graph_without_blank_nodes_survives_the_round_trip(quads):
    dataset = new_dataset()
    for s, p, o, name in quads:
        dataset.graph(name).add((s, p, o))
    expected = export(dataset, "nquads")
    for text, parser in ((export(dataset, "trig"), "trig"), (expected, "nquads")):
        assert export(read(text, parser), "nquads") == expected


def test_blank_nodes_are_written_too():
    graph = Graph()
    graph.add((BNode("a"), RDFS.seeAlso, BNode("b")))
    text = b"".join(turtle(map(line_of, graph), PREFIXES))
    assert isomorphic(Graph().parse(data=text), graph)

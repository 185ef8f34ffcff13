"use strict";
// Asks the endpoint and shows the answer, as a table and as a graph. What comes back is only ever text.

const at = (id) => document.getElementById(id);
const told = at("answer").dataset;
const PERSIAN = told.language === "fa";
const MOST_ROWS = 500;
const MOST_NODES = 400;
const number = (value) => value.toLocaleString(PERSIAN ? "fa-IR" : "en");
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

async function ask(query) {
  const answer = await fetch("/sparql", {
    method: "POST",
    headers: { Accept: "application/sparql-results+json", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ query }),
  });
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 500));
  if (!/json/.test(answer.headers.get("Content-Type") ?? "")) return { text: await answer.text() };
  return answer.json();
}

// What the IRIs of an answer are called, asked in a second question.
async function labels(rows) {
  const iris = new Set(rows.flatMap((row) => Object.values(row)).filter(isIri).map((term) => term.value));
  const safe = [...iris].filter((iri) => !/[<>"{}|^`\\\s]/.test(iri)).slice(0, 2000);
  if (!safe.length) return new Map();
  const query = `SELECT ?node (MIN(?label) AS ?name) WHERE {
    VALUES ?node { ${safe.map((iri) => `<${iri}>`).join(" ")} }
    ?node <http://www.w3.org/2000/01/rdf-schema#label>|<https://schema.org/headline> ?label
  } GROUP BY ?node`;
  const found = await ask(query);
  const named = found.results.bindings.filter((row) => row.node && row.name);
  return new Map(named.map((row) => [row.node.value, row.name.value]));
}

const isIri = (term) => term.type === "uri";
const tail = (iri) => decoded(iri.replace(/[/#]+$/, "").replace(/^.*[/#]/, ""));
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}
const clip = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text).replace(TURNS, "");
const isNumber = (term) => /#(integer|decimal|double)$/.test(term.datatype ?? "") && Number.isSafeInteger(Math.trunc(Number(term.value)));
const written = (term) => (isIri(term) ? tail(term.value) : isNumber(term) ? number(Number(term.value)) : term.value);
const nameOf = (term, names) => clip(names.get(term.value) ?? written(term), 400);

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function showTable(columns, rows, names) {
  const head = element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, element("bdi", { dir: "ltr" }, name))));
  const body = rows.slice(0, MOST_ROWS).map((row) => element("tr", {}, ...columns.map((name) => cell(row[name], names))));
  at("table").replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

function cell(term, names) {
  if (!term) return element("td");
  const name = element("bdi", {}, nameOf(term, names));
  if (!isIri(term)) return element("td", {}, name);
  return element("td", {}, element("a", { href: `/resource?iri=${encodeURIComponent(term.value)}`, title: term.value.replace(TURNS, "") }, name));
}

// Things of one row are tied to the first of them.
let picture = null;
function showGraph(columns, rows, names) {
  const nodes = new Map();
  const edges = new Map();
  const label = (iri) => clip(names.get(iri) ?? tail(iri), 60);
  for (const row of rows) {
    const things = columns.filter((name) => row[name] && isIri(row[name])).map((name) => [name, row[name].value]);
    if (things.length < 2 || nodes.size > MOST_NODES) continue;
    const [[, first], ...others] = things;
    for (const [column, iri] of things) nodes.set(iri, { id: iri, label: label(iri), group: column });
    for (const [column, iri] of others) edges.set(`${first} ${iri} ${column}`, { from: first, to: iri, label: column });
  }
  picture?.destroy();
  picture = null;
  if (!nodes.size) {
    at("graph").replaceChildren(element("p", { className: "quiet" }, told.nothing));
    return;
  }
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const font = { face: "Vazirmatn", color: colour("ink"), strokeWidth: 3, strokeColor: colour("ground") };
  const kinds = ["Person", "Organization", "Place", "Event", "Service"];
  const groups = Object.fromEntries(columns.map((column, i) => [column, { shape: "dot", size: 11, color: colour(kinds[i % 5]) }]));
  picture = new vis.Network(at("graph"), { nodes: [...nodes.values()], edges: [...edges.values()] }, {
    groups,
    nodes: { font: { ...font, size: 15 }, widthConstraint: { maximum: 160 } },
    edges: { font: { ...font, size: 11, color: colour("quiet") }, color: colour("edge"), arrows: { to: { enabled: true, scaleFactor: 0.5 } }, smooth: false },
    physics: { solver: "forceAtlas2Based", stabilization: { iterations: Math.min(300, 20000 / nodes.size) } },
    layout: { randomSeed: 1, improvedLayout: false },
  });
  picture.once("stabilizationIterationsDone", () => { picture.setOptions({ physics: false }); at("graph").dataset.ready = "true"; });
  picture.on("doubleClick", ({ nodes: [iri] }) => { if (iri) location.assign(`/resource?iri=${encodeURIComponent(iri)}`); });
}

async function run(event) {
  event.preventDefault();
  at("answer").hidden = false;
  at("said").textContent = told.running;
  try {
    const found = await ask(at("query").value);
    await show(found);
  } catch (error) {
    at("said").textContent = `${told.failed}: ${error.message}`;
    at("table").replaceChildren();
  }
}

let drawn = () => {};
async function show(found) {
  if (found.text !== undefined) {
    at("said").textContent = "";
    at("table").replaceChildren(element("pre", { dir: "ltr" }, found.text.slice(0, 200000)));
    drawn = () => showGraph([], [], new Map());
  } else {
    const isAsked = "boolean" in found;
    const columns = isAsked ? ["answer"] : found.head.vars;
    const rows = isAsked ? [{ answer: { type: "literal", value: String(found.boolean) } }] : found.results.bindings;
    const names = await labels(rows.slice(0, MOST_ROWS));
    const only = rows.length > MOST_ROWS ? ` (${told.only.replace("{n}", number(MOST_ROWS))})` : "";
    at("said").textContent = told.rows.replace("{n}", number(rows.length)) + only;
    showTable(columns, rows, names);
    drawn = () => showGraph(columns, rows, names);
  }
  if (!at("graph").hidden) drawn();
}

function choose(name) {
  for (const one of ["table", "graph"]) {
    const isChosen = one === name;
    at(one).hidden = !isChosen;
    at(`tab-${one}`).setAttribute("aria-selected", String(isChosen));
    at(`tab-${one}`).tabIndex = isChosen ? 0 : -1;
  }
  if (name === "graph") drawn();
}

at("ask").addEventListener("submit", run);
at("question").addEventListener("change", (event) => event.target.form.requestSubmit());
at("query").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) at("ask").requestSubmit(); });
for (const one of ["table", "graph"]) {
  at(`tab-${one}`).addEventListener("click", () => choose(one));
  at(`tab-${one}`).addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = one === "table" ? "graph" : "table";
    choose(other);
    at(`tab-${other}`).focus();
  });
}

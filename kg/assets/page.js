"use strict";
// One page, plain JavaScript. Text of articles reaches the page through textContent alone.

const data = JSON.parse(document.getElementById("data").textContent);
const { nodes, edges, options, words } = data;
const { articles, texts, supports, groups } = data.more;
const root = document.documentElement;
const at = (id) => document.getElementById(id);
const MOST_LABELLED_EDGES = 220; // more names of edges than these are no longer read
const MOST_LISTED = 60;
const LINES_PER_GROUP = 3;
const LANDMARKS = 40; // names that are written large enough to read at any distance

// Columns of the tables that kg/view.py writes.
const ARTICLE = { id: 0, title: 1, date: 2, agency: 3 };
const SUPPORT = { article: 0, sentence: 1, marked: 2, length: 3, rule: 4, confidence: 5, status: 6, begin: 7, end: 8 };

const state = {
  language: root.lang,
  theme: "light",
  opened: new Set(),
  hiddenKinds: new Set(),
  hiddenRelations: new Set(),
  confidence: 0,
  since: "",
  until: "",
  source: "",
  isolated: false,
  shown: null, // what the panel tells about: {node}, {edge} or {group}
};

// ── words ───────────────────────────────────────────────────────────────────

const word = (key) => words.interface[key][state.language];
const named = (table, key) => (words[table][key] ? words[table][key][state.language] : key);
const number = (value) => value.toLocaleString(state.language === "fa" ? "fa-IR" : "en");
const labelOf = (thing) => (state.language === "fa" ? thing.fa ?? thing.label_fa : thing.en ?? thing.label_en) ?? "";
const arrow = () => (state.language === "fa" ? "←" : "→");

function withDigits(text) {
  return state.language === "fa" ? text.replace(/[0-9]/g, (digit) => "۰۱۲۳۴۵۶۷۸۹"[digit]) : text;
}

function dateText(written) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(written);
  if (!parts) return written;
  const day = new Date(Date.UTC(+parts[1], +(parts[2] ?? 1) - 1, +(parts[3] ?? 1)));
  const shape = { timeZone: "UTC", year: "numeric" };
  if (parts[2]) shape.month = "long";
  if (parts[3]) shape.day = "numeric";
  const jalali = (language) => day.toLocaleDateString(`${language}-u-ca-persian`, shape).replace(/ ?(AP|ه‍\.ش\.)$/, "");
  if (!parts[3]) return withDigits(written);
  return state.language === "fa"
    ? `${jalali("fa-IR")} (${withDigits(written.replace(/-/g, "/"))})`
    : `${day.toLocaleDateString("en-GB", shape)} (${jalali("en")})`;
}

const jalaliDays = new Map();
function jalaliDay(iso) {
  if (!jalaliDays.has(iso)) {
    const shape = { timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit" };
    const parts = new Intl.DateTimeFormat("en-u-ca-persian", shape).formatToParts(new Date(`${iso}T00:00:00Z`));
    const part = (type) => parts.find((one) => one.type === type).value;
    jalaliDays.set(iso, `${part("year")}-${part("month")}-${part("day")}`);
  }
  return jalaliDays.get(iso);
}

// A day typed as 1400/7/12, ۱۴۰۰, 2021-10-04 …: years before 1700 are Jalali.
function typedDay(text) {
  const parts = foldDigits(text).split(/[^0-9]+/).filter(Boolean);
  return parts.map((part, i) => (i ? part.padStart(2, "0") : part)).join("-");
}

// ── names and search ────────────────────────────────────────────────────────

const foldDigits = (text) =>
  text.replace(/[۰-۹]/g, (c) => String(c.charCodeAt(0) - 0x6f0)).replace(/[٠-٩]/g, (c) => String(c.charCodeAt(0) - 0x660));

const LETTERS = { ي: "ی", ى: "ی", ئ: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ؤ: "و" };

function fold(text) {
  return foldDigits(text.normalize("NFKC").toLowerCase())
    .replace(/[\u064b-\u065f\u0670\u0640\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .replace(/[يىئكةۀأإآٱؤ]/g, (letter) => LETTERS[letter])
    .replace(/[\u200c\u200d]/g, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

const honorifics = data.more.honorifics.map(fold).sort((a, b) => b.length - a.length);
const squash = (text) => text.replace(/ /g, "");

function withoutHonorifics(folded) {
  let rest = ` ${folded} `;
  for (const title of honorifics) rest = rest.replaceAll(` ${title} `, " ");
  return rest.trim() || folded;
}

let keys = null; // made at the first search: it takes a while in a large network
function search(query) {
  const plain = withoutHonorifics(fold(query));
  if (!plain) return [];
  keys ??= nodes.map((node) => node.names.map((name) => squash(fold(name.slice(0, 1000)))));
  const whole = squash(plain);
  const parts = plain.split(" ");
  const found = [];
  nodes.forEach((node, i) => {
    const rank = Math.min(...keys[i].map((key) => rankOf(key, whole, parts)));
    if (rank < 9) found.push({ node, rank });
  });
  found.sort((a, b) => a.rank - b.rank || b.node.degree - a.node.degree || a.node.id - b.node.id);
  return found.slice(0, 30).map((hit) => hit.node);
}

function rankOf(key, whole, parts) {
  if (key === whole) return 0;
  if (key.startsWith(whole)) return 1;
  if (key.includes(whole)) return 2;
  return parts.every((part) => key.includes(part)) ? 3 : 9;
}

// ── what passes the filters ─────────────────────────────────────────────────

function supportTest() {
  const since = typedDay(state.since);
  const until = typedDay(state.until);
  const source = fold(state.source);
  const inTime = (date) =>
    (!since || (date && dayLike(date, since) >= since)) && (!until || (date && dayLike(date, until).slice(0, until.length) <= until));
  const articlePasses = articles.map(
    (a) => inTime(a[ARTICLE.date]) && (!source || fold(`${a[ARTICLE.title]} ${a[ARTICLE.agency]} ${a[ARTICLE.id]}`).includes(source)),
  );
  return (i) => {
    const row = supports[i];
    const sure = row[SUPPORT.confidence];
    return articlePasses[row[SUPPORT.article]] && (sure < 0 || sure >= state.confidence);
  };
}

const dayLike = (iso, typed) => (parseInt(typed, 10) < 1700 ? jalaliDay(iso.padEnd(10, "-01").slice(0, 10)) : iso);

function selection() {
  const passes = supportTest();
  const kindShown = nodes.map((node) => !state.hiddenKinds.has(node.group));
  const kept = edges.filter(
    (edge) => !state.hiddenRelations.has(edge.relation) && kindShown[edge.from] && kindShown[edge.to] && edge.said.some(passes),
  );
  const connected = new Set(kept.flatMap((edge) => [edge.from, edge.to]));
  const lonely = (node) => state.isolated || edges.length === 0 || node.id === state.shown?.node;
  return { kept, shown: nodes.filter((node) => kindShown[node.id] && (connected.has(node.id) || lonely(node))) };
}

// ── the picture ─────────────────────────────────────────────────────────────

const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();
let network = null;
let colours = {};

function readColours() {
  const style = getComputedStyle(root);
  const names = ["ground", "ink", "quiet", "edge", "group", "accent", ...Object.keys(words.kinds)];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

const isFolded = (node) => groups.length > 0 && !state.opened.has(node.disc);
const standsFor = (node) => (isFolded(node) ? `g${node.disc}` : node.id);

function refresh() {
  const { kept, shown } = selection();
  const points = [...shown.filter((node) => !isFolded(node)).map(drawnNode), ...drawnGroups(shown)];
  const lines = drawnEdges(kept);
  sync(edgeSet, []);
  sync(nodeSet, points);
  sync(edgeSet, lines);
  at("counts").textContent = word("counts").replace("{nodes}", number(shown.length)).replace("{edges}", number(kept.length));
  at("fold-all").hidden = state.opened.size === 0;
  raised = [];
  if (network) lookAgain();
}

function sync(set, items) {
  const wanted = new Set(items.map((item) => item.id));
  const gone = set.getIds().filter((id) => !wanted.has(id));
  if (gone.length) set.remove(gone);
  if (items.length) set.update(items);
}

function drawnNode(node) {
  return { id: node.id, label: node.label, group: node.group, size: node.size, x: node.x, y: node.y, font: { size: options.nodes.font.size } };
}

function drawnGroups(shown) {
  const members = new Map();
  for (const node of shown) {
    if (!isFolded(node)) continue;
    if (!members.has(node.disc)) members.set(node.disc, []);
    members.get(node.disc).push(node);
  }
  return [...members].map(([disc, nodes]) => drawnGroup(disc, nodes));
}

function drawnGroup(disc, members) {
  const { x, y, radius, label, size: whole } = groups[disc];
  const size = 0.92 * radius * Math.sqrt(Math.max(0.15, members.length / whole));
  const shares = [...count(members, "group")].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = wrapped(members.length === 1 ? members[0].label : label);
  if (members.length > 1) lines.push(word("others").replace("{n}", number(members.length - 1)));
  return { id: `g${disc}`, x, y, shape: "custom", label: undefined, ctxRenderer: (at) => groupPicture(at, size, shares, lines) };
}

// A disc with its name inside, and around it a ring with the share of each type.
function groupPicture({ ctx, x, y, state: { selected, hover } }, radius, shares, lines) {
  const drawNode = () => {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colours.group;
    ctx.fill();
    ring(ctx, x, y, radius, shares);
    if (selected || hover) {
      ctx.lineWidth = radius * 0.03;
      ctx.strokeStyle = colours.ink;
      ctx.stroke();
    }
    writeLines(ctx, x, y, radius, lines);
  };
  return { drawNode, nodeDimensions: { width: 2 * radius, height: 2 * radius } };
}

function ring(ctx, x, y, radius, shares) {
  const whole = shares.reduce((sum, [, amount]) => sum + amount, 0);
  let from = -Math.PI / 2;
  ctx.lineWidth = radius * 0.09;
  for (const [kind, amount] of shares) {
    const to = from + (2 * Math.PI * amount) / whole;
    ctx.beginPath();
    ctx.arc(x, y, radius * 0.955, from, to);
    ctx.strokeStyle = colours[kind];
    ctx.stroke();
    from = to;
  }
}

function writeLines(ctx, x, y, radius, lines) {
  const widest = Math.max(...lines.map((line) => line.length), 8);
  const size = Math.min(radius * 0.34, (radius * 3.6) / widest);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  lines.forEach((line, i) => {
    const isCount = i > 0 && i === lines.length - 1;
    ctx.font = `${isCount ? 400 : 600} ${Math.round(isCount ? size * 0.8 : size)}px Vazirmatn`;
    ctx.fillStyle = isCount ? colours.quiet : colours.ink;
    ctx.fillText(line, x, y + (i - (lines.length - 1) / 2) * size * 1.25);
  });
}

function wrapped(name) {
  const lines = [""];
  for (const piece of name.split(" ")) {
    const longer = `${lines.at(-1)} ${piece}`.trim();
    if (longer.length <= 14 || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  const short = lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]}…`] : lines;
  return short.map((line) => (line.length > 18 ? `${line.slice(0, 17)}…` : line));
}

function drawnEdges(kept) {
  const isLabelled = kept.length <= MOST_LABELLED_EDGES;
  const single = [];
  const bundles = new Map();
  const parallel = new Map();
  for (const edge of kept) {
    const from = standsFor(nodes[edge.from]);
    const to = standsFor(nodes[edge.to]);
    if (typeof from === "number" && typeof to === "number") single.push(drawnEdge(edge, isLabelled, parallel));
    else if (from !== to) bundle(bundles, from, to);
  }
  return [...single, ...strongest([...bundles.values()])];
}

function drawnEdge(edge, isLabelled, parallel) {
  const pair = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
  const nth = parallel.get(pair) ?? 0;
  parallel.set(pair, nth + 1);
  const turn = edge.from < edge.to ? "curvedCW" : "curvedCCW";
  return {
    id: edge.id, from: edge.from, to: edge.to, label: isLabelled ? edgeLabel(edge) : undefined,
    dashes: !isStated(edge), width: 1, color: { color: colours.edge, highlight: colours.accent, hover: colours.accent },
    smooth: nth ? { enabled: true, type: turn, roundness: 0.14 * nth } : { enabled: false },
    font: { vadjust: 19 * nth * (bendsUp(edge, turn, 0.14 * nth) ? -1 : 1) }, // names of parallel lines stand apart
  };
}

// As vis-network bends: round the first end by a little more than a quarter turn.
function bendsUp(edge, turn, roundness) {
  const [a, b] = [nodes[edge.from], nodes[edge.to]];
  const share = roundness / 2 + 0.5;
  const angle = Math.atan2(a.y - b.y, b.x - a.x) + (turn === "curvedCW" ? share : 0.5 - roundness / 2) * Math.PI;
  return share * Math.hypot(a.x - b.x, a.y - b.y) * Math.cos(angle) < (b.y - a.y) / 2;
}

function bundle(bundles, from, to) {
  const [a, b] = String(from) < String(to) ? [from, to] : [to, from];
  const id = `${a}~${b}`;
  const isBetweenGroups = typeof a === "string" && typeof b === "string";
  const line = bundles.get(id) ?? {
    id, from: a, to: b, count: 0, isBetweenGroups, label: undefined, dashes: false, smooth: { enabled: false },
    arrows: { to: { enabled: false } }, color: { color: colours.edge, opacity: isBetweenGroups ? 0.55 : 0.3 },
  };
  line.count += 1;
  line.width = isBetweenGroups ? 6 * Math.sqrt(line.count) : 1;
  bundles.set(id, line);
}

// Of the lines between groups, each group's strongest: all of them are a grey cloth.
function strongest(lines) {
  const kept = new Set();
  const perGroup = new Map();
  for (const line of lines.filter((one) => one.isBetweenGroups).sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))) {
    for (const end of [line.from, line.to]) {
      const used = perGroup.get(end) ?? 0;
      if (used < LINES_PER_GROUP) kept.add(line);
      perGroup.set(end, used + 1);
    }
  }
  return lines.filter((line) => !line.isBetweenGroups || kept.has(line));
}

const isStated = (edge) => edge.said.some((i) => ["Stated", "Reported", ""].includes(supports[i][SUPPORT.status]));

function edgeLabel(edge) {
  const label = labelOf(edge);
  const held = edge.tenure && edge.tenure !== "Current" ? ` (${named("tenures", edge.tenure)})` : "";
  return (label.length > 38 ? `${label.slice(0, 37)}…` : label) + held;
}

function draw() {
  options.nodes.font.color = colours.ink;
  options.nodes.font.strokeWidth = nodes.length > 1000 ? 0 : 3;
  options.nodes.font.strokeColor = colours.ground;
  options.edges.font.color = colours.quiet;
  options.edges.font.strokeWidth = 3;
  options.edges.font.strokeColor = colours.ground;
  options.edges.color = { color: colours.edge, highlight: colours.accent, hover: colours.accent };
  for (const kind of Object.keys(words.kinds)) {
    const colour = colours[kind];
    options.groups[kind].color = {
      background: colour, border: colour, highlight: { background: colour, border: colours.ink },
      hover: { background: colour, border: colours.ink },
    };
  }
  if (network) network.setOptions(options);
}

function start() {
  network = new vis.Network(at("picture"), { nodes: nodeSet, edges: edgeSet }, options);
  document.querySelector("#picture .vis-network").tabIndex = -1;
  network.once("afterDrawing", () => { root.dataset.ready = "true"; });
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    at("hint").hidden = true;
    if (node !== undefined) chooseDrawn(node);
    else if (typeof edge === "number") showEdge(edge);
  });
  network.on("dragEnd", ({ nodes: moved }) => keepPlaces(moved));
  network.on("hoverNode", ({ node, event }) => nodeTooltip(node, event));
  network.on("hoverEdge", ({ edge, event }) => edgeTooltip(edge, event));
  for (const left of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(left, () => { at("tooltip").hidden = true; });
  for (const moved of ["zoom", "dragEnd", "resize"]) network.on(moved, lookAgain);
  fitAll();
  landmarks();
  label();
}

// Seen from afar, the best connected names that have room are written in a size that can be read.
let raised = [];
function landmarks() {
  const scale = network.getScale();
  const size = Math.round(13 / scale);
  const chosen = size > options.nodes.font.size ? roomyNames(scale) : [];
  const back = raised.filter((id) => !chosen.includes(id) && nodeSet.get(id));
  raised = chosen;
  const font = (to) => (id) => ({ id, font: { size: to }, widthConstraint: { maximum: Math.round(9 * to) } });
  nodeSet.update([...back.map(font(options.nodes.font.size)), ...chosen.map(font(size))]);
}

function roomyNames(scale) {
  const middle = network.getViewPosition();
  const [width, height] = [at("picture").clientWidth / scale, at("picture").clientHeight / scale];
  const isSeen = (node) => Math.abs(node.x - middle.x) < width / 2 && Math.abs(node.y - middle.y) < height / 2;
  const ranked = nodes.filter((node) => !isFolded(node) && isSeen(node) && nodeSet.get(node.id)).sort((a, b) => b.degree - a.degree || a.id - b.id);
  const chosen = [];
  for (const node of ranked.slice(0, 400)) {
    const isFree = chosen.every((other) => Math.abs(other.x - node.x) * scale > 120 || Math.abs(other.y - node.y) * scale > 46);
    if (isFree) chosen.push(node);
    if (chosen.length === LANDMARKS) break;
  }
  return chosen.map((node) => node.id);
}

let looking = 0;
function lookAgain() {
  clearTimeout(looking);
  looking = setTimeout(landmarks, 90);
}

function fitAll() {
  network.fit({ animation: false });
  network.moveTo({ scale: network.getScale() * 0.92, animation: false }); // names stand out beyond their nodes
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: false });
  lookAgain();
}

// vis-network's own keys would take the focus away from the search box whenever the mouse passes.
function pictureKey(event) {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (step) {
    const { x, y } = network.getViewPosition();
    const length = 60 / network.getScale();
    network.moveTo({ position: { x: x + step[0] * length, y: y + step[1] * length }, animation: false });
    lookAgain();
    event.preventDefault();
  } else if (event.key === "+" || event.key === "=") zoom(1.4);
  else if (event.key === "-") zoom(1 / 1.4);
}

function keepPlaces(moved) {
  for (const [id, place] of Object.entries(network.getPositions(moved))) {
    Object.assign(id.startsWith("g") ? groups[id.slice(1)] : nodes[id], place);
  }
}

function chooseDrawn(id) {
  if (typeof id === "number") showNode(id);
  else openGroup(Number(id.slice(1)), true);
}

function openGroup(disc, isSeen) {
  state.opened.add(disc);
  refresh();
  if (!isSeen) return;
  network.fit({ nodes: nodes.filter((node) => node.disc === disc && nodeSet.get(node.id)).map((node) => node.id), animation: false });
  showGroup(disc);
}

function foldGroup(disc) {
  state.opened.delete(disc);
  refresh();
}

// ── the panel ───────────────────────────────────────────────────────────────

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  const { on = {}, ...plain } = properties;
  Object.assign(made, plain);
  for (const [event, action] of Object.entries(on)) made.addEventListener(event, action);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const isolated = (text) => element("bdi", {}, text);

function panel(...children) {
  const close = element("button", { className: "close", type: "button", ariaLabel: word("close"), on: { click: closePanel } }, "×");
  at("panel").replaceChildren(close, ...children.filter(Boolean));
  at("panel").hidden = false;
  at("hint").hidden = true;
  at("panel").scrollTop = 0;
}

function closePanel() {
  at("panel").hidden = true;
  state.shown = null;
  network.unselectAll();
}

function showNode(id, isSought = false) {
  const node = nodes[id];
  state.shown = { node: id };
  if (isFolded(node)) openGroup(node.disc, false);
  else if (!nodeSet.get(id)) refresh();
  if (nodeSet.get(id)) network.selectNodes([id]);
  const about = edges.filter((edge) => edge.from === id || edge.to === id);
  panel(
    kindLine(node.group),
    element("h3", {}, isolated(node.names[0].slice(0, 500))),
    node.names.length > 1 && part("aliases", element("p", { className: "names chips" }, ...node.names.slice(1, 30).map((name) => isolated(name.slice(0, 300))))),
    (about.length > 0 || node.facts.length > 0) && part("facts", list(about, (edge) => edgeItem(edge, id)), list(node.facts, ownItem)),
    node.links.length > 0 && part("links", ...node.links.map((link) => element("p", { className: "iri isolate", dir: "ltr" }, link))),
    groups.length > 0 && button("fold", () => { closePanel(); foldGroup(node.disc); }),
    element("p", { className: "iri isolate", dir: "ltr" }, node.iri.slice(0, 500)),
  );
  if (nodeSet.get(id) && (isSought || isCovered(id))) bringIntoView(id, isSought);
}

// The panel lies over a part of the picture; what it tells about stands beside it.
function isCovered(id) {
  if (isNarrow()) return true;
  const { left, right } = at("panel").getBoundingClientRect();
  const x = at("picture").getBoundingClientRect().left + network.canvasToDOM(network.getPosition(id)).x;
  return x > left - 20 && x < right + 20;
}

const isNarrow = () => innerWidth <= 800; // as in page.css: the panel is then below

function bringIntoView(id, isClose) {
  const side = root.dir === "rtl" ? 1 : -1;
  const { offsetWidth: width, offsetHeight: height } = at("panel");
  const offset = isNarrow() ? { x: 0, y: -height / 2 } : { x: (side * width) / 2, y: 0 };
  network.focus(id, { scale: isClose ? Math.max(1, network.getScale()) : network.getScale(), offset, animation: false });
  lookAgain();
}

function showEdge(id) {
  const edge = edges[id];
  state.shown = { edge: id };
  if (edgeSet.get(id)) network.selectEdges([id]);
  panel(
    element("div", { className: "kind" }, named("relations", edge.relation)),
    element("h3", {}, ...triple(edge)),
    part("evidence", ...edge.said.slice(0, MOST_LISTED).map(figure)),
  );
}

function showGroup(disc) {
  state.shown = { group: disc };
  const members = nodes.filter((node) => node.disc === disc).sort((a, b) => b.degree - a.degree || a.id - b.id);
  panel(
    element("div", { className: "kind" }, word("group")),
    element("h3", {}, isolated(groups[disc].label)),
    button("fold", () => { closePanel(); foldGroup(disc); }),
    part("members", list(members, (node) => element("li", {}, sign(node.group), " ", nodeButton(node)))),
  );
}

const part = (title, ...children) => element("section", {}, element("h4", {}, word(title)), ...children);
const button = (title, click) => element("button", { type: "button", on: { click } }, word(title));

// A list shows its first items, and all of them at a click.
function list(items, made) {
  const whole = element("ul", {}, ...items.slice(0, MOST_LISTED).map(made));
  if (items.length > MOST_LISTED) {
    const more = element("button", { type: "button" }, `${word("more")} (${number(items.length - MOST_LISTED)})`);
    more.addEventListener("click", () => more.parentElement.replaceWith(...items.slice(MOST_LISTED).map(made)));
    whole.append(element("li", {}, more));
  }
  return whole;
}

function edgeItem(edge, id) {
  return element("li", { className: "fact" }, ...triple(edge, id), proof(edge.said));
}

function ownItem(fact) {
  const bound = fact.bound ? named("bounds", fact.bound) : "";
  const held = fact.tenure && fact.tenure !== "Current" ? `(${named("tenures", fact.tenure)})` : "";
  const told = fact.relation === "startDate" ? dateText(fact.text ?? "") : fact.text ?? "";
  const aside = fact.relation === "mentionedIn" ? fact.speaker : fact.about;
  return element(
    "li", { className: "fact" },
    element("span", { className: "relation" }, named("relations", fact.relation)),
    isolated(`${bound} ${withDigits(told)} ${held}`.trim().slice(0, 3000)),
    aside ? element("span", { className: "names isolate" }, ` (${aside.slice(0, 300)})`) : null,
    proof(fact.said),
  );
}

function proof(said) {
  const title = said.length > 1 ? `${word("evidence")} · ${word("statements").replace("{n}", number(said.length))}` : word("evidence");
  const closed = element("details", {}, element("summary", {}, title));
  closed.addEventListener("toggle", () => {
    if (closed.open && closed.children.length === 1) closed.append(...said.slice(0, MOST_LISTED).map(figure));
  });
  return closed;
}

function triple(edge, id) {
  const end = (i) => (i === id ? isolated(nodes[i].names[0].slice(0, 300)) : nodeButton(nodes[i]));
  return [end(edge.from), element("span", { className: "relation" }, `${arrow()} `, isolated(edgeLabel(edge)), ` ${arrow()}`), end(edge.to)];
}

function nodeButton(node) {
  return element("button", { type: "button", className: "plain", on: { click: () => showNode(node.id, true) } }, isolated(node.names[0].slice(0, 300)));
}

function figure(i) {
  const row = supports[i];
  const article = articles[row[SUPPORT.article]];
  const date = article[ARTICLE.date];
  const source = [article[ARTICLE.agency], date && dateText(date)].filter(Boolean);
  const how = [
    row[SUPPORT.confidence] >= 0 && `${word("sure")}: ${number(row[SUPPORT.confidence])}`,
    texts[row[SUPPORT.rule]] && `${word("rule")}: ${texts[row[SUPPORT.rule]]}`,
    row[SUPPORT.begin] && `${word("begin")}: ${dateText(row[SUPPORT.begin])}`,
    row[SUPPORT.end] && `${word("end")}: ${dateText(row[SUPPORT.end])}`,
  ].filter(Boolean);
  const status = row[SUPPORT.status];
  return element(
    "figure", {}, quote(row),
    element(
      "figcaption", {},
      article[ARTICLE.title] && element("span", { className: "title", dir: "auto" }, article[ARTICLE.title]),
      ...interleaved([...source, ...how]),
      status && status !== "Stated" ? element("span", { className: "not-stated" }, ` · ${named("statuses", status)}`) : null,
    ),
  );
}

const interleaved = (pieces) => pieces.flatMap((piece, i) => (i ? [" · ", isolated(piece)] : [isolated(piece)]));

function quote(row) {
  const points = Array.from(texts[row[SUPPORT.sentence]]); // offsets are code points
  const [first, last] = [row[SUPPORT.marked], row[SUPPORT.marked] + row[SUPPORT.length]];
  const cut = (from, to) => points.slice(from, to).join("");
  return element("blockquote", { dir: "auto" }, cut(0, first), element("mark", {}, cut(first, last)), cut(last));
}

function kindLine(kind) {
  return element("div", { className: "kind" }, sign(kind), named("kinds", kind));
}

// ── tooltips ────────────────────────────────────────────────────────────────

function nodeTooltip(id, event) {
  if (typeof id !== "number") return;
  const node = nodes[id];
  tooltip(event, kindLine(node.group), element("div", {}, isolated(node.names[0].slice(0, 300))));
}

function edgeTooltip(id, event) {
  if (typeof id !== "number") return;
  const edge = edges[id];
  const row = supports[edge.said[0]];
  tooltip(event, element("div", { className: "names" }, edgeLabel(edge)), quote(row), element("div", { className: "names", dir: "auto" }, articles[row[SUPPORT.article]][ARTICLE.title]));
}

function tooltip(event, ...children) {
  const box = at("tooltip");
  box.replaceChildren(...children);
  box.hidden = false;
  const { clientX = 0, clientY = 0 } = event;
  box.style.left = `${Math.max(4, Math.min(clientX + 14, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(4, Math.min(clientY + 16, innerHeight - box.offsetHeight - 8))}px`;
}

// ── legend and filters ──────────────────────────────────────────────────────

const SIGNS = {
  Person: "M7 1a6 6 0 1 0 0 12A6 6 0 1 0 7 1Z", Organization: "M2 2h10v10H2Z", Place: "M7 1l6 11H1Z",
  Event: "M7 0l2 5h5l-4 3 2 6-5-4-5 4 2-6-4-3h5Z", Service: "M7 0l6 7-6 7-6-7Z",
};

function sign(kind) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 14 14");
  picture.setAttribute("class", `sign ${kind}`);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SIGNS[kind]);
  picture.append(path);
  return picture;
}

function legend() {
  at("kinds").replaceChildren(...choices("kinds", count(nodes, "group"), state.hiddenKinds, sign));
  at("relations").replaceChildren(...choices("relations", count(edges, "relation"), state.hiddenRelations));
}

const count = (items, key) => items.reduce((all, item) => all.set(item[key], (all.get(item[key]) ?? 0) + 1), new Map());

function choices(table, counts, hidden, picture = () => null) {
  return Object.keys(words[table]).filter((key) => counts.has(key)).map((key) => {
    const box = element("input", { type: "checkbox", checked: !hidden.has(key), value: key });
    box.addEventListener("change", () => { hidden[box.checked ? "delete" : "add"](key); refresh(); });
    const amount = element("span", { className: "number" }, number(counts.get(key)));
    return element("li", {}, element("label", {}, box, picture(key), named(table, key), amount));
  });
}

function label() {
  root.lang = state.language;
  root.dir = state.language === "fa" ? "rtl" : "ltr";
  document.title = word("title");
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  for (const one of document.querySelectorAll("[data-label]")) {
    one.setAttribute("aria-label", word(one.dataset.label));
    if (one.tagName === "BUTTON") one.title = word(one.dataset.label);
  }
  at("search").placeholder = word("searchHint");
  at("since").placeholder = at("until").placeholder = state.language === "fa" ? "۱۴۰۰/۰۷/۱۲" : "2021-10-04";
  at("confidence-shown").textContent = number(state.confidence);
  legend();
}

function setTheme(theme) {
  state.theme = theme;
  root.dataset.theme = theme;
  readColours();
  draw();
}

function setLanguage(language) {
  state.language = language;
  label();
  refresh();
  showAgain();
}

function showAgain() {
  const { node, edge, group } = state.shown ?? {};
  if (node !== undefined) showNode(node);
  else if (edge !== undefined) showEdge(edge);
  else if (group !== undefined) showGroup(group);
}

let waiting = 0;
function filter(key, value) {
  state[key] = value;
  at("confidence-shown").textContent = number(state.confidence);
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 120);
}

function reset() {
  Object.assign(state, { confidence: 0, since: "", until: "", source: "", isolated: false });
  state.hiddenKinds.clear();
  state.hiddenRelations.clear();
  for (const id of ["since", "until", "source"]) at(id).value = "";
  at("confidence").value = 0;
  at("isolated").checked = false;
  label();
  refresh();
}

// ── the search box ──────────────────────────────────────────────────────────

let hits = [];
let chosen = -1;

function showHits() {
  const query = at("search").value;
  hits = search(query);
  chosen = hits.length ? 0 : -1;
  const items = hits.map((node, i) => {
    const item = element("li", { id: `hit-${i}`, role: "option", on: { mousedown: (event) => { event.preventDefault(); take(i); } } });
    item.append(sign(node.group), isolated(node.names[0].slice(0, 200)));
    return item;
  });
  if (query.trim() && !hits.length) items.push(element("li", {}, word("noResults")));
  at("results").replaceChildren(...items);
  openHits(items.length > 0);
}

function openHits(isOpen) {
  at("results").hidden = !isOpen;
  at("search").setAttribute("aria-expanded", String(isOpen));
  for (const [i, item] of [...at("results").children].entries()) item.setAttribute("aria-selected", String(i === chosen));
  if (isOpen && chosen >= 0) {
    at("search").setAttribute("aria-activedescendant", `hit-${chosen}`);
    at("results").children[chosen].scrollIntoView({ block: "nearest" });
  } else at("search").removeAttribute("aria-activedescendant");
}

function take(i) {
  openHits(false);
  if (hits[i]) showNode(hits[i].id, true);
  at("panel").focus();
}

function searchKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && hits.length) {
    chosen = (chosen + step + hits.length) % hits.length;
    openHits(true);
    event.preventDefault();
  } else if (event.key === "Enter") take(chosen);
  else if (event.key === "Escape") openHits(false);
}

// ── begin ───────────────────────────────────────────────────────────────────

function listen() {
  at("search").addEventListener("input", showHits);
  at("search").addEventListener("keydown", searchKey);
  at("search").addEventListener("blur", () => openHits(false));
  at("confidence").addEventListener("input", (event) => filter("confidence", Number(event.target.value)));
  for (const id of ["since", "until", "source"]) at(id).addEventListener("input", (event) => filter(id, event.target.value));
  at("isolated").addEventListener("change", (event) => filter("isolated", event.target.checked));
  at("reset").addEventListener("click", reset);
  at("fold-all").addEventListener("click", () => { state.opened.clear(); refresh(); fitAll(); });
  at("fit").addEventListener("click", () => { fitAll(); lookAgain(); });
  at("zoom-in").addEventListener("click", () => zoom(1.4));
  at("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  at("picture").addEventListener("keydown", pictureKey);
  at("theme").addEventListener("click", () => { setTheme(state.theme === "dark" ? "light" : "dark"); refresh(); });
  at("language").addEventListener("click", () => setLanguage(state.language === "fa" ? "en" : "fa"));
  at("menu-button").addEventListener("click", () => {
    at("menu").hidden = !at("menu").hidden;
    at("menu-button").setAttribute("aria-expanded", String(!at("menu").hidden));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement !== at("search")) closePanel();
    if (event.key === "/" && !/INPUT/.test(document.activeElement.tagName)) { at("search").focus(); event.preventDefault(); }
  });
}

function sourceNames() {
  const names = new Set(articles.map((a) => a[ARTICLE.agency]).filter(Boolean));
  if (!names.size && articles.length <= 200) for (const a of articles) names.add(a[ARTICLE.title]);
  at("sources").replaceChildren(...[...names].slice(0, 200).map((name) => element("option", { value: name })));
}

async function begin() {
  label();
  const asked = root.dataset.theme;
  setTheme(asked === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : asked);
  listen();
  sourceNames();
  if (isNarrow()) at("menu-button").click();
  await document.fonts.load("15px Vazirmatn", "نA"); // canvas text does not redraw itself when a font comes late
  refresh();
  start();
}

begin();

// The page: a list of orders with their verdicts, and one order in detail. Texts about an answer come from the server, so that they are the same as on
// the command line. The order that is shown is in the address (#order/ID), so that it can be sent to somebody.
import { el, short } from "./elements.js";
import { timeline } from "./timeline.js";

const verdicts = ["violated", "undetermined", "pending", "respected", "not_applicable"];
const every = 3000; // ms between refreshes
const $ = id => document.getElementById(id);

const spoken = word => word.replaceAll("_", " ");
const verdict = v => el("span", { class: "verdict " + v }, spoken(v));

let filter = "";
let shown = "";    // the order in detail
let drawn = "";    // what was drawn of it last: drawn anew only if it changed, so that nobody loses their place

async function get(path) {
  const reply = await fetch(path, { headers: { Accept: "application/json" } });
  const body = await reply.json();
  if (!reply.ok) throw new Error(`${body.detail} ${body.hint}`);
  return body;
}

function say(text, trouble) {
  if ($("state").textContent !== text) $("state").textContent = text;
  $("state").classList.toggle("trouble", Boolean(trouble));
}

function filters(counts) {
  const total = Object.values(counts).reduce((a, b) => a + b, 0);
  for (const v of ["", ...verdicts]) {
    const id = "filter-" + (v || "all");
    let b = $(id);
    if (!b) {
      b = el("button", { id, type: "button" });
      b.addEventListener("click", () => { filter = v; list(); });
      $("filters").append(b);
    }
    b.setAttribute("aria-pressed", String(filter === v));
    b.replaceChildren(v ? verdict(v) : "all", ` ${v ? counts[v] ?? 0 : total}`);
  }
}

function row(o) {
  const tr = $("row-" + o.orderID) ?? el("tr", { id: "row-" + o.orderID });
  const text = JSON.stringify(o);
  tr.toggleAttribute("aria-current", false);
  if (o.orderID === shown) tr.setAttribute("aria-current", "true");
  if (tr.dataset.text !== text) {
    tr.dataset.text = text;
    const link = tr.querySelector("a") ?? el("a", { href: "#order/" + encodeURIComponent(o.orderID) }, o.orderID);
    tr.replaceChildren(el("td", {}, link), el("td", {}, verdict(o.verdict)), el("td", {}, spoken(o.phase)), el("td", {}, o.productID ?? ""), el("td", {}, o.customerID ?? ""));
  }
  return tr;
}

async function list() {
  const l = await get("/api/orders" + (filter ? "?verdict=" + filter : ""));
  filters(l.counts);
  const rows = l.orders.map(row);
  const body = $("rows");
  if (rows.length !== body.rows.length || rows.some((r, i) => r !== body.rows[i])) {
    const focused = document.activeElement;
    body.replaceChildren(...rows);
    if (body.contains(focused)) focused.focus();
  }
  const all = filter ? l.counts[filter] ?? 0 : Object.values(l.counts).reduce((a, b) => a + b, 0);
  $("listed").textContent = rows.length < all ? `The first ${rows.length} of ${all} orders; ask for others by their id.` : `${rows.length} orders.`;
  if (l.incomplete) say("Incomplete: no answer from " + l.incomplete.join("; "), true);
  else say("Up to date.");
}

const pair = (name, ...value) => [el("dt", {}, name), el("dd", {}, ...value)];

function leg(l, words) {
  const a = el("article", {}, el("h3", {}, `Container ${l.containerID}, leg ${l.leg} `, verdict(l.verdict)), el("p", { class: "quiet" }, words.progress));
  if (words.why.length) a.append(el("ul", {}, ...words.why.map(s => el("li", {}, s))));
  a.append(...timeline(l));
  const d = el("dl", {});
  if (l.voyageID) d.append(...pair("Voyage", [l.voyageID, l.vesselID, l.from && l.to ? `${l.from} to ${l.to}` : undefined].filter(Boolean).join(", ")));
  if (l.window) d.append(...pair("Window", `${short(l.window.start)} (${l.window.startBasis}) until ` + (l.window.end ? `${short(l.window.end)} (${l.window.endBasis})` : "open")));
  if (l.rule) d.append(...pair("Rule", l.rule.id + (l.rule.version === undefined ? "" : `, version ${l.rule.version}`)));
  if (l.coverage !== undefined) {
    d.append(...pair("Observed", `${Math.floor(l.coverage * 10000) / 100} %; gaps: ${l.gapCount}, excursions: ${l.excursionCount}`));
    if (l.temperature) d.append(...pair("Temperature", `min ${l.temperature.min} °C, max ${l.temperature.max} °C, mean kinetic ${l.temperature.mkt} °C`));
    const r = l.readings;
    d.append(...pair("Readings", `${r.count}` + (r.first ? `, ${short(r.first)} to ${short(r.last)}` : "") + `; faulty: ${r.faulty}, duplicates: ${r.duplicates}, conflicts: ${r.conflicts}`));
  }
  a.append(d);
  return a;
}

async function detail() {
  if (!shown) return;
  const asked = shown;
  let answer;
  try {
    answer = await get("/api/orders/" + encodeURIComponent(asked));
  } catch (e) {
    if (asked === shown) { drawn = ""; $("detail-body").replaceChildren(el("p", {}, e.message)); }
    return;
  }
  const text = JSON.stringify(answer);
  if (asked !== shown || text === drawn) return;
  drawn = text;
  const p = answer.projection, words = answer.explanation;
  const d = el("dl", {}, ...pair("Product", p.productID ?? "unknown"), ...pair("Customer", p.customerID ?? "unknown"), ...pair("Status", p.status));
  if (answer.through) d.append(...pair("Judged through", short(answer.through)));
  d.append(...pair("Waiting records", String(answer.lag)));
  const body = [el("p", {}, verdict(p.verdict), " ", words.headline + " " + words.progress)];
  body.push(d, ...p.legs.map((l, i) => leg(l, words.legs[i])));
  if (p.claims.length) {
    body.push(el("h3", {}, "Claims of others"), el("ul", {}, ...p.claims.map(c => el("li", {}, [short(c.time), c.type, c.containerID, c.reason].filter(Boolean).join(", ")))));
  }
  $("detail-body").replaceChildren(...body);
}

async function refresh() {
  try {
    await list();
    await detail();
  } catch (e) {
    say("No answer from the worker: " + e.message, true);
  }
}

async function navigate() {
  const [, id] = location.hash.match(/^#order\/(.+)$/) ?? [];
  if (!id) return;
  shown = decodeURIComponent(id);
  drawn = "";
  $("detail").hidden = false;
  $("detail-title").textContent = "Order " + shown;
  $("detail-body").replaceChildren();
  await refresh();
  $("detail-title").focus();
}

$("search").addEventListener("submit", e => {
  e.preventDefault();
  location.hash = "#order/" + encodeURIComponent($("id").value.trim());
});
addEventListener("hashchange", navigate);

async function loop() {
  if (!document.hidden) await refresh();
  setTimeout(loop, every);
}
navigate().finally(loop);

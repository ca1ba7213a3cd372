// The page: a list of orders with their verdicts, and one order in detail. The order that is shown
// is in the address (#order/ID), so that it can be sent to somebody.
import { el, every, get, spoken, verdict, verdicts } from "./elements.js";
import { order } from "./order.js";

const $ = id => document.getElementById(id);

let filter = "";
let shown = ""; // the order in detail
let drawn = ""; // what was drawn of it: only a change is drawn, so that nobody loses their place

function say(text, trouble) {
  if ($("state").textContent !== text) $("state").textContent = text;
  $("state").classList.toggle("trouble", Boolean(trouble));
}

const sum = counts => Object.values(counts).reduce((a, b) => a + b, 0);

function filters(counts) {
  for (const v of ["", ...verdicts]) {
    const id = "filter-" + (v || "all");
    let b = $(id);
    if (!b) {
      b = el("button", { id, type: "button" });
      b.addEventListener("click", () => { filter = v; list(); });
      $("filters").append(b);
    }
    b.setAttribute("aria-pressed", String(filter === v));
    b.replaceChildren(v ? verdict(v) : "all", ` ${v ? counts[v] ?? 0 : sum(counts)}`);
  }
}

function row(o) {
  const tr = $("row-" + o.orderID) ?? el("tr", { id: "row-" + o.orderID });
  const text = JSON.stringify(o);
  tr.toggleAttribute("aria-current", false);
  if (o.orderID === shown) tr.setAttribute("aria-current", "true");
  if (tr.dataset.text === text) return tr;
  tr.dataset.text = text;
  const href = "#order/" + encodeURIComponent(o.orderID);
  tr.replaceChildren(
    el("td", {}, tr.querySelector("a") ?? el("a", { href }, o.orderID)),
    el("td", {}, verdict(o.verdict)),
    el("td", {}, spoken(o.phase)),
    el("td", {}, o.productID ?? ""),
    el("td", { class: "wide" }, o.customerID ?? ""),
    el("td", { class: "wide" }, String(o.containers)));
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
  const all = filter ? l.counts[filter] ?? 0 : sum(l.counts);
  $("listed").textContent = rows.length < all
    ? `The first ${rows.length} of ${all} orders; ask for others by their id.`
    : `${rows.length} orders.`;
  if (l.incomplete) say("Incomplete: no answer from " + l.incomplete.join("; "), true);
  else say("Up to date.");
}

async function detail() {
  if (!shown) return;
  const asked = shown;
  let answer;
  try {
    answer = await get("/api/orders/" + encodeURIComponent(asked));
  } catch (e) {
    if (asked !== shown) return;
    drawn = "";
    $("detail-body").replaceChildren(el("p", {}, e.message));
    return;
  }
  const text = JSON.stringify(answer);
  if (asked !== shown || text === drawn) return;
  drawn = text;
  $("detail-body").replaceChildren(...order(answer));
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

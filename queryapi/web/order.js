// One order in detail. Texts come from the worker: they are the same as on the command line.
import { el, lines, pair, short, verdict, verdicts } from "./elements.js";
import { timeline } from "./timeline.js";

const unfolded = 3; // so many containers are shown open
const fewest = 6; // longer lists of excursions are folded

function limit(l) {
  const state = l.exceeded ? "exceeded" : l.possible ? "perhaps" : "within";
  const word = { exceeded: "exceeded", perhaps: "perhaps exceeded", within: "" }[state];
  const mark = word ? ["; ", el("strong", { class: state }, word)] : [];
  return el("li", {}, el("b", {}, l.id), `, ${l.limit}: ${l.used}`, ...mark);
}

// What the reader has opened or closed stays so when the order is drawn anew.
const opened = new Map();

function fold(key, open, attributes, title, ...body) {
  const state = opened.get(key) ?? open ? "" : undefined;
  const d = el("details", { ...attributes, open: state }, el("summary", {}, title), ...body);
  d.addEventListener("toggle", () => opened.set(key, d.open));
  return d;
}

function excursions(c, texts, key) {
  const count = c.excursionCount;
  if (!count) return "none";
  if (!texts.length) return `${count}, not listed`;
  if (texts.length <= fewest) return lines(texts);
  return fold(key, false, {}, `${count}, of which ${texts.length} are listed`, lines(texts));
}

// container is one custody. Why it has its verdict is said above it if it is the only one.
function container(c, words, key, open, why) {
  const body = [el("p", { class: "quiet" }, words.progress)];
  if (why && words.why.length) body.push(lines(words.why));
  body.push(...timeline(c));
  const facts = el("dl", {},
    ...pair("Judged time", words.judgedTime),
    ...pair("Journey", words.journey.length ? lines(words.journey) : ""),
    ...pair("Rule", words.rule));
  if (words.observed) {
    facts.append(
      ...pair("Observed", words.observed),
      ...pair("Temperature", words.temperature),
      ...pair("Limits", words.limits.length ? el("ul", {}, ...words.limits.map(limit)) : ""),
      ...pair("Excursions", excursions(c, words.excursions, key + " excursions")),
      ...pair("Readings", words.readings));
  }
  body.push(facts);
  const title = el("h3", {}, `Container ${c.containerID} `, verdict(c.verdict));
  return fold(key, open, { class: "container" }, title, ...body);
}

// containers are shown with the worst first.
function containers(p, words) {
  const rank = c => verdicts.indexOf(c.verdict);
  return p.containers.map((c, i) => [c, words.containers[i]])
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([c, w], i) =>
      container(c, w, `${p.orderID} ${c.containerID}`, i < unfolded, p.containers.length > 1));
}

// order is all that is said about one order.
export function order(answer) {
  const p = answer.projection, words = answer.explanation;
  const said = [words.headline, words.progress, words.note].filter(Boolean).join(" ");
  const body = [el("p", {}, verdict(p.verdict), " ", said)];
  if (words.why.length) body.push(lines(words.why));
  body.push(el("dl", {},
    ...pair("Product", p.productID ?? "unknown"),
    ...pair("Customer", p.customerID ?? "unknown"),
    ...pair("Status", p.status),
    ...pair("Judged through", answer.through && short(answer.through)),
    ...pair("Waiting records", String(answer.lag))));
  if (words.decisions.length) body.push(el("h3", {}, "Decisions"), lines(words.decisions));
  body.push(...containers(p, words));
  if (words.claims.length) body.push(el("h3", {}, "Claims of others"), lines(words.claims));
  return body;
}

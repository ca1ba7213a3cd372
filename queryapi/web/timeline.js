// Draws a custody: what is observed, gaps (grey), excursions (red, taller, so that they show
// without colour too), and below in whose hands it was.
import { el, short } from "./elements.js";

const ns = "http://www.w3.org/2000/svg";

function bar(svg, kind, from, to, y, height, title) {
  const rect = document.createElementNS(ns, "rect");
  rect.setAttribute("class", kind);
  rect.setAttribute("x", from);
  rect.setAttribute("width", Math.max(to - from, kind === "excursion" ? 3 : 1));
  rect.setAttribute("y", y);
  rect.setAttribute("height", height);
  if (title) {
    const t = document.createElementNS(ns, "title");
    t.textContent = title;
    rect.append(t);
  }
  svg.append(rect);
}

// allListed says whether all gaps and excursions are listed: a drawing would hide the others.
function allListed(c) {
  return c.gaps?.length === c.gapCount && c.excursions?.length === c.excursionCount;
}

// timeline is the drawing of a judged custody, or nothing where there is none to make.
export function timeline(c) {
  if (!c.window || !c.through || c.coverage === undefined || !allListed(c)) return [];
  const start = Date.parse(c.window.start), through = Date.parse(c.through);
  const end = Math.max(through, c.window.end ? Date.parse(c.window.end) : through);
  if (end <= start) return [];
  const at = t => (Date.parse(t) - start) / (end - start) * 1000;
  const first = short(c.window.start), last = short(new Date(end).toISOString());
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("class", "timeline");
  svg.setAttribute("viewBox", "0 0 1000 64");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label",
    `Timeline from ${first} to ${last}: gaps: ${c.gapCount}, excursions: ${c.excursionCount}`);
  if (through < end) bar(svg, "ahead", 0, 1000, 12, 24);
  bar(svg, "observed", 0, at(c.through), 12, 24);
  for (const g of c.gaps) {
    const title = `no readings, ${short(g.start)} to ${short(g.end)}`;
    bar(svg, "gap", at(g.start), at(g.end), 12, 24, title);
  }
  for (const e of c.excursions) {
    const title = `${e.limit}: ${short(e.start)} to ${short(e.end)}, worst ${e.worst}`;
    bar(svg, "excursion", at(e.start), at(e.end), 0, 48, title);
  }
  for (const s of c.segments ?? []) {
    const [kind, title] = s.kind === "leg" ? ["sea", `leg ${s.leg}`] : ["shore", s.kind];
    bar(svg, kind, at(s.start), s.end ? at(s.end) : 1000, 54, 10, title);
  }
  const key = el("ul", { class: "key quiet" });
  for (const [kind, text] of [["observed", "readings"], ["gap", "no readings"],
    ["excursion", "beyond a limit"], ["ahead", "still to come"], ["sea", "at sea"],
    ["shore", "ashore"]]) {
    if (svg.querySelector("." + kind)) key.append(el("li", { class: kind }, text));
  }
  const ends = el("div", { class: "ends quiet" }, el("span", {}, first), el("span", {}, last));
  return [svg, ends, key];
}

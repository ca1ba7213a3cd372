// Draws a leg's window: what is observed, gaps (grey) and excursions (red, taller, so that they show without colour too).
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

// timeline is the drawing of a judged leg, or nothing where there is none to make.
export function timeline(leg) {
  if (!leg.window || !leg.through || leg.coverage === undefined) return [];
  const start = Date.parse(leg.window.start), through = Date.parse(leg.through);
  const end = Math.max(through, leg.window.end ? Date.parse(leg.window.end) : through);
  if (end <= start) return [];
  const at = t => (Date.parse(t) - start) / (end - start) * 1000;
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("class", "timeline");
  svg.setAttribute("viewBox", "0 0 1000 54");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `Timeline from ${short(leg.window.start)} to ${short(new Date(end).toISOString())}: ` +
    `gaps: ${leg.gapCount}, excursions: ${leg.excursionCount}`);
  bar(svg, "ahead", 0, 1000, 16, 24);
  bar(svg, "observed", 0, (through - start) / (end - start) * 1000, 16, 24);
  for (const g of leg.gaps) bar(svg, "gap", at(g.start), at(g.end), 16, 24, `no readings, ${short(g.start)} to ${short(g.end)}`);
  for (const e of leg.excursions) bar(svg, "excursion", at(e.start), at(e.end), 4, 46, `${e.limit}: ${short(e.start)} to ${short(e.end)}, worst ${e.worst}`);
  const key = el("ul", { class: "key quiet" }, el("li", { class: "observed" }, "readings"), el("li", { class: "gap" }, "no readings"),
    el("li", { class: "excursion" }, "beyond a limit"), el("li", { class: "ahead" }, "still to come"));
  const ends = el("div", { class: "ends quiet" }, el("span", {}, short(leg.window.start)), el("span", {}, short(new Date(end).toISOString())));
  return [svg, ends, key];
}

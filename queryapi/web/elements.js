// What the page and its drawings are made of.

export const verdicts = ["violated", "undetermined", "pending", "respected", "not_applicable"];

// every is the time between refreshes, in ms.
export const every = 3000;

// el makes an element; children are texts or elements.
export function el(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) if (v !== undefined) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

// get asks the worker.
export async function get(path) {
  const reply = await fetch(path, { headers: { Accept: "application/json" } });
  const body = await reply.json();
  if (!reply.ok) throw new Error(`${body.detail} ${body.hint}`);
  return body;
}

// short is a time to the minute.
export const short = t => t.slice(0, 16).replace("T", " ");

export const spoken = word => word.replaceAll("_", " ");
export const verdict = v => el("span", { class: "verdict " + v }, spoken(v));

// lines is a list of texts.
export const lines = texts => el("ul", {}, ...texts.map(s => el("li", {}, s)));

// pair is a term and what it is; nothing if there is nothing to say.
export function pair(name, value) {
  return value ? [el("dt", {}, name), el("dd", {}, value)] : [];
}

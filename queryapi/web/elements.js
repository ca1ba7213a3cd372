// What both the page and its drawing are made of.

// el makes an element; children are texts or elements.
export function el(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) if (v !== undefined) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

// short is a time to the minute.
export const short = t => t.slice(0, 16).replace("T", " ");

/**
 * Building the page's elements. Text always becomes a text node: nothing a person or the bot wrote is ever
 * read as HTML, so there is no innerHTML anywhere on this page.
 */

/**
 * Make an element. `attrs` takes attributes by name, and besides: `class`, `data` (an object for data-*),
 * `on` (an object of event listeners), and booleans (true sets the attribute, false and null leave it out).
 */
export function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...present(children));
  return node;
}

/** The children that are there: nested lists flattened, null and false left out. */
export function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

export const byId = (id) => document.getElementById(id);

/** Replace what an element holds. */
export function fill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

let uniqueCount = 0;

/** An id that no other element of this page has, for labels and descriptions. */
export function uniqueId(prefix) {
  uniqueCount += 1;
  return `${prefix}-${uniqueCount}`;
}

/** Say something to a screen reader without moving the focus. */
export function announce(text) {
  const line = el("p", {}, text);
  const region = byId("announcer");
  region.append(line);
  while (region.children.length > 4) region.firstElementChild.remove();
}

const TOAST_MS = 9000;

/**
 * A short notice in the corner. `kind` is "note" or "error"; `action` is `{label, run}` for a button in it.
 * It stays while the pointer or the focus is on it. `about` names what it tells of: a newer one takes its place.
 */
export function toast(text, { kind = "note", action = null, about = "" } = {}) {
  if (about) dropToasts(about);
  const close = () => box.remove();
  const box = el("div", { class: `toast toast-${kind}`, role: kind === "error" ? "alert" : null,
                          data: { testid: "toast", about } },
    el("p", { dir: "auto" }, text),
    action && el("button", { type: "button", class: "toast-action",
                             on: { click: () => { close(); action.run(); } } }, action.label),
    el("button", { type: "button", class: "toast-close", "aria-label": "Close this notice",
                   on: { click: close } }, "×"));
  const stack = byId("toasts");
  stack.append(box);
  while (stack.children.length > 3) stack.firstElementChild.remove();
  const expire = () => {
    if (box.matches(":hover, :focus-within")) setTimeout(expire, 2000);
    else close();
  };
  setTimeout(expire, kind === "error" ? TOAST_MS * 1.5 : TOAST_MS);
  return box;
}

/** Take back the notices whose subject is this or begins so. */
export function dropToasts(about) {
  for (const box of [...byId("toasts").children]) if (box.dataset.about.startsWith(about)) box.remove();
}

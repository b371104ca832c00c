/** A list of suggestions above a text box: arrows move, Enter or Tab take, Escape closes. The focus stays in the box. */
import { announce, el, fill, uniqueId } from "./dom.js";

/**
 * Attach suggestions to a text box. `suggest()` returns (or promises) `[{label, detail, take}]` for what stands in it now;
 * `take()` applies one. Returns `{close, update, isOpen}`.
 */
export function attachCompletion(input, root, suggest, caption) {
  let items = [];
  let at = 0;
  let turn = 0;
  const listId = uniqueId("suggestions");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", listId);
  const list = el("ul", { id: listId, role: "listbox", class: "suggestions", "aria-label": caption, hidden: true, data: { testid: "suggestions" } });
  root.append(list);

  async function update() {
    turn += 1;
    const mine = turn;
    const found = await suggest();
    if (mine !== turn) return;
    const opened = list.hidden && found.length > 0;
    items = found;
    at = 0;
    draw();
    if (opened) announce(`${items.length} suggestion${items.length === 1 ? "" : "s"}. Arrow keys choose, Enter takes.`);
  }

  function draw() {
    list.hidden = items.length === 0;
    fill(list, items.map((item, index) => el("li", {
      id: `${listId}-${index}`, role: "option", class: "suggestion", "aria-selected": String(index === at), data: { testid: "suggestion", label: item.label },
      on: { mousedown: (event) => { event.preventDefault(); take(index); } },
    }, el("span", { class: "suggestion-label", dir: "auto" }, item.label), item.detail && el("span", { class: "suggestion-detail", dir: "auto" }, item.detail))));
    const active = items.length > 0 ? `${listId}-${at}` : "";
    if (active) input.setAttribute("aria-activedescendant", active);
    else input.removeAttribute("aria-activedescendant");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function take(index) {
    const item = items[index];
    close();
    item.take();
  }

  function close() {
    turn += 1;
    items = [];
    draw();
  }

  input.addEventListener("keydown", (event) => {
    if (!items.length || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + items.length) % items.length;
    else if (event.key === "Enter" && !event.shiftKey || event.key === "Tab") take(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (step) draw();
  });
  input.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== input) close(); }, 100));
  return { close, update, isOpen: () => items.length > 0 };
}

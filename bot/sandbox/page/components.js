/**
 * A message's buttons and menus. `act` is what pressing does:
 *   act.click(item, customId) and act.choose(item, customId, values), each a promise.
 */
import { el, fill, uniqueId } from "./dom.js";
import { safeUrl } from "./markdown.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };
const PER_ROW = 5;

/** The rows of a message's components, in Discord's order. */
export function renderComponents(item, act) {
  const rows = rowsOf(item.components || []);
  return rows.length > 0 && el("div", { class: "rows" },
    rows.map((row) => el("div", { class: "row" }, row.map((component) => {
      if (component.kind === "select") return selectMenu(item, component, act);
      return component.kind === "link" ? linkButton(component) : button(item, component, act);
    }))));
}

function rowsOf(components) {
  const rows = [];
  let last = null;
  for (const component of components) {
    const full = !rows.length || rows.at(-1).length >= PER_ROW;
    const alone = component.kind === "select" || last?.kind === "select";
    const moved = component.row !== undefined && component.row !== last?.row;
    if (full || alone || moved) rows.push([]);
    rows.at(-1).push(component);
    last = component;
  }
  return rows;
}

const glyph = (emoji) => (emoji && !emoji.id ? emoji.name ?? (typeof emoji === "string" ? emoji : "") : "");

function face(component) {
  const parts = [glyph(component.emoji), component.label].filter(Boolean);
  return [...new Set(parts)].join(" ") || component.custom_id; // a button of an emoji alone has it as its label too
}

function button(item, component, act) {
  const node = el("button", {
    type: "button", class: `btn btn-${STYLES[component.style] || component.style || "secondary"}`, disabled: component.disabled,
    data: { testid: "component", customId: component.custom_id },
    on: { click: () => whileBusy(node, () => act.click(item, component.custom_id)) },
  }, face(component));
  return node;
}

function linkButton(component) {
  return el("a", { class: "btn btn-link", href: safeUrl(component.url || ""), target: "_blank", rel: "noopener noreferrer",
                   data: { testid: "component" } }, face(component), el("span", { "aria-hidden": "true" }, "\u00a0↗"));
}

/** Hold a control while its act is under way, so that a second press waits for the first one's answer. */
async function whileBusy(node, run) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await run();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

/**
 * A menu: a button that opens a list. One choice sends at once; several are sent by the list's own button.
 * (A native select would send on each arrow key.)
 */
function selectMenu(item, component, act) {
  const options = component.options || [];
  const many = (component.max_values ?? 1) > 1;
  const least = component.min_values ?? 1;
  const chosen = new Set(options.filter((option) => option.default).map((option) => option.value));
  const listId = uniqueId("menu");
  const caption = el("span", { class: "select-caption" });
  const opener = el("button", {
    type: "button", class: "select-opener", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": listId,
    disabled: component.disabled || options.length === 0, data: { testid: "select", customId: component.custom_id },
    on: { click: () => setOpen(panel.hidden), keydown: (event) => { if (event.key === "ArrowDown") { event.preventDefault(); setOpen(true); } } },
  }, caption, el("span", { class: "select-arrow", "aria-hidden": "true" }, "▾"));
  const list = el("ul", { id: listId, class: "select-list", role: "listbox", tabindex: "-1",
                          "aria-label": component.label || "Choose", "aria-multiselectable": many ? "true" : null },
    options.map((option) => optionRow(option)));
  const done = many && el("button", { type: "button", class: "btn btn-primary select-done", data: { testid: "select-done" },
                                      on: { click: () => send() } }, "Done");
  const panel = el("div", { class: "select-panel", hidden: true, on: { keydown: onKey } }, list, done);
  const box = el("div", { class: "select", on: { focusout: (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) setOpen(false, false);
  } } }, opener, panel);
  const rows = () => [...list.children];

  function optionRow(option) {
    return el("li", { role: "option", tabindex: "-1", class: "select-option", "aria-selected": String(chosen.has(option.value)),
                      data: { value: option.value, testid: "option" }, on: { click: () => pick(option.value) } },
      el("span", { class: "select-label", dir: "auto" }, [glyph(option.emoji), option.label].filter(Boolean).join(" ")),
      option.description && el("span", { class: "select-description", dir: "auto" }, option.description));
  }

  function draw() {
    const names = options.filter((option) => chosen.has(option.value)).map((option) => option.label);
    fill(caption, names.join(", ") || component.label || "Choose");
    caption.classList.toggle("placeholder", names.length === 0);
    for (const row of rows()) row.setAttribute("aria-selected", String(chosen.has(row.dataset.value)));
    if (done) done.disabled = chosen.size < least;
  }

  function setOpen(open, focus = true) {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      (rows().find((row) => chosen.has(row.dataset.value)) || rows()[0])?.focus();
      panel.scrollIntoView({ block: "nearest" });
    } else if (focus) opener.focus();
  }

  function pick(value) {
    if (!many) chosen.clear();
    if (chosen.has(value)) chosen.delete(value);
    else if (!many || chosen.size < component.max_values) chosen.add(value);
    draw();
    if (!many) send();
  }

  function send() {
    setOpen(false);
    whileBusy(opener, () => act.choose(item, component.custom_id, options.map((option) => option.value).filter((value) => chosen.has(value))));
  }

  function onKey(event) {
    const at = rows().indexOf(document.activeElement);
    const goTo = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows().length - 1 }[event.key];
    if (goTo !== undefined) {
      event.preventDefault();
      rows()[Math.max(0, Math.min(goTo, rows().length - 1))].focus();
    } else if ((event.key === "Enter" || event.key === " ") && at >= 0) {
      event.preventDefault();
      pick(rows()[at].dataset.value);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  }

  draw();
  return box;
}

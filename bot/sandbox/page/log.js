/**
 * The messages of the place you look at. Elements are kept by message id and made again only when their message changed,
 * so an open menu, a selection or the focus survives other people's messages.
 */
import { api } from "./api.js";
import { el, fill } from "./dom.js";
import { emptyState } from "./empty.js";
import { joins, renderMessage } from "./message.js";
import { compareIds, marks, messagesIn, state, userOf, viewOf, worldNow, zoneOf } from "./state.js";
import { longDay, relative, shortDay } from "./time.js";

const PAGE_SIZE = 150;
const NEAR_END_PX = 120;

const dismissed = new Set(readDismissed());

function readDismissed() {
  try {
    return JSON.parse(sessionStorage.getItem("quasi.sandbox.dismissed")) || [];
  } catch {
    return [];
  }
}

/**
 * The log in `root`. `hooks` are `{act, reply, react, openChannel, useSuggestion, become}`.
 * Returns `{draw, enter, focus}`: draw after a change, enter after a change of place or person.
 */
export function createLog(root, pill, hooks) {
  let nodes = new Map(); // id -> {key, node}
  let shown = PAGE_SIZE;
  let newFrom = null;
  let atEnd = true;

  pill.addEventListener("click", () => toEnd());
  root.addEventListener("scroll", () => {
    atEnd = nearEnd();
    if (atEnd) pill.hidden = true;
  });
  new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(root); // the box below may grow and take room

  const nearEnd = () => root.scrollHeight - root.scrollTop - root.clientHeight < NEAR_END_PX;

  function toEnd() {
    root.scrollTop = root.scrollHeight;
    atEnd = true;
    pill.hidden = true;
  }

  function enter() {
    nodes = new Map();
    shown = PAGE_SIZE;
    newFrom = null;
    const mark = marks.of(state.me, state.place);
    const items = visible();
    const first = mark !== "0" && items.find((item) => compareIds(item.id, mark) > 0 && item.author !== state.me);
    if (first && first !== items[0]) newFrom = first.id;
    draw();
    toEnd();
  }

  const visible = () => messagesIn(state.me, state.place).filter((item) => !dismissed.has(item.id));

  function draw() {
    const stay = !atEnd && root.children.length > 0;
    const items = visible();
    const grew = items.length > 0 && !nodes.has(items.at(-1).id);
    const focus = focusNow();
    const from = Math.max(0, items.length - shown);
    const kept = new Map();
    const children = from > 0 ? [earlierButton()] : [];
    items.slice(from).forEach((item, index, list) => {
      const before = list[index - 1];
      const newDay = !before || shortDay(new Date(before.at), zone()) !== shortDay(new Date(item.at), zone());
      const isNew = item.id === newFrom;
      if (newDay) children.push(divider(longDay(new Date(item.at), zone()), "day"));
      if (isNew) children.push(divider("New", "new"));
      const entry = entryOf(item, !newDay && !isNew && joins(before, item));
      kept.set(item.id, entry);
      children.push(entry.node);
    });
    nodes = kept;
    if (!items.length) children.push(emptyState(state.me, state.place, hooks));
    place(children);
    restoreFocus(focus);
    if (!stay) toEnd();
    else if (grew) pill.hidden = false;
    markRead(items);
  }

  const zone = () => zoneOf(state.me);

  function entryOf(item, joined) {
    const original = item.reply_to && viewOf(state.me).messages.has(item.reply_to?.id ?? item.reply_to);
    const key = JSON.stringify([item, joined, original, shortDay(worldNow(), zone()), state.me]);
    const old = nodes.get(item.id);
    if (old?.key === key) return old;
    const node = renderMessage(item, { ...hooks, me: state.me, joined, show, dismiss });
    return { key, node };
  }

  /** Put the children in order, moving only what is out of place. */
  function place(children) {
    const wanted = new Set(children);
    for (const child of [...root.children]) if (!wanted.has(child)) child.remove();
    children.forEach((child, index) => {
      if (root.children[index] !== child) root.insertBefore(child, root.children[index] || null);
    });
  }

  function earlierButton() {
    return el("button", { type: "button", class: "btn btn-secondary earlier", on: { click: () => { shown += PAGE_SIZE; draw(); } } }, "Show earlier messages");
  }

  function focusNow() {
    const article = root.contains(document.activeElement) && document.activeElement.closest("article");
    return article && { id: article.dataset.messageId, customId: document.activeElement.dataset.customId };
  }

  /** A message that was drawn anew gets the focus back: on the same control, or on the message itself. */
  function restoreFocus(focus) {
    if (!focus || (document.activeElement !== document.body && document.activeElement !== null)) return;
    const node = nodes.get(focus.id)?.node;
    const same = focus.customId && node?.querySelector(`[data-custom-id="${CSS.escape(focus.customId)}"]:not(:disabled)`);
    (same || node || root).focus({ preventScroll: true });
  }

  function show(id) {
    const node = nodes.get(id)?.node;
    node?.scrollIntoView({ block: "center" });
    node?.focus({ preventScroll: true });
  }

  function dismiss(item) {
    dismissed.add(item.id);
    if (!item.failed) api.dismiss(state.me, { message: item.id }).catch(() => {});
    try {
      sessionStorage.setItem("quasi.sandbox.dismissed", JSON.stringify([...dismissed]));
    } catch { /* it stays away until the page is loaded again */ }
    draw();
    root.focus();
  }

  function markRead(items) {
    if (document.hidden || !items.length) return;
    if (marks.set(state.me, state.place, items.at(-1).id)) hooks.onRead();
  }

  /** Keep "in 3 days" true while the world's clock runs. */
  function tick() {
    for (const node of root.querySelectorAll("time[data-relative]")) {
      fill(node, relative(new Date(node.dataset.relative), worldNow()));
    }
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden && userOf(state.me)) draw(); });
  return { draw, enter, tick };
}

function divider(text, kind) {
  return el("div", { class: `divider divider-${kind}`, role: "separator", "aria-label": text }, el("span", {}, text));
}

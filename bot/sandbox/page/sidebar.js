/** The left side: whom you can be, and the channels, threads and direct messages of the person you are. */
import { el, fill } from "./dom.js";
import { avatar } from "./message.js";
import { DM, firstName, people, placeName, placesOf, roleWord, state, unreadFor, unreadIn, userOf } from "./state.js";

/** Draw the rail of people. `become(id)` is called for a pressed one. */
export function drawRail(root, become) {
  let role = null;
  const rows = people().map((user) => {
    const starts = user.role !== role;
    role = user.role;
    const count = user.id === state.me ? 0 : unreadFor(user.id);
    const label = `${user.name}, ${roleWord(user.role)}${count ? `, ${count} new for ${firstName(user)}` : ""}`;
    return el("li", { class: starts ? "starts" : "" },
      starts && el("span", { class: `role-word role-${role}`, "aria-hidden": "true" }, roleWord(role)),
      el("button", { type: "button", class: "person", title: `${user.name} · ${roleWord(user.role)}`, "aria-label": label,
                     "aria-current": user.id === state.me ? "true" : null,
                     data: { testid: "person", personId: user.id, name: user.name, unread: String(count) }, on: { click: () => become(user.id) } },
        avatar(user), el("span", { class: "person-name", dir: "auto" }, firstName(user)),
        count > 0 && el("span", { class: "badge", data: { testid: "person-unread" } }, count > 99 ? "99+" : String(count))));
  });
  keepFocus(root, () => fill(root, el("ul", {}, rows)));
}

/** Draw the places of the person you are. `open(id)` is called for a pressed one. */
export function drawChannels(head, root, open) {
  const me = userOf(state.me);
  fill(head, el("p", { class: "me-name", dir: "auto" }, me.name), el("p", { class: "me-role" }, [roleWord(me.role), me.firm].filter(Boolean).join(" · ")));
  const { channels, direct } = placesOf(state.me);
  const row = (channel, mark, name = placeName(channel)) => placeButton(channel, mark, name, open);
  keepFocus(root, () => fill(root,
    el("h2", { class: "group" }, "Channels"),
    el("ul", {}, channels.map((channel) => el("li", {}, row(channel, "#"),
      channel.threads.length > 0 && el("ul", { class: "threads", "aria-label": `Threads in ${channel.name}` }, channel.threads.map((thread) => el("li", {}, row(thread, "↳"))))))),
    el("h2", { class: "group" }, "Direct messages"),
    el("ul", {}, direct.map((channel) => el("li", {}, row(channel, "@"))))));
}

function placeButton(channel, mark, name, open) {
  const here = channel.id === state.place;
  const unread = here || channel.id === DM ? { any: 0, direct: 0 } : unreadIn(state.me, channel.id);
  const label = `${name}${unread.any ? `, ${unread.any} unread` : ""}`;
  return el("button", { type: "button", class: unread.any ? "place unread" : "place", "aria-current": here ? "page" : null, "aria-label": label, title: name,
                        data: { testid: "channel", channelId: channel.id, kind: channel.kind, name }, on: { click: () => open(channel.id) } },
    el("span", { class: "place-mark", "aria-hidden": "true" }, mark), el("span", { class: "place-name", dir: "auto" }, name),
    unread.direct > 0 ? el("span", { class: "badge", data: { testid: "channel-unread" } }, String(unread.direct))
      : unread.any > 0 && el("span", { class: "dot", data: { testid: "channel-unread" } }));
}

/** Redrawing a list must not lose the keyboard's place in it. */
function keepFocus(root, redraw) {
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset : null;
  redraw();
  if (!focused) return;
  const key = focused.personId ? `[data-person-id="${CSS.escape(focused.personId)}"]` : `[data-channel-id="${CSS.escape(focused.channelId || "")}"]`;
  root.querySelector(key)?.focus({ preventScroll: true });
}

/** One message as Discord shows it: who, when, what it answers, text, cards, files, buttons, and what you can do with it. */
import { el, present, uniqueId } from "./dom.js";
import { renderComponents } from "./components.js";
import { renderAttachment, renderEmbed } from "./embed.js";
import { renderMarkdown } from "./markdown.js";
import { bot, channelOf, namesPerson, people, roleWord, userOf, viewOf, worldNow, zoneOf } from "./state.js";
import { clockTime, messageTime } from "./time.js";

const GROUP_MS = 7 * 60 * 1000;

/** What markdown needs to know, for the person `me`. `openChannel(id)` is called for a pressed #channel. */
export function textContext(me, openChannel) {
  return { person: (id) => userOf(id)?.name || null, channel: channelOf, openChannel, zone: zoneOf(me), now: worldNow };
}

/** Does this message go under the one before it, without a header of its own? */
export function joins(before, item) {
  return Boolean(before) && before.author === item.author && !item.reply_to && !item.ephemeral && !before.ephemeral
    && !before.thread && !byCommand(item) && new Date(item.at) - new Date(before.at) < GROUP_MS;
}

const COMMAND = 2;

/** Is this the bot's public answer to a slash command? */
const byCommand = (item) => item.interaction?.type === COMMAND && !item.ephemeral;

/** Two letters and a colour that stay with the person. */
export function avatar(user, extra = "") {
  const name = user?.name || "?";
  const letters = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const place = people().findIndex((one) => one.id === user?.id);
  const hue = user?.role === "bot" ? "bot" : String(Math.max(0, place) % 8);
  return el("span", { class: `avatar hue-${hue} ${extra}`, "aria-hidden": "true" }, letters);
}

/**
 * The element of one message. `view` is `{me, joined, openChannel, act, reply, react, dismiss}`; `act` as in components.js,
 * the rest are functions of the message.
 */
export function renderMessage(item, view) {
  const author = userOf(item.author) || { id: item.author, name: item.author_name || "Someone", role: item.author_role };
  const ctx = textContext(view.me, view.openChannel);
  const nameId = uniqueId("author");
  const mine = namesPerson(item, view.me) && item.author !== view.me;
  const classes = ["message", view.joined && "joined", item.ephemeral && "ephemeral", item.failed && "failed", mine && "to-me"].filter(Boolean).join(" ");
  return el("article", { class: classes, tabindex: "-1", "aria-labelledby": nameId,
                         data: { testid: "message", messageId: item.id, author: item.author } },
    quotedLine(item, view),
    el("div", { class: "gutter" }, view.joined ? el("time", { class: "hover-time", "aria-hidden": "true" }, clockTime(new Date(item.at), ctx.zone)) : avatar(author)),
    el("div", { class: "body" },
      header(item, author, nameId, ctx, view.joined),
      content(item, ctx),
      (item.embeds || []).map((embed) => renderEmbed(embed, item, ctx)),
      present((item.attachments || []).map(renderAttachment)),
      renderComponents(item, view.act),
      reactions(item, view),
      threadLine(item, view),
      item.ephemeral && el("p", { class: "only-you" }, "Only you can see this · ",
        el("button", { type: "button", class: "as-link", data: { testid: "dismiss" }, on: { click: () => view.dismiss(item) } }, "Dismiss"))),
    !item.ephemeral && tools(item, view));
}

function header(item, author, nameId, ctx, joined) {
  const at = new Date(item.at);
  return el("header", { class: joined ? "head sr" : "head" },
    el("span", { id: nameId, class: "author", dir: "auto" }, author.name),
    author.role && el("span", { class: `tag tag-${author.role}` }, roleWord(author.role)),
    el("time", { class: "when", datetime: item.at }, messageTime(at, worldNow(), ctx.zone)));
}

function content(item, ctx) {
  const edited = item.edited_at && el("span", { class: "edited", title: messageTime(new Date(item.edited_at), worldNow(), ctx.zone) }, " (edited)");
  if (!item.text) {
    if (item.loading) return el("p", { class: "thinking" }, `${bot()?.name || "Quasi"} is thinking…`);
    return edited && el("p", { class: "content" }, edited);
  }
  const box = el("div", { class: "content", data: { testid: "content" } }, renderMarkdown(item.text, ctx));
  if (edited) (box.lastElementChild?.matches("p") ? box.lastElementChild : box).append(edited);
  return box;
}

/** The line above an answer: whom it answers, and the beginning of what they said. */
function quotedLine(item, view) {
  if (byCommand(item)) {
    const name = item.interaction.name ? `/${item.interaction.name}` : "a command";
    return el("p", { class: "quoted" }, `${userOf(item.interaction.user)?.name || "Someone"} used ${name}`);
  }
  const id = item.reply_to?.id ?? item.reply_to;
  if (!id) return null;
  const original = viewOf(view.me).messages.get(id);
  if (!original) return el("p", { class: "quoted" }, "An earlier message");
  const name = userOf(original.author)?.name || original.author_name || "Someone";
  return el("p", { class: "quoted" }, el("button", { type: "button", class: "as-quote", on: { click: () => view.show(id) } },
    el("strong", {}, name), " ", el("bdi", {}, plainWords(original))));
}

/** A message in one plain line: what a quote or an announcement shows of it. */
export function plainWords(item, length = 120) {
  const text = (item.text || item.embeds?.[0]?.title || item.embeds?.[0]?.description || item.attachments?.[0]?.filename || "")
    .replace(/<@!?(\d+)>/g, (_, id) => `@${userOf(id)?.name || "someone"}`)
    .replace(/<#(\d+)>/g, (_, id) => `#${channelOf(id)?.name || "channel"}`)
    .replace(/<t:(\d+)(?::\w)?>/g, (_, unix) => new Date(unix * 1000).toISOString().slice(0, 10))
    .replace(/[*_~|`#>]+/g, "").replace(/\s+/g, " ").trim();
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function reactions(item, view) {
  const list = (item.reactions || []).filter((one) => one.users?.length);
  return list.length > 0 && el("p", { class: "reactions" }, list.map((one) => {
    const who = one.users.map((id) => userOf(id)?.name || "someone").join(", ");
    return el("button", { type: "button", class: one.users.includes(view.me) ? "reaction mine" : "reaction", title: who, "aria-label": `${one.emoji} by ${who}`,
                          data: { testid: "reaction" }, on: { click: () => view.react(item, one.emoji) } }, `${one.emoji} ${one.users.length}`);
  }));
}

function threadLine(item, view) {
  if (!item.thread) return null;
  return el("p", { class: "thread-line" }, el("span", { "aria-hidden": "true" }, "↳ "),
    el("button", { type: "button", class: "as-link", data: { testid: "open-thread" }, on: { click: () => view.openChannel(item.thread.id) } },
      el("bdi", {}, item.thread.name), " · open thread"));
}

function tools(item, view) {
  return el("div", { class: "tools" },
    el("button", { type: "button", class: "tool", title: "React with 👍", "aria-label": "React with thumbs up", data: { testid: "react" },
                   on: { click: () => view.react(item, "👍") } }, "React"),
    el("button", { type: "button", class: "tool", data: { testid: "reply" }, on: { click: () => view.reply(item) } }, "Reply"));
}

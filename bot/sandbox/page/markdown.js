/**
 * Discord's markdown, as far as bots and people use it, made into elements.
 *
 * `renderMarkdown(text, ctx)` returns a fragment. `ctx` resolves what only the page knows:
 *   person(id) -> name or null · channel(id) -> {name} or null · openChannel(id) · zone · now()
 * Every character of the text ends in a text node; links keep http and https alone.
 */
import { el } from "./dom.js";
import { stamp } from "./time.js";

const MAX_DEPTH = 12;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const SPECIAL = /[\\`<[|*_~h]/g;

export function renderMarkdown(text, ctx) {
  const out = document.createDocumentFragment();
  let rest = String(text);
  while (rest) {
    const open = rest.indexOf("```");
    const close = open < 0 ? -1 : rest.indexOf("```", open + 3);
    if (close < 0 || close === open + 3) {
      out.append(...blocks(rest, ctx));
      break;
    }
    if (open > 0) out.append(...blocks(rest.slice(0, open).replace(/\n$/, ""), ctx));
    out.append(codeBlock(rest.slice(open + 3, close)));
    rest = rest.slice(close + 3).replace(/^\n/, "");
  }
  return out;
}

function codeBlock(inner) {
  const language = /^[\w+-]{1,20}\n/.exec(inner);
  const code = (language ? inner.slice(language[0].length) : inner).replace(/^\n|\n$/g, "");
  return el("pre", { class: "md-pre", tabindex: "0" }, el("code", { dir: "ltr" }, code));
}

const LIST_ITEM = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/;

/** Lines to block elements: quotes, headings, small print, lists, and paragraphs of everything else. */
function blocks(text, ctx, depth = 0) {
  const out = [];
  const lines = text.split("\n");
  let paragraph = [];
  const flush = () => {
    if (paragraph.some((line) => line.trim())) {
      out.push(el("p", { class: "md-p", dir: "auto" }, inline(paragraph.join("\n"), ctx)));
    }
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const heading = /^(#{1,3}) +(\S.*)$/.exec(line);
    const small = /^-# +(\S.*)$/.exec(line);
    if (line.startsWith(">>> ") && depth < MAX_DEPTH) {
      flush();
      out.push(el("blockquote", { class: "md-quote" },
        blocks([line.slice(4), ...lines.slice(at + 1)].join("\n"), ctx, depth + 1)));
      break;
    } else if (/^> ?/.test(line) && (line === ">" || line.startsWith("> ")) && depth < MAX_DEPTH) {
      flush();
      const quoted = [];
      while (at < lines.length && (lines[at] === ">" || lines[at].startsWith("> "))) quoted.push(lines[at++].slice(2));
      at -= 1;
      out.push(el("blockquote", { class: "md-quote" }, blocks(quoted.join("\n"), ctx, depth + 1)));
    } else if (heading) {
      flush();
      out.push(el("p", { class: `md-h${heading[1].length}`, dir: "auto", role: "heading",
                         "aria-level": heading[1].length + 2 }, inline(heading[2], ctx)));
    } else if (small) {
      flush();
      out.push(el("p", { class: "md-small", dir: "auto" }, inline(small[1], ctx)));
    } else if (LIST_ITEM.test(line)) {
      flush();
      const items = [];
      while (at < lines.length && LIST_ITEM.test(lines[at])) items.push(LIST_ITEM.exec(lines[at++]));
      at -= 1;
      out.push(...lists(items, ctx));
    } else paragraph.push(line);
  }
  flush();
  return out;
}

/** Consecutive list lines to nested lists: a line indented further than the one above it is its child. */
function lists(items, ctx) {
  const roots = [];
  const open = [];
  for (const [, indent, mark, text] of items) {
    const kind = /\d/.test(mark) ? "ol" : "ul";
    while (open.length && open.at(-1).indent > indent.length) open.pop();
    if (open.at(-1)?.indent === indent.length && open.at(-1).kind !== kind) open.pop();
    if (!open.length || open.at(-1).indent < indent.length) {
      const node = el(kind, { class: "md-list", start: kind === "ol" ? parseInt(mark, 10) : null });
      const parent = open.at(-1)?.node.lastElementChild;
      if (parent) parent.append(node);
      else roots.push(node);
      open.push({ indent: indent.length, kind, node });
    }
    open.at(-1).node.append(el("li", { dir: "auto" }, inline(text, ctx)));
  }
  return roots;
}

const PAIRS = [
  ["||", spoiler],
  ["***", (inner) => el("em", {}, el("strong", {}, inner))],
  ["**", (inner) => el("strong", {}, inner)],
  ["__", (inner) => el("u", {}, inner)],
  ["~~", (inner) => el("s", {}, inner)],
  ["*", (inner) => el("em", {}, inner)],
  ["_", (inner) => el("em", {}, inner)],
];

/** Text to inline nodes. */
export function inline(text, ctx, depth = 0) {
  const out = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = depth > MAX_DEPTH ? null : token(text, at, ctx, depth);
    if (found) {
      if (plain) out.push(plain);
      plain = "";
      out.push(found.node);
      at += found.length;
    } else {
      SPECIAL.lastIndex = at + 1;
      const next = SPECIAL.exec(text);
      const end = next ? next.index : text.length;
      plain += text.slice(at, end);
      at = end;
    }
  }
  if (plain) out.push(plain);
  return out;
}

/** The token that starts at `at`, as `{node, length}`, or null where the character stands for itself. */
function token(text, at, ctx, depth) {
  const rest = text.slice(at);
  switch (text[at]) {
    case "\\": return PUNCTUATION.test(text[at + 1] || "") ? { node: text[at + 1], length: 2 } : null;
    case "`": return codeSpan(rest);
    case "<": return angle(rest, ctx);
    case "[": return maskedLink(rest, ctx, depth);
    case "h": return at > 0 && /\w/.test(text[at - 1]) ? null : bareLink(rest);
    default: return pair(text, at, ctx, depth);
  }
}

function codeSpan(rest) {
  const fence = /^`+/.exec(rest)[0];
  const close = rest.indexOf(fence, fence.length);
  if (close < 0 || close === fence.length) return null;
  const code = rest.slice(fence.length, close);
  const trimmed = code.startsWith("`") || code.endsWith("`") || fence.length > 1 ? code.replace(/^ | $/g, "") : code;
  return { node: el("code", { class: "md-code", dir: "auto" }, trimmed), length: close + fence.length };
}

function angle(rest, ctx) {
  let match = /^<@!?(\d+)>/.exec(rest);
  if (match) return { node: el("span", { class: "mention" }, `@${ctx.person(match[1]) || "someone"}`), length: match[0].length };
  match = /^<@&(\d+)>/.exec(rest);
  if (match) return { node: el("span", { class: "mention" }, "@role"), length: match[0].length };
  match = /^<#(\d+)>/.exec(rest);
  if (match) return { node: channelMention(match[1], ctx), length: match[0].length };
  match = /^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/.exec(rest);
  if (match) return timestamp(match, ctx);
  match = /^<\/([^:>\n]{1,100}):\d+>/.exec(rest);
  if (match) return { node: el("span", { class: "mention" }, `/${match[1]}`), length: match[0].length };
  match = /^<a?:(\w{1,32}):\d+>/.exec(rest);
  if (match) return { node: `:${match[1]}:`, length: match[0].length };
  match = /^<(https?:\/\/[^\s<>]+)>/.exec(rest);
  const link = match && anchor(match[1], [match[1]]);
  return link ? { node: link, length: match[0].length } : null;
}

function channelMention(id, ctx) {
  const channel = ctx.channel(id);
  if (!channel) return el("span", { class: "mention" }, "#unknown");
  return el("button", { type: "button", class: "mention", on: { click: () => ctx.openChannel(id) } }, `#${channel.name}`);
}

function timestamp(match, ctx) {
  const date = new Date(Number(match[1]) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const style = match[2] || "f";
  const node = el("time", { class: "md-time", datetime: date.toISOString(), title: stamp(date, "F", ctx.now(), ctx.zone),
                            data: style === "R" ? { relative: date.toISOString() } : {} },
    stamp(date, style, ctx.now(), ctx.zone));
  return { node, length: match[0].length };
}

function maskedLink(rest, ctx, depth) {
  const match = /^\[([^\]\n]{1,500})\]\(<?(https?:\/\/[^\s()<>]+)>?\)/.exec(rest);
  const link = match && anchor(match[2], inline(match[1], ctx, depth + 1), match[2]);
  return link ? { node: link, length: match[0].length } : null;
}

function bareLink(rest) {
  const match = /^https?:\/\/[^\s<>]*[^\s<>.,:;"'!?)\]*_~|]/.exec(rest);
  const link = match && anchor(match[0], [match[0]]);
  return link ? { node: link, length: match[0].length } : null;
}

/** A link, or null for a scheme or an address that is not plain web. */
export function anchor(href, label, title = null) {
  const url = safeUrl(href);
  return url && el("a", { href: url, target: "_blank", rel: "noopener noreferrer", title }, label);
}

/** The address, absolute, where it is http or https; else null. */
export function safeUrl(href) {
  try {
    const url = new URL(href, location.href);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

function pair(text, at, ctx, depth) {
  for (const [mark, wrap] of PAIRS) {
    if (!text.startsWith(mark, at)) continue;
    const close = closing(text, at, mark);
    if (close < 0) continue;
    const inner = text.slice(at + mark.length, close);
    return { node: wrap(inline(inner, ctx, depth + 1)), length: inner.length + 2 * mark.length };
  }
  return null;
}

/** Where the pair opened at `at` closes, or -1. A single mark does not hug blanks; `_` stays out of words. */
function closing(text, at, mark) {
  const single = mark.length === 1;
  const start = at + mark.length;
  if (single && /\s/.test(text[start] || " ")) return -1;
  if (mark === "_" && /\w/.test(text[at - 1] || " ")) return -1;
  for (let here = start; here < text.length; here += 1) {
    if (text[here] === "\\") here += 1;
    else if (single && text[here] === mark && text[here + 1] === mark) here += 1;
    else if (text.startsWith(mark, here) && here > start && text.slice(start, here).trim()) {
      if (single && /\s/.test(text[here - 1])) continue;
      if (mark === "_" && /\w/.test(text[here + 1] || " ")) continue;
      return mark === "**" && text[here + 2] === "*" ? here + 1 : here;
    }
  }
  return -1;
}

function spoiler(inner) {
  const hidden = el("span", { class: "spoiler-text", "aria-hidden": "true" }, inner);
  const cover = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler, press to show" }, hidden);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    cover.classList.add("shown");
    hidden.removeAttribute("aria-hidden");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    cover.removeEventListener("click", show);
    cover.removeEventListener("keydown", show);
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  return cover;
}

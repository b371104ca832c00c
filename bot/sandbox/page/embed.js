/** Discord embeds and attachments, drawn from the JSON the bot sent. */
import { el } from "./dom.js";
import { anchor, inline, renderMarkdown, safeUrl } from "./markdown.js";
import { messageTime } from "./time.js";

const NO_COLOUR = "var(--line-strong)";

/** One embed card. `item` is the message it belongs to: `attachment://name` pictures are looked up there. */
export function renderEmbed(embed, item, ctx) {
  const colour = Number.isInteger(embed.color) ? `#${embed.color.toString(16).padStart(6, "0")}` : NO_COLOUR;
  const card = el("div", { class: "embed", data: { testid: "embed" } },
    picture(embed.thumbnail, item, "embed-thumb"),
    embed.author?.name && el("p", { class: "embed-author", dir: "auto" }, linked(embed.author.url, [embed.author.name])),
    embed.title && el("p", { class: "embed-title", dir: "auto", role: "heading", "aria-level": "3" },
      linked(embed.url, inline(embed.title, ctx))),
    embed.description && el("div", { class: "embed-text" }, renderMarkdown(embed.description, ctx)),
    embed.fields?.length > 0 && el("div", { class: "embed-fields" }, embed.fields.map((field) => fieldBox(field, ctx))),
    picture(embed.image, item, "embed-image"),
    footer(embed, ctx));
  card.style.setProperty("--bar", colour);
  return card;
}

const linked = (url, label) => (url && anchor(url, label)) || label;

function fieldBox(field, ctx) {
  return el("div", { class: field.inline ? "embed-field inline" : "embed-field" },
    el("p", { class: "embed-name", dir: "auto" }, inline(field.name, ctx)),
    el("div", { class: "embed-value" }, renderMarkdown(field.value, ctx)));
}

function footer(embed, ctx) {
  const date = embed.timestamp ? new Date(embed.timestamp) : null;
  const parts = [embed.footer?.text, date && messageTime(date, ctx.now(), ctx.zone)].filter(Boolean);
  return parts.length > 0 && el("p", { class: "embed-footer", dir: "auto" }, parts.join(" · "));
}

/** A picture is drawn when this server holds it; one from elsewhere is a link, for the page works without a network. */
function picture(media, item, name) {
  if (!media?.url) return null;
  const local = media.url.startsWith("attachment://");
  const file = local && (item.attachments || []).find((one) => one.filename === media.url.slice(13));
  const url = safeUrl(local ? file?.url ?? "" : media.url);
  if (!url || (local && !file)) return null;
  if (new URL(url).origin === location.origin) return el("img", { class: name, src: url, alt: media.description || "", loading: "lazy" });
  return el("p", { class: "embed-footer" }, anchor(url, ["Picture elsewhere"]));
}

const KINDS = { pdf: "PDF document", json: "JSON data", ics: "Calendar entry", txt: "Text", csv: "Table", png: "Picture", jpg: "Picture" };

/** A file card: its name is the link. */
export function renderAttachment(file) {
  const ending = file.filename.includes(".") ? file.filename.split(".").pop().toLowerCase() : "";
  const size = Number.isFinite(file.size) ? ` · ${sizeWords(file.size)}` : "";
  return el("div", { class: "file", data: { testid: "attachment" } },
    el("span", { class: "file-icon", "aria-hidden": "true" }, ending.slice(0, 4) || "file"),
    el("span", { class: "file-text" },
      el("a", { href: safeUrl(file.url), target: "_blank", rel: "noopener" }, file.filename),
      el("span", { class: "file-kind" }, `${KINDS[ending] || "File"}${size}`)));
}

function sizeWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

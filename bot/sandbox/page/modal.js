/** The bot's forms. One open form at a time, in a native dialog; a form closed with Escape does not come back. */
import { api } from "./api.js";
import { byId, el, fill, uniqueId } from "./dom.js";
import { renderMarkdown } from "./markdown.js";
import { textContext } from "./message.js";
import { state, viewOf } from "./state.js";

const SHORT = new Set([1, "1", "short", undefined, null]);
const LONG_VALUE = 80; // a prefilled value longer than this is easier to read in a box of several lines

const left = new Set(); // forms this page closed, until the sandbox has heard of it
let openId = null;

/** Show the newest open form of the person you are, or close the one that is no more. */
export function updateModals() {
  const dialog = byId("modal");
  const modals = [...viewOf(state.me).modals.values()].filter((modal) => !left.has(modal.id));
  if (openId && modals.some((modal) => modal.id === openId)) return;
  const modal = modals.at(-1);
  if (!modal) {
    openId = null;
    if (dialog.open) dialog.close();
    return;
  }
  openId = modal.id;
  draw(dialog, modal);
  if (!dialog.open) dialog.showModal();
}

/** Put the open form aside, for the person you were: it is there again when you are them again. */
export function hideModal() {
  openId = null;
  byId("modal").close();
}

export function setUpModals() {
  byId("modal").addEventListener("close", () => {
    if (byId("modal").open) return; // the next form has opened meanwhile
    if (openId && !left.has(openId)) api.dismiss(state.me, { modal: openId }).catch(() => {});
    if (openId) left.add(openId);
    openId = null;
    byId("composer-input").focus();
  });
}

function draw(dialog, modal) {
  const me = state.me;
  const titleId = uniqueId("modal-title");
  const error = el("p", { class: "form-error", role: "alert", hidden: true, data: { testid: "modal-error" } });
  const fields = modal.fields.map(fieldRow);
  const submit = el("button", { type: "submit", class: "btn btn-primary", data: { testid: "modal-submit" } }, "Submit");
  dialog.setAttribute("aria-labelledby", titleId);
  fill(dialog, el("form", { novalidate: true, data: { testid: "modal", modalId: modal.id }, on: { submit: (event) => { event.preventDefault(); run(); } } },
    el("h2", { id: titleId, dir: "auto" }, modal.title),
    (modal.texts || []).map((text) => el("div", { class: "modal-text" }, renderMarkdown(text, textContext(me, () => {})))),
    fields.map((field) => field.node), error,
    el("div", { class: "modal-acts" },
      el("button", { type: "button", class: "btn btn-secondary", data: { testid: "modal-cancel" }, on: { click: () => dialog.close() } }, "Cancel"), submit)));

  async function run() {
    const problems = fields.filter((field) => !field.check());
    if (problems.length) return problems[0].input.focus();
    submit.disabled = true;
    submit.setAttribute("aria-busy", "true");
    try {
      await api.submit(me, modal.id, Object.fromEntries(fields.map((field) => [field.id, field.value()])));
      viewOf(me).modals.delete(modal.id);
      left.add(modal.id);
      if (openId === modal.id) dialog.close();
    } catch (problem) {
      fill(error, problem.message);
      error.hidden = false;
    } finally {
      submit.disabled = false;
      submit.removeAttribute("aria-busy");
    }
  }
}

/** One field: `{id, node, input, value(), check()}`. */
function fieldRow(field) {
  const id = uniqueId("field");
  const problem = el("p", { id: `${id}-error`, class: "field-error", hidden: true });
  const shared = { id, "aria-describedby": `${id}-error ${id}-hint`, "aria-required": field.required ? "true" : null, data: { testid: "field", fieldId: field.id } };
  const [input, value] = field.options?.length ? choice(field, shared) : textBox(field, shared);
  const hint = [field.description, lengthHint(field)].filter(Boolean).join(" · ");
  const node = el("div", { class: "field" },
    el("label", { for: id, dir: "auto" }, field.label, field.required && el("span", { class: "required", "aria-hidden": "true" }, " *")),
    input, el("p", { id: `${id}-hint`, class: "hint" }, hint), problem);

  function check() {
    const words = problemOf(field, input.multiple ? value().join("") : String(value()));
    fill(problem, words);
    problem.hidden = !words;
    input.setAttribute("aria-invalid", String(Boolean(words)));
    return !words;
  }

  input.addEventListener("input", () => { if (!problem.hidden) check(); });
  return { id: field.id, node, input, value, check };
}

function textBox(field, shared) {
  const given = field.value ?? "";
  const long = !SHORT.has(field.style) || given.length > LONG_VALUE || given.includes("\n");
  const attrs = { ...shared, dir: "auto", placeholder: field.placeholder, maxlength: field.max_length, autocomplete: "off" };
  const input = long ? el("textarea", { ...attrs, rows: 4 }) : el("input", { ...attrs, type: "text" });
  input.value = given;
  return [input, () => input.value];
}

function choice(field, shared) {
  const many = (field.max_values ?? 1) > 1;
  const given = new Set([field.value].flat().filter(Boolean));
  const select = el("select", { ...shared, multiple: many, size: many ? Math.min(field.options.length, 6) : null },
    !many && el("option", { value: "" }, field.placeholder || "—"),
    field.options.map((option) => el("option", { value: option.value, selected: given.has(option.value) || option.default || false }, option.label)));
  return [select, () => (many ? [...select.selectedOptions].map((option) => option.value) : select.value)];
}

function lengthHint(field) {
  if (field.min_length > 1 && field.max_length) return `${field.min_length} to ${field.max_length} characters`;
  return field.max_length && field.max_length < 4000 ? `At most ${field.max_length} characters` : "";
}

function problemOf(field, text) {
  if (field.required && !text.trim()) return "Please fill this in.";
  if (text && field.min_length && text.length < field.min_length) return `At least ${field.min_length} characters, please.`;
  if (field.max_length && text.length > field.max_length) return `At most ${field.max_length} characters, please.`;
  return "";
}

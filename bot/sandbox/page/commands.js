/**
 * Slash commands: the bot's registered commands as a flat list, and the small form that collects one's options.
 * Option types are Discord's: 3 text, 4 whole number, 5 yes or no, 6 user, 7 channel, 10 number.
 */
import { api } from "./api.js";
import { attachCompletion } from "./completion.js";
import { byId, el, fill, toast, uniqueId } from "./dom.js";
import { state } from "./state.js";

const SUBCOMMAND = 1;
const GROUP = 2;
const NUMERIC = new Set([4, 10]);
const AUTOCOMPLETE_DELAY_MS = 150;

/** `[{name: "licence check", description, options}]` of Discord's raw command list; only what is typed with a slash. */
export function flatten(raw) {
  const flat = [];
  const walk = (command, path) => {
    const name = [...path, command.name];
    const inner = (command.options || []).filter((option) => option.type === SUBCOMMAND || option.type === GROUP);
    if (inner.length) inner.forEach((option) => walk(option, name));
    else flat.push({ name: name.join(" "), description: command.description || "", options: command.options || [] });
  };
  raw.filter((command) => (command.type ?? 1) === 1).forEach((command) => walk(command, []));
  return flat.sort((a, b) => a.name.localeCompare(b.name));
}

/** Commands for what was typed after the slash: those that begin so first, then those that hold every word. */
export function matching(commands, typed) {
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  const begins = (command) => command.name.startsWith(typed.toLowerCase().trim());
  return commands.filter((command) => words.every((word) => `${command.name} ${command.description}`.toLowerCase().includes(word)))
    .sort((a, b) => Number(begins(b)) - Number(begins(a)));
}

/** Show the options form for a command in `root`. `target()` says where it is run; `done()` is called when it was run or left. */
export function openCommandForm(root, command, target, done) {
  const error = el("p", { class: "form-error", role: "alert", hidden: true });
  const run = el("button", { type: "submit", class: "btn btn-primary", data: { testid: "command-run" } }, "Run");
  const fields = command.options.map((option) => field(option, () => values(), command, target));
  const form = el("form", {
    class: "command-form", "aria-label": `Command ${command.name}`, novalidate: true, data: { testid: "command-form" },
    on: {
      submit: (event) => { event.preventDefault(); submit(); },
      keydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); done(); } },
    },
  },
    el("div", { class: "command-head" }, el("strong", {}, `/${command.name}`), el("span", { class: "muted" }, command.description)),
    fields.length > 0 && el("div", { class: "command-fields" }, fields.map((one) => one.node)),
    error,
    el("div", { class: "command-acts" }, run,
      el("button", { type: "button", class: "btn btn-secondary", data: { testid: "command-cancel" }, on: { click: done } }, "Cancel")));
  fill(root, form);
  root.hidden = false;
  (fields[0]?.input || run).focus();

  function values() {
    return Object.fromEntries(fields.map((one) => [one.option.name, one.value()]).filter(([, value]) => value !== null && value !== ""));
  }

  async function submit() {
    const missing = fields.find((one) => one.option.required && (one.value() === null || one.value() === ""));
    error.hidden = !missing;
    if (missing) {
      fill(error, `Please give “${missing.option.name}”.`);
      missing.input.focus();
      return;
    }
    run.disabled = true;
    try {
      await api.command(state.me, target(), command.name, values());
      done();
    } catch (problem) {
      fill(error, problem.message);
      error.hidden = false;
      toast(problem.message, { kind: "error" });
    } finally {
      run.disabled = false;
    }
  }
}

/** One option: `{option, node, input, value()}`; value() is null when nothing was given. */
function field(option, others, command, target) {
  const id = uniqueId("option");
  const hintId = `${id}-hint`;
  const shared = { id, "aria-describedby": hintId, "aria-required": option.required ? "true" : null, data: { testid: "option-field", option: option.name } };
  const [input, value] = control(option, shared);
  const node = el("div", { class: "command-field" },
    el("label", { for: id }, option.name, !option.required && el("span", { class: "muted" }, " (optional)")), input,
    el("p", { class: "hint", id: hintId }, option.description || ""));
  if (option.autocomplete) suggestValues(option, input, others, command, target);
  return { option, node, input, value };
}

function control(option, shared) {
  const choices = choicesOf(option);
  if (choices) {
    const select = el("select", shared, !option.required || choices.length > 1 ? el("option", { value: "" }, "—") : null,
      choices.map((choice, index) => el("option", { value: String(index) }, choice.name)));
    return [select, () => (select.value === "" ? null : choices[Number(select.value)].value)];
  }
  const numeric = NUMERIC.has(option.type);
  const input = el("input", {
    ...shared, type: "text", autocomplete: "off", dir: "auto", inputmode: numeric ? "decimal" : null, minlength: option.min_length, maxlength: option.max_length,
    on: { input: () => delete input.dataset.value },
  });
  const read = () => {
    const raw = input.dataset.value ?? input.value.trim();
    return numeric && raw !== "" && Number.isFinite(Number(raw)) ? Number(raw) : raw;
  };
  return [input, read];
}

function choicesOf(option) {
  if (option.choices?.length) return option.choices;
  if (option.type === 5) return [{ name: "Yes", value: true }, { name: "No", value: false }];
  if (option.type === 6) return state.world.users.map((user) => ({ name: user.name, value: user.id }));
  if (option.type === 7) return state.world.channels.filter((one) => one.kind !== "dm").map((one) => ({ name: one.name, value: one.id }));
  return null;
}

function suggestValues(option, input, others, command, target) {
  let timer = null;
  const ask = async () => {
    const answer = await api.autocomplete(state.me, target(), command.name, { ...others(), [option.name]: input.value }, option.name).catch(() => ({ choices: [] }));
    return (answer.choices || []).map((choice) => ({
      label: choice.name, detail: "",
      take: () => { input.value = choice.name; input.dataset.value = String(choice.value); },
    }));
  };
  const completion = attachCompletion(input, byId("command-suggestions"), ask, `Suggestions for ${option.name}`);
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (document.activeElement === input) completion.update(); }, AUTOCOMPLETE_DELAY_MS);
  };
  input.addEventListener("input", later);
  input.addEventListener("focus", later);
}

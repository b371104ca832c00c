/** The box you write in: drafts for each person and place, answers, mentions, and slash commands. */
import { api } from "./api.js";
import { flatten, matching, openCommandForm } from "./commands.js";
import { attachCompletion } from "./completion.js";
import { byId, el, fill, toast } from "./dom.js";
import { suggestionFor } from "./empty.js";
import { plainWords } from "./message.js";
import { bot, channelOf, messagesIn, placeName, roleWord, state, targetOf, userOf } from "./state.js";

const MAX_HEIGHT_PX = 220;
const MAX_SUGGESTIONS = 10;

/** The composer. `hooks` are `{sent(place)}`. Returns `{enter, reply, send, focus}`. */
export function createComposer(hooks) {
  const form = byId("composer");
  const input = byId("composer-input");
  const sendButton = byId("send");
  const bar = byId("reply-bar");
  const commandRoot = byId("command-root");
  const narrow = matchMedia("(max-width: 760px)");
  const drafts = new Map();
  let commands = Promise.resolve([]);
  let replyTo = null;
  let here = "";
  let sending = false;

  const completion = attachCompletion(input, byId("composer-suggestions"), suggest, "Suggestions");

  narrow.addEventListener("change", showHint);
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  input.addEventListener("input", () => { resize(); completion.update(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && replyTo) setReply(null);
  });

  /** Turn to another person or place: keep the draft left behind, take up the one that waits here. */
  function enter() {
    if (here) drafts.set(here, input.value);
    here = `${state.me} ${state.place}`;
    showHint();
    setReply(null);
    closeCommand(false);
    completion.close();
    input.value = drafts.get(here) ?? opening();
    resize();
    commands = commandsHere();
  }

  function showHint() {
    const channel = channelOf(state.place);
    const name = channel?.kind === "thread" ? placeName(channel) : channel?.kind === "text" ? `#${channel.name}` : `@${bot()?.name || "Quasi"}`;
    input.placeholder = narrow.matches ? `Message ${name}` : `Message ${name}  ·  / for commands`;
    input.setAttribute("aria-label", `Message ${name}`);
  }

  /** The suggested first message, while this person has not spoken here. */
  function opening() {
    const spoke = messagesIn(state.me, state.place).some((item) => item.author === state.me);
    return spoke ? "" : suggestionFor(state.me, state.place) || "";
  }

  /** What may be typed with a slash by this person in this place: a promise, so that no other place's list is shown meanwhile. */
  async function commandsHere() {
    const raw = await api.commands(state.me, targetOf(state.place)).catch(() => []);
    return flatten(Array.isArray(raw) ? raw : raw.commands || []);
  }

  function setReply(item) {
    replyTo = item;
    bar.hidden = !item;
    fill(bar, item && [el("span", { class: "reply-words" }, "Answering ", el("strong", {}, userOf(item.author)?.name || "someone"), " ", el("bdi", {}, plainWords(item, 80))),
      el("button", { type: "button", class: "as-link", on: { click: () => { setReply(null); input.focus(); } } }, "Cancel")]);
    if (item) input.focus();
  }

  async function send() {
    const text = withMentions(input.value).trim();
    if (!text || sending) return;
    if (text.startsWith("/")) {
      const command = (await commands).find((one) => text === `/${one.name}`);
      if (command) return openCommand(command);
      toast("There is no such command. Type / to see those there are.", { kind: "error" });
      return;
    }
    const [me, place, key, before] = [state.me, state.place, here, input.value];
    sending = true;
    sendButton.setAttribute("aria-busy", "true");
    try {
      await api.say(me, targetOf(place), text, replyTo?.id);
      drafts.set(key, "");
      if (here === key && input.value === before) {
        input.value = "";
        setReply(null);
        resize();
      }
      hooks.sent(place);
    } catch (problem) {
      toast(problem.message, { kind: "error" });
    } finally {
      sending = false;
      sendButton.removeAttribute("aria-busy");
    }
  }

  async function suggest() {
    const before = input.value.slice(0, input.selectionStart);
    const slash = /^\/([^\n]*)$/.exec(before);
    if (slash) {
      return matching(await commands, slash[1]).map((command) => ({ label: `/${command.name}`, detail: command.description, take: () => openCommand(command) }));
    }
    const mention = /(?:^|\s)([@#])([^@#\n]{0,30})$/.exec(before);
    if (!mention) return [];
    const [, mark, typed] = mention;
    const start = before.length - typed.length - 1;
    return named(mark).filter((one) => one.label.slice(1).toLowerCase().startsWith(typed.toLowerCase()) && one.label.slice(1) !== typed)
      .slice(0, MAX_SUGGESTIONS)
      .map((one) => ({ ...one, take: () => insert(start, before.length, `${one.label} `) }));
  }

  function insert(start, end, text) {
    input.setRangeText(text, start, end, "end");
    input.focus();
    resize();
  }

  function openCommand(command) {
    drafts.set(here, "");
    input.value = "";
    form.hidden = true;
    completion.close();
    openCommandForm(commandRoot, command, () => targetOf(state.place), () => {
      closeCommand(true);
      hooks.sent(state.place);
    });
  }

  function closeCommand(focus) {
    commandRoot.hidden = true;
    fill(commandRoot);
    fill(byId("command-suggestions"));
    form.hidden = false;
    if (focus) input.focus();
  }

  function resize() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight + 2, MAX_HEIGHT_PX)}px`;
    sendButton.disabled = !input.value.trim();
  }

  function useSuggestion() {
    if (!input.value.trim()) input.value = suggestionFor(state.me, state.place) || "";
    send();
  }

  return { enter, reply: setReply, useSuggestion, focus: () => input.focus() };
}

/** What a mark names: people for @, channels for #. `code` is what Discord sends for it. */
function named(mark) {
  if (mark === "#") {
    return state.world.channels.filter((one) => one.kind === "text").map((one) => ({ label: `#${one.name}`, detail: "", code: `<#${one.id}>` }));
  }
  const users = [...state.world.users].sort((a, b) => Number(b.role === "bot") - Number(a.role === "bot"));
  return users.map((user) => ({ label: `@${user.name}`, detail: roleWord(user.role), code: `<@${user.id}>` }));
}

/** "@Quasi hello" as Discord sends it: names after @ and # become ids, longest names first. */
export function withMentions(text) {
  const names = [...named("@"), ...named("#")].sort((a, b) => b.label.length - a.label.length);
  return names.reduce((out, one) => {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}<])${one.label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");
    return out.replace(pattern, one.code);
  }, text);
}

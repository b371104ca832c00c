/** What an empty place says: what it is for, and what to do next. */
import { el } from "./dom.js";
import { DM, bot, channelOf, firstName, people, userOf } from "./state.js";

/** First messages that can be sent as they stand, by the name of who says them. */
const SUGGESTIONS = {
  "Ada Moreau": "@Quasi we'd love Imani Okafor's digital double for our Fjord parka, print + our website, France and Spain, "
    + "half a year from 10 January 2027. Around 9k €?",
  "Ben Castle": "@Quasi Mara Lindqvist's clone for our spring denim, paid social and website, US only, three months from "
    + "1 February 2027. We have $7,000.",
};

/** The message this person could open with in this place, or null. */
export function suggestionFor(person, place) {
  const user = userOf(person);
  return channelOf(place)?.name === "licensing" ? SUGGESTIONS[user?.name] || null : null;
}

export function emptyState(person, place, hooks) {
  const user = userOf(person);
  const channel = channelOf(place);
  const [title, text, action] = words(user, channel, place, hooks);
  return el("div", { class: "empty", data: { testid: "empty" } }, el("h2", {}, title), el("p", {}, text),
    action && el("button", { type: "button", class: "btn btn-primary", data: { testid: "empty-action" }, on: { click: action.run } }, action.label));
}

function words(user, channel, place, hooks) {
  const agent = bot()?.name || "Quasi";
  const direct = place === DM || channel?.kind === "dm";
  if (channel?.name === "licensing" && suggestionFor(user.id, place)) {
    return [`Ask ${agent} for a likeness`, `You are ${user.name}, who buys for a brand. A first message is ready in the box below: `
      + `send it as it is, or write your own. ${agent} answers in a thread.`,
      { label: "Send the first message", run: () => hooks.useSuggestion() }];
  }
  if (channel?.name === "licence-log") return ["The licence log", `${agent} writes here what the agency's operator should know. Nothing yet.`, null];
  if (channel?.name === "licensing") {
    return ["Nothing has been asked here yet", `Brands ask for a likeness in this channel. Become a brand to begin.`, becomeFirst("brand", hooks)];
  }
  if (direct && user.role === "talent") {
    return [`No messages from ${agent} yet`, `When a brand makes an offer for ${user.name}, ${agent} asks here, and nothing is licensed before `
      + `${firstName(user)} says yes.`, becomeFirst("brand", hooks)];
  }
  if (direct && user.role === "operator") {
    return ["You run the agency", "Your commands work on the server: open #licensing and type / to invite a talent, look at licences, or see what could not be delivered.", null];
  }
  if (direct && user.role === "adviser") {
    return [`No messages from ${agent} yet`, `When a talent brings ${firstName(user)} in, ${agent} shows the offer here. An adviser reads and comments, and cannot approve.`, null];
  }
  if (direct) return [`No messages from ${agent} yet`, `${agent} sends licences and reminders here. You can also write to it.`, null];
  return ["Nothing here yet", "Write the first message below.", null];
}

function becomeFirst(role, hooks) {
  const user = people().find((one) => one.role === role);
  return user ? { label: `Become ${user.name}`, run: () => hooks.become(user.id) } : null;
}

/**
 * What the page knows: the world, each person's view of it, who you are and where you look.
 *
 * The sandbox is the only authority. A view holds the items of one person's inbox by id; everything shown is computed
 * from views. Parts of the page listen with `on(topic, fn)`:
 *   "world" channels or people · "view" one person's items (detail: {person, fresh}) · "place" who and where · "clock"
 */
import { api } from "./api.js";

export const DM = "dm"; // stands for the direct message with Quasi before the sandbox gave it an id

const ROLE_WORDS = { brand: "Brand", talent: "Talent", adviser: "Adviser", operator: "Operator", bot: "AI agent" };
const ROLE_ORDER = ["brand", "talent", "adviser", "operator"];
const OPERATORS_CHANNEL = "licence-log";
const MARKS_KEY = "quasi.sandbox.read";

export const state = {
  me: null,
  place: null,
  world: { channels: [], users: [], connected: true },
  clockOffsetMs: 0,
  views: new Map(),
  live: false,
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) || []) listener(detail);
}

// --- the world -------------------------------------------------------------------------------------------

export async function loadWorld() {
  const world = await api.world();
  const before = JSON.stringify(state.world);
  setClock(world.now);
  state.world = { channels: world.channels, users: world.users, connected: world.bot_connected !== false };
  if (JSON.stringify(state.world) !== before) emit("world");
}

export function setClock(iso) {
  state.clockOffsetMs = new Date(iso).getTime() - Date.now();
  emit("clock");
}

/** The world's present instant. */
export const worldNow = () => new Date(Date.now() + state.clockOffsetMs);

export const userOf = (id) => state.world.users.find((user) => user.id === id) || null;
export const channelOf = (id) => state.world.channels.find((channel) => channel.id === id) || null;
export const bot = () => state.world.users.find((user) => user.role === "bot") || null;
export const zoneOf = (id) => userOf(id)?.tz || "Europe/London";
export const roleWord = (role) => ROLE_WORDS[role] || role || "";
export const firstName = (user) => user.name.split(" ")[0];

/** Those you can be, brand side first. */
export function people() {
  const rank = (user) => ROLE_ORDER.indexOf(user.role);
  return state.world.users.filter((user) => user.role !== "bot").sort((a, b) => rank(a) - rank(b));
}

// --- views -----------------------------------------------------------------------------------------------

export function viewOf(person) {
  if (!state.views.has(person)) {
    state.views.set(person, {
      seq: 0, loaded: false, messages: new Map(), places: new Map(), modals: new Map(), running: null, again: false,
    });
  }
  return state.views.get(person);
}

function keep(view, item) {
  view.messages.set(item.id, item);
  if (!view.places.has(item.channel)) view.places.set(item.channel, new Map());
  view.places.get(item.channel).set(item.id, item);
}

function drop(view, id) {
  const item = view.messages.get(id);
  if (item) view.places.get(item.channel).delete(id);
  view.messages.delete(id);
  view.modals.delete(id);
}

/** Bring one person's view up to date. Calls that overlap share the work, and see all that was there when they began. */
export function sync(person) {
  const view = viewOf(person);
  if (view.running) {
    view.again = true;
    return view.running;
  }
  view.running = (async () => {
    try {
      do {
        view.again = false;
        await syncOnce(person, view);
      } while (view.again);
    } finally {
      view.running = null;
    }
  })();
  return view.running;
}

async function syncOnce(person, view) {
  let answer = await api.inbox(person, view.seq);
  if (answer.seq < view.seq) { // another world under the same address: start over
    for (const part of [view.messages, view.places, view.modals]) part.clear();
    answer = await api.inbox(person, 0);
  }
  marks.meet(answer.seq);
  const fresh = [];
  for (const item of answer.items) {
    if (item.kind === "deleted") drop(view, item.id);
    else if (item.kind === "modal") view.modals.set(item.id, item);
    else if (item.kind === "message" || item.kind === "failed") {
      if (!view.messages.has(item.id)) fresh.push(item);
      keep(view, item.kind === "failed" ? failureLine(item) : item);
    }
  }
  const first = !view.loaded;
  view.seq = answer.seq;
  view.loaded = true;
  if (answer.items.length || first) emit("view", { person, fresh: first ? [] : fresh });
}

/** An act the bot did not answer in time, as the private line Discord shows for it. */
const failureLine = (item) => ({ ...item, author: bot()?.id, ephemeral: true, failed: true });

export const syncAll = () => Promise.all(people().map((user) => sync(user.id)));

/** Compare two ids as numbers: snowflakes are longer than a double can hold. */
export const compareIds = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

const allIn = (person, channel) => [...(viewOf(person).places.get(channel)?.values() || [])];

/** The messages of one channel in one view, oldest first. */
export function messagesIn(person, channel) {
  return allIn(person, channel).sort((a, b) => compareIds(a.id, b.id));
}

// --- channels a person sees ------------------------------------------------------------------------------

const hasItems = (person, channel) => Boolean(viewOf(person).places.get(channel)?.size);

/** `{channels:[{…, threads}], direct:[…]}`: what the sidebar of this person lists. */
export function placesOf(person) {
  const seen = state.world.channels.filter((channel) => canSee(person, channel));
  const threads = seen.filter((channel) => channel.kind === "thread");
  const channels = seen.filter((channel) => channel.kind === "text").map((channel) => ({ ...channel, threads: [] }));
  for (const thread of threads) {
    const parent = channels.find((channel) => channel.id === thread.parent);
    parent?.threads.push(thread);
  }
  const direct = seen.filter((channel) => channel.kind === "dm");
  return { channels, direct: direct.length ? direct : [{ id: DM, kind: "dm", name: bot()?.name || "Quasi" }] };
}

function canSee(person, channel) {
  if (channel.kind === "dm") return channel.user === person;
  if (channel.kind === "text") return channel.name !== OPERATORS_CHANNEL || userOf(person)?.role === "operator";
  return channel.members.includes(person) || (!channel.private && (!channel.archived || channel.id === state.place) && hasItems(person, channel.id));
}

/** What a channel is called for the person you are. */
export function placeName(channel) {
  if (!channel) return "";
  if (channel.kind === "dm") return bot()?.name || "Quasi";
  return channel.name;
}

/** Where an act in the place you look at goes: the fields the control API wants. */
export const targetOf = (place) => (place === DM ? { dm: true } : { channel: place });

// --- read marks ------------------------------------------------------------------------------------------

/** The newest message each person has seen in each channel; kept in the browser, forgotten with the world. */
export const marks = {
  data: load(),
  meet(seq) {
    if (seq < this.data.seq) this.data = { seq, people: {} };
    if (seq !== this.data.seq) {
      this.data.seq = seq;
      this.save();
    }
  },
  of(person, channel) { return this.data.people[person]?.[channel] || "0"; },
  set(person, channel, id) {
    if (compareIds(id, this.of(person, channel)) <= 0) return false;
    (this.data.people[person] ??= {})[channel] = id;
    this.save();
    return true;
  },
  save() {
    try {
      localStorage.setItem(MARKS_KEY, JSON.stringify(this.data));
    } catch { /* private browsing: marks live as long as the page */ }
  },
};

function load() {
  try {
    const data = JSON.parse(localStorage.getItem(MARKS_KEY));
    if (data && typeof data.seq === "number" && typeof data.people === "object") return data;
  } catch { /* none yet, or not ours */ }
  return { seq: 0, people: {} };
}

const unread = (person, item) => item.author !== person && compareIds(item.id, marks.of(person, item.channel)) > 0;

/** `{any, direct}`: unread messages in a channel, and how many of them address this person. */
export function unreadIn(person, channel) {
  const items = allIn(person, channel).filter((item) => unread(person, item));
  return { any: items.length, direct: items.filter((item) => addresses(person, item)).length };
}

/** How many unread messages address this person, anywhere. */
export function unreadFor(person) {
  return [...viewOf(person).messages.values()].filter((item) => unread(person, item) && addresses(person, item)).length;
}

/** Is this message meant for the person: direct, private to them, naming them, or in a thread they speak in? */
export function addresses(person, item) {
  if (item.author === person) return false;
  if (item.ephemeral || namesPerson(item, person)) return true;
  const channel = channelOf(item.channel);
  if (!channel || channel.kind === "dm") return true;
  if (channel.kind !== "thread") return repliesTo(person, item);
  if (channel.private || channel.members.includes(person)) return true;
  const started = viewOf(person).messages.get(channel.id); // a thread on a message has that message's id
  return started?.author === person || allIn(person, channel.id).some((other) => other.author === person || namesPerson(other, person));
}

/** Does the message name this person, so that Discord would ping them? */
export const namesPerson = (item, person) => Boolean(item.mentions?.includes(person) || item.text?.includes(`<@${person}>`));

function repliesTo(person, item) {
  const id = item.reply_to?.id ?? item.reply_to;
  return Boolean(id) && viewOf(person).messages.get(id)?.author === person;
}

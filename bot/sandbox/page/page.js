/** The page's beginning and its wiring: who you are, where you look, what a change redraws. */
import { api } from "./api.js";
import { setUpClock } from "./clock.js";
import { createComposer } from "./composer.js";
import { announce, byId, dropToasts, fill, toast } from "./dom.js";
import { follow, refresh, startPolling } from "./live.js";
import { createLog } from "./log.js";
import { plainWords } from "./message.js";
import { hideModal, setUpModals, updateModals } from "./modal.js";
import { drawChannels, drawRail } from "./sidebar.js";
import {
  addresses, bot, channelOf, DM, emit, firstName, loadWorld, on, people, placeName, placesOf, state, syncAll, unreadIn, userOf,
} from "./state.js";
import { setUpTheme } from "./theme.js";

const HOME_PERSON = "Ada Moreau";
const HOME_CHANNEL = "licensing";

let jumping = false;

const act = { click: (item, customId) => attempt(() => api.click(state.me, item.id, customId)),
              choose: (item, customId, values) => attempt(() => api.choose(state.me, item.id, customId, values)) };

/** Do an act; a refusal is told in the server's words. Either way see what came of it. */
async function attempt(run) {
  try {
    await run();
  } catch (problem) {
    toast(problem.message, { kind: "error" });
  }
  await refresh();
}

const reacted = (item, emoji) => (item.reactions || []).some((one) => one.emoji === emoji && one.users?.includes(state.me));

const composer = createComposer({ sent: async (place) => {
  await refresh();
  if (place === DM) openDirect();
} });

const log = createLog(byId("log"), byId("to-end"), {
  act, openChannel: (id) => go(state.me, id), become: (id) => go(id, null), onRead: () => drawSidesSoon(),
  reply: (item) => composer.reply(item), react: (item, emoji) => attempt(() => api.react(state.me, item.id, emoji, reacted(item, emoji))),
  useSuggestion: () => composer.useSuggestion(),
});

// --- where you are ---------------------------------------------------------------------------------------

/** Become a person and look at a place; without a place, at the one that needs this person most. */
function go(person, place) {
  const wanted = `#as=${person}&channel=${place || placeFor(person)}`;
  setDrawer(false);
  if (location.hash === wanted) enter();
  else location.hash = wanted;
}

function placeFor(person) {
  const { channels, direct } = placesOf(person);
  const all = [...direct, ...channels.flatMap((channel) => [...channel.threads, channel])];
  const waiting = all.find((channel) => channel.id !== DM && unreadIn(person, channel.id).direct > 0);
  if (waiting) return waiting.id;
  return userOf(person)?.role === "brand" ? homeOf(person) : direct[0].id;
}

function homeOf(person) {
  const { channels } = placesOf(person);
  return (channels.find((channel) => channel.name === HOME_CHANNEL) || channels[0])?.id || DM;
}

/** Take person and place from the address; ids and names both work. */
function enter() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const byName = (list, key) => list.find((one) => one.id === key) || list.find((one) => one.name.toLowerCase() === key?.toLowerCase());
  const person = byName(people(), hash.get("as")) || byName(people(), HOME_PERSON) || people()[0];
  const { channels, direct } = placesOf(person.id);
  const all = [...channels, ...channels.flatMap((channel) => channel.threads), ...direct];
  const key = hash.get("channel");
  const place = (key === DM ? direct[0] : byName(all, key)) || (key && channelOf(key));
  const changed = person.id !== state.me;
  state.me = person.id;
  state.place = place?.id || (hash.has("as") ? placeFor(person.id) : homeOf(person.id));
  if (changed) {
    hideModal();
    follow();
    refresh();
  }
  emit("place");
}

function openDirect() {
  const [direct] = placesOf(state.me).direct;
  if (state.place === DM && direct.id !== DM) history.replaceState(null, "", `#as=${state.me}&channel=${direct.id}`), enter();
}

function drawSides() {
  drawRail(byId("people"), (id) => go(id, null));
  drawChannels(byId("me"), byId("places"), (id) => go(state.me, id));
}

function drawConnection() {
  const words = !state.live ? "Reconnecting…" : !state.world.connected ? `${bot()?.name || "The bot"} is not here yet…` : "";
  byId("connection").hidden = !words;
  fill(byId("connection"), words);
}

let drawing = null;

/** Redraw the left side once for all the changes of a moment. */
function drawSidesSoon() {
  drawing ??= setTimeout(() => { drawing = null; drawSides(); });
}

function drawTitle() {
  const channel = channelOf(state.place);
  const name = channel ? placeName(channel) : placeName({ kind: "dm" });
  const mark = { text: "#", thread: "↳" }[channel?.kind] || "@";
  fill(byId("title"), name);
  fill(byId("title-mark"), mark);
  fill(byId("topic"), channel?.topic || "");
  document.title = `${mark === "#" ? "#" : ""}${name} · ${firstName(userOf(state.me))} · Quasi sandbox`;
}

// --- what a change redraws -------------------------------------------------------------------------------

let shownAs = null;

on("place", () => {
  if (shownAs !== state.me) dropToasts(`${shownAs}/`); // they were worded for who one was; the badge stays
  shownAs = state.me;
  dropToasts(`${state.me}/${state.place}`);
  drawTitle();
  log.enter();
  composer.enter();
  drawSides();
  updateModals();
});

on("world", () => {
  if (!userOf(state.me)) return;
  drawConnection();
  drawSides();
  drawTitle();
  openDirect();
});

on("jumping", (now) => { jumping = now; });
on("live", drawConnection);

on("view", ({ person, fresh }) => {
  if (!userOf(state.me)) return;
  if (person === state.me) {
    log.draw();
    updateModals();
    for (const item of fresh) if (item.channel === state.place && item.author !== state.me) announce(`${userOf(item.author)?.name || "Someone"}: ${plainWords(item)}`);
  }
  drawSidesSoon();
  if (!jumping) tellAbout(person, fresh.filter((item) => addresses(person, item)));
});

/** A notice for what arrived elsewhere and is meant for this person. */
function tellAbout(person, items) {
  const item = items.at(-1);
  if (!item || (person === state.me && item.channel === state.place && !document.hidden)) return;
  const user = userOf(person);
  const about = `${person}/${item.channel}`;
  if (person === state.me) toast(`New in ${placeName(channelOf(item.channel))}.`, { about, action: { label: "Open", run: () => go(person, item.channel) } });
  else toast(`${user.name} has a new message.`, { about, action: { label: `Read it as ${firstName(user)}`, run: () => go(person, item.channel) } });
}

// --- the drawer of small screens, and the about corner ---------------------------------------------------

function setDrawer(open) {
  document.body.classList.toggle("drawer-open", open);
  byId("menu").setAttribute("aria-expanded", String(open));
  if (open) byId("people").querySelector("[aria-current]")?.focus();
}

function setUpFrame() {
  byId("menu").addEventListener("click", () => setDrawer(!document.body.classList.contains("drawer-open")));
  byId("scrim").addEventListener("click", () => setDrawer(false));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !document.body.classList.contains("drawer-open")) return;
    setDrawer(false);
    byId("menu").focus();
  });
  byId("about-open").addEventListener("click", () => byId("about").showModal());
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); composer.focus(); });
  addEventListener("hashchange", enter);
  setInterval(() => log.tick(), 15000);
}

async function start() {
  setUpTheme();
  setUpFrame();
  setUpModals();
  setUpClock();
  for (let wait = 250; ; wait = Math.min(wait * 2, 4000)) {
    try {
      await loadWorld();
      await syncAll();
      break;
    } catch (problem) {
      fill(byId("loading"), problem.message);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  byId("loading").remove();
  enter();
  if (!location.hash) history.replaceState(null, "", `#as=${state.me}&channel=${state.place}`);
  startPolling();
  document.body.dataset.ready = "true";
}

start();

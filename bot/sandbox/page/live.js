/**
 * Staying up to date: the server's stream for the person you are, polling where the stream is down, and everybody
 * else's inbox a moment later, so that the switch can say who has something new.
 */
import { stream } from "./api.js";
import { emit, loadWorld, people, setClock, state, sync } from "./state.js";

const OTHERS_DELAY_MS = 250;
const POLL_MS = 2500;
const OTHERS_POLL_MS = 15000;

let source = null;
let othersTimer = null;

/** Follow the stream of the person you are now; called again after each switch. */
export function follow() {
  source?.close();
  source = stream(state.me);
  source.addEventListener("open", () => setLive(true));
  source.addEventListener("error", () => setLive(false));
  source.addEventListener("change", () => refresh());
  source.addEventListener("clock", (event) => {
    const { now } = JSON.parse(event.data);
    if (now) setClock(now);
  });
}

/** Polls run for the page's whole life; while the stream is up they only look after the others. */
export function startPolling() {
  setInterval(() => { if (!state.live) refresh(); }, POLL_MS);
  setInterval(() => { if (state.live) refreshOthers(); }, OTHERS_POLL_MS);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
}

function setLive(live) {
  if (live && !state.live) refresh();
  state.live = live;
  emit("live");
}

let refreshing = null;
let refreshAgain = false;

/** The world and my view now, the others' shortly after. Never throws: the next change or poll tries again. */
export function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return refreshing;
  }
  refreshing = (async () => {
    do {
      refreshAgain = false;
      await Promise.all([loadWorld(), sync(state.me)]).catch(() => {});
    } while (refreshAgain);
    refreshing = null;
    clearTimeout(othersTimer);
    othersTimer = setTimeout(refreshOthers, OTHERS_DELAY_MS);
  })();
  return refreshing;
}

function refreshOthers() {
  return Promise.all(people().filter((user) => user.id !== state.me).map((user) => sync(user.id))).catch(() => {});
}

/** The bar that shows the world's date and jumps ahead; it says what came of a jump. */
import { api } from "./api.js";
import { announce, byId, fill, toast } from "./dom.js";
import { addresses, emit, firstName, loadWorld, on, people, state, syncAll, userOf, viewOf, worldNow, zoneOf } from "./state.js";
import { clockTime, lengthInWords, shortDay, zoneCity } from "./time.js";

const HOUR_S = 3600;
const MOST_SILENT_HOPS = 5;
const JUMPS = { hour: HOUR_S, day: 24 * HOUR_S, week: 7 * 24 * HOUR_S };

export function setUpClock() {
  for (const button of byId("clock").querySelectorAll("button[data-jump]")) {
    button.addEventListener("click", () => jump(button));
  }
  on("clock", draw);
  on("place", draw);
  setInterval(draw, 1000);
}

function draw() {
  if (!userOf(state.me)) return;
  const now = worldNow();
  const zone = zoneOf(state.me);
  const node = byId("world-time");
  const day = shortDay(now, zone);
  const time = `${clockTime(now, zone)} ${zoneCity(zone)}`;
  if (node.dataset.shown === `${day} ${time}`) return;
  node.dataset.shown = `${day} ${time}`;
  node.setAttribute("datetime", now.toISOString());
  node.title = `${firstName(userOf(state.me))}'s time (${zone})`;
  fill(byId("world-day"), day);
  fill(byId("world-hour"), time);
}

async function jump(button) {
  const buttons = [...byId("clock").querySelectorAll("button[data-jump]")];
  if (buttons.some((one) => one.disabled)) return;
  for (const one of buttons) one.disabled = true;
  byId("clock").setAttribute("aria-busy", "true");
  try {
    await advance(button.dataset.jump);
  } catch (problem) {
    toast(problem.message, { kind: "error" });
  } finally {
    byId("clock").removeAttribute("aria-busy");
    for (const one of buttons) one.disabled = false;
    button.focus({ preventScroll: true });
  }
}

async function advance(kind) {
  const start = worldNow();
  await syncAll();
  const before = new Map(people().map((user) => [user.id, new Set(viewOf(user.id).messages.keys())]));
  emit("jumping", true);
  try {
    const moved = kind === "due" ? await advanceToNews(before) : await advanceBy(JUMPS[kind]);
    if (!moved) {
      toast("Nothing is due. Quasi waits for people now.", { about: "clock" });
      return;
    }
  } finally {
    emit("jumping", false);
  }
  const seconds = Math.round((worldNow() - start) / 1000);
  const zone = zoneOf(state.me);
  const words = `${lengthInWords(seconds)} on: it is ${shortDay(worldNow(), zone)}, ${clockTime(worldNow(), zone)}. ${whatCame(before)}`;
  announce(words);
  toast(words.charAt(0).toUpperCase() + words.slice(1), { about: "clock" });
}

async function advanceBy(seconds) {
  await api.advance(seconds);
  await Promise.all([loadWorld(), syncAll()]);
  return true;
}

/** To the next due event; on to the one after where it was work that nobody hears of, such as a wait for the morning. */
async function advanceToNews(before) {
  for (let hop = 0; hop < MOST_SILENT_HOPS; hop += 1) {
    const { next_due: due } = await api.due();
    if (!due) return hop > 0;
    await advanceBy(Math.max(1, Math.ceil((new Date(due) - worldNow()) / 1000)));
    if (namesOfNews(before).length) return true;
  }
  return true;
}

/** "New for Imani (2) and Ada (1).": whom the jump brought messages. */
function whatCame(before) {
  const names = namesOfNews(before);
  if (!names.length) return "Nothing new came in that time.";
  return `New for ${names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]}.`;
}

function namesOfNews(before) {
  const names = [];
  for (const user of people()) {
    const count = [...viewOf(user.id).messages.values()].filter((item) => !before.get(user.id).has(item.id) && addresses(user.id, item)).length;
    if (count) names.push(`${firstName(user)} (${count})`);
  }
  return names;
}

/** Showing instants: always in the zone of the person you are, always against the world's clock. */

const LOCALE = "en-GB";
const cache = new Map();

function format(date, zone, options) {
  const key = JSON.stringify([zone, options]);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }));
  return cache.get(key).format(date).replaceAll(",", "");
}

/** "09:05", in 24 hours. */
export const clockTime = (date, zone) => format(date, zone, { hour: "2-digit", minute: "2-digit" });

/** "Tue 3 Nov 2026" */
export const shortDay = (date, zone) =>
  format(date, zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** "Tuesday 3 November 2026" */
export const longDay = (date, zone) =>
  format(date, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** "Paris" of "Europe/Paris". */
export const zoneCity = (zone) => zone.split("/").pop().replaceAll("_", " ");

/** A message's time: the hour alone today, with the day before it otherwise. */
export function messageTime(date, now, zone) {
  const time = clockTime(date, zone);
  return shortDay(date, zone) === shortDay(now, zone) ? time : `${shortDay(date, zone)}, ${time}`;
}

const STEPS = [
  ["year", 365 * 86400], ["month", 30 * 86400], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1],
];

/** "in 3 days", "2 hours ago": the distance from `now`, in its largest unit. */
export function relative(date, now) {
  const seconds = Math.round((date - now) / 1000);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) || STEPS.at(-1);
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}

/** A Discord timestamp `<t:UNIX:STYLE>` as text. */
export function stamp(date, style, now, zone) {
  switch (style) {
    case "t": return clockTime(date, zone);
    case "T": return format(date, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    case "d": return format(date, zone, { day: "2-digit", month: "2-digit", year: "numeric" });
    case "D": return format(date, zone, { day: "numeric", month: "long", year: "numeric" });
    case "F": return `${longDay(date, zone)}, ${clockTime(date, zone)}`;
    case "R": return relative(date, now);
    default: return `${format(date, zone, { day: "numeric", month: "long", year: "numeric" })}, ${clockTime(date, zone)}`;
  }
}

/** A length of time in words: "1 hour", "3 days", "5 weeks and 2 days". */
export function lengthInWords(seconds) {
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return plural(minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (hours < 48 && hours !== 24) return plural(hours, "hour");
  const days = Math.round(hours / 24);
  if (days % 7 === 0) return plural(days / 7, "week");
  return plural(days, "day");
}

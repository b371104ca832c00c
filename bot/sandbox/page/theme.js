/** Light or dark: as the system says, until the person chooses; the choice is kept in the browser. */
import { byId } from "./dom.js";

const KEY = "quasi.sandbox.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function setUpTheme() {
  const button = byId("theme");
  const current = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");
  const draw = () => {
    const next = current() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to the ${next} look`);
    button.title = `Switch to the ${next} look`;
  };
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;
  } catch { /* no storage: follow the system */ }
  button.addEventListener("click", () => {
    const next = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem(KEY, next);
    } catch { /* it lasts as long as the page */ }
    draw();
  });
  dark.addEventListener("change", draw);
  draw();
}

/**
 * The keyboard, on every page: `/` and Ctrl-K (⌘K) go to the page's search, <input data-main-search>,
 * or that in the header. `/` can be switched off by <input type="checkbox" data-slash> (WCAG 2.1.4),
 * and does nothing while typing.
 */

const SWITCH = "slash-key";

const search = document.querySelector("input[data-main-search]") ?? document.querySelector(".site-search input");
const box = document.querySelector("input[data-slash]");

if (search instanceof HTMLInputElement && box instanceof HTMLInputElement) {
  try {
    box.checked = localStorage.getItem(SWITCH) !== "off";
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    const command = event.ctrlKey || event.metaKey;
    if (command ? event.key.toLowerCase() !== "k" : event.key !== "/" || typing(event) || !box.checked) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
}

/** Whether a key goes into a field, or to something else that takes letters. @param {KeyboardEvent} event */
function typing({ target }) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

/**
 * The keyboard: `/` and Ctrl-K (⌘K) go to the search, Esc clears it. `/` can be switched off
 * (WCAG 2.1.4), and does nothing while typing.
 */

const SWITCH = "slash-key";

/**
 * @param {HTMLInputElement} search
 * @param {() => void} clear
 */
export function enableKeys(search, clear) {
  const slash = slashSwitch();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    if (event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    if (command ? event.key !== "k" : event.key !== "/" || typing(event) || !slash()) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  search.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key !== "Escape" || !search.value) return;
    event.preventDefault();
    clear();
  });
}

/** Whether a key goes into a field, or to something else that takes letters. @param {KeyboardEvent} event */
function typing(event) {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

/** The check box that turns `/` off, wherever the page has it; the choice outlives the visit. */
function slashSwitch() {
  const box = document.querySelector("input[data-slash]");
  if (!(box instanceof HTMLInputElement)) return () => false; // no way to switch it off: no such key
  try {
    box.checked = localStorage.getItem(SWITCH) !== "off";
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
  return () => box.checked;
}

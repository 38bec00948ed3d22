/**
 * The keyboard: `/` and Ctrl-K (⌘K) go to the search, Esc clears it, arrows walk the results
 * of a search. `/` can be switched off (WCAG 2.1.4), and does nothing while typing.
 */

const SWITCH = "slash-key";

/**
 * @param {HTMLInputElement} search
 * @param {HTMLElement} results
 * @param {() => void} clear
 */
export function enableKeys(search, results, clear) {
  const slash = slashSwitch();
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && slash() && !typing(event)) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });
  search.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && search.value) {
      event.preventDefault();
      clear();
    } else if (event.key === "ArrowDown" && search.value) {
      const first = results.querySelector("a");
      if (first) {
        event.preventDefault();
        first.focus();
      }
    }
  });
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && search.value) search.focus();
    if (step === undefined || !search.value || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...results.querySelectorAll("a")];
    const place = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    if (place < 0) return;
    event.preventDefault();
    (place + step < 0 ? search : links[place + step])?.focus();
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

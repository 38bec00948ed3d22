/** Tells people who listen to the page what changed: once, after a pause, and only the last of it. */

const PAUSE = 800;

/** @param {HTMLElement} region with role=status */
export function announcer(region) {
  let timer = 0;
  return /** @param {string} text */ (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      region.textContent = text;
    }, PAUSE);
  };
}

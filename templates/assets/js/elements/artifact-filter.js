/**
 * <artifact-filter>: narrows the artifacts of a source's page down to those with all typed words.
 *
 * Around it the page has, by data attribute:
 *
 *   <input data-artifact-filter>      inside; Escape empties it
 *   <p role="status" data-artifact-status>   inside, empty; what is read out after a pause
 *   <p data-artifact-none hidden>     inside; shown when nothing is left
 *   <section data-artifact-group>     one a type; hidden when nothing of it is left
 *   <li data-artifact>                one an artifact; the text of its paragraphs is searched
 *   <details data-rest>               folded artifacts; opened while something is typed
 */

import { counted } from "../lib/texts.js";

const PAUSE = 600; // milliseconds before the number of matches is read out

class ArtifactFilter extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  connectedCallback() {
    const input = this.querySelector("input");
    const page = this.closest("section");
    if (!input || !page) return;
    const groups = [...page.querySelectorAll("[data-artifact-group]")].map((group) => ({
      group: /** @type {HTMLElement} */ (group),
      folded: /** @type {HTMLDetailsElement | null} */ (group.querySelector("details[data-rest]")),
      rows: [...group.querySelectorAll("[data-artifact]")].map((row) => ({
        row: /** @type {HTMLElement} */ (row),
        text: fold(Array.from(row.querySelectorAll("p"), (line) => line.textContent).join(" ")),
      })),
    }));
    const apply = () => {
      const words = fold(input.value).split(/\s+/u).filter(Boolean);
      let found = 0;
      for (const { group, folded, rows } of groups) {
        let left = 0;
        for (const { row, text } of rows) {
          const matches = words.every((word) => text.includes(word));
          row.hidden = !matches;
          left += Number(matches);
        }
        group.hidden = left === 0;
        if (folded) folded.open = words.length > 0;
        found += left;
      }
      this.#tell(found, words.length > 0);
    };
    input.addEventListener("input", apply);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !input.value) return;
      event.preventDefault();
      input.value = "";
      apply();
    });
    if (input.value) apply(); // kept by the browser over a reload
  }

  /**
   * @param {number} found
   * @param {boolean} filtering
   */
  #tell(found, filtering) {
    const none = this.querySelector("[data-artifact-none]");
    if (none instanceof HTMLElement) none.hidden = found > 0;
    const status = this.querySelector("[data-artifact-status]");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (status) status.textContent = filtering ? counted("count.artifacts", found) : "";
    }, PAUSE);
  }
}

/**
 * Without case and accents.
 *
 * @param {string} text
 */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

customElements.define("artifact-filter", ArtifactFilter);

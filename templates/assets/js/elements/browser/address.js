/**
 * The address bar as the state: entries of the history, and what each remembers of the list
 * (which pages stood in the document, how far it was scrolled).
 */

/**
 * Pages, scroll, and which card stood where on the screen: cards above it may grow meanwhile.
 * @typedef {import("../../lib/shown-pages.js").ShownPages & {y: number, place: number, top: number}} Memory
 */

const SCROLL_PAUSE = 200;

export class Address {
  #search = location.search;
  #timer = 0;
  #present;

  /**
   * @param {() => Memory} present what stands on the screen now
   * @param {() => void} travelled called after Back and Forward
   */
  constructor(present, travelled) {
    this.#present = present;
    history.scrollRestoration = "manual";
    addEventListener("pagehide", () => this.remember());
    addEventListener(
      "scroll",
      () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.remember(), SCROLL_PAUSE);
      },
      { passive: true }
    );
    addEventListener("popstate", () => {
      clearTimeout(this.#timer);
      if (location.search === this.#search && !this.memory) return; // only the fragment changed
      this.#search = location.search;
      travelled();
    });
  }

  /** The query string of the present entry. */
  get search() {
    return location.search;
  }

  /** What the present entry remembers; null when it is new. @returns {Memory | null} */
  get memory() {
    return history.state?.catalog ?? null;
  }

  /** Store pages and scroll with the present entry. */
  remember() {
    history.replaceState({ ...history.state, catalog: this.#present() }, "");
  }

  /** A new entry, or another address for the present one. @param {string} search @param {"push" | "replace"} how */
  write(search, how) {
    if (search === location.search) return;
    if (how === "push") {
      clearTimeout(this.#timer);
      this.remember();
    }
    history[`${how}State`](null, "", location.pathname + search);
    this.#search = search;
  }
}

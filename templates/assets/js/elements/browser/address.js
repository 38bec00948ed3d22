/**
 * The address bar as the state: entries of the history, and what each remembers of the list
 * (which pages stood in the document, how far it was scrolled).
 */

/** @typedef {import("../../lib/shown-pages.js").ShownPages} ShownPages */

const SCROLL_PAUSE = 200;

export class Address {
  #search = location.search;
  #timer = 0;
  #shown;

  /**
   * @param {() => ShownPages} shown what stands in the document now
   * @param {() => void} travelled called after Back and Forward
   */
  constructor(shown, travelled) {
    this.#shown = shown;
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

  /** What the present entry remembers; null when it is new. @returns {(ShownPages & {y: number}) | null} */
  get memory() {
    return history.state?.catalog ?? null;
  }

  /** Store pages and scroll with the present entry. */
  remember() {
    history.replaceState({ ...history.state, catalog: { ...this.#shown(), y: Math.round(scrollY) } }, "");
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

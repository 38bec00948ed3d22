/** The list of cards: some pages of the result in a row, never all of a long one. */

import { earlier, later, restored } from "../../lib/shown-pages.js";
import { number, text } from "../../lib/texts.js";
import { part, say } from "./part.js";

/** @typedef {import("../../lib/shown-pages.js").ShownPages} ShownPages */
/** What makes the elements of a list. @typedef {{of(sources: number[], marked: boolean): HTMLElement[]}} Cards */

export class Results {
  #more;
  #earlier;
  #size;
  #turned;
  /** @type {{cards: Cards, sources: Uint32Array, marked: boolean, first: number} | null} */
  #result = null;

  /**
   * @param {HTMLElement} root
   * @param {number} size cards on a page
   * @param {number} page the one that the server rendered, from 0
   * @param {() => Promise<boolean>} ready sees to it that there is a result to show more of
   * @param {() => void} turned called after other pages were shown
   */
  constructor(root, size, page, ready, turned) {
    this.list = part(root, "[data-results]", HTMLElement);
    /** Pages in the document. @type {ShownPages} */
    this.shown = { from: page, to: page + 1 };
    this.#more = part(root, "[data-more]", HTMLButtonElement);
    this.#earlier = part(root, "[data-earlier]", HTMLButtonElement);
    this.#size = size;
    this.#turned = turned;
    this.#more.hidden = root.querySelector("[data-pages] [rel=next]") === null;
    say(this.#more, text("browser.show_more"));
    this.#more.addEventListener("click", async () => {
      if (await ready()) this.#turn(later(this.shown), this.shown.to);
    });
    this.#earlier.addEventListener("click", () => this.#turn(earlier(this.shown), this.shown.from - 1));
  }

  /** What brings a visitor back to what is on the screen now. @returns {import("./address.js").Memory} */
  get memory() {
    const tops = Array.from(this.list.children, (card) => card.getBoundingClientRect().top);
    const place = tops.findIndex((top) => top >= 0);
    return { ...this.shown, y: Math.round(scrollY), place, top: Math.round(tops[place] ?? 0) };
  }

  /** Scroll to where a visitor was. @param {import("./address.js").Memory | null} memory */
  goBack(memory) {
    scrollTo({ top: memory?.y ?? 0, behavior: "instant" });
    const top = this.list.children[memory?.place ?? -1]?.getBoundingClientRect().top;
    if (memory?.y && top !== undefined) scrollBy({ top: top - memory.top, behavior: "instant" });
  }

  /** Numbers of the sources in the document. */
  get visible() {
    const { from, to } = this.shown;
    return Array.from(this.#result?.sources.subarray(from * this.#size, to * this.#size) ?? []);
  }

  /**
   * @param {Cards} cards
   * @param {Uint32Array} sources the whole result
   * @param {boolean} marked whether words will be marked in it
   * @param {number} first pages before this one have pages of their own on the site
   * @param {unknown} remembered pages that were shown when the visitor left
   */
  show(cards, sources, marked, first, remembered) {
    this.#result = { cards, sources, marked, first };
    this.shown = restored(remembered, first, Math.ceil(sources.length / this.#size));
    this.#render();
  }

  #render() {
    if (!this.#result) return;
    const { cards, sources, marked, first } = this.#result;
    arrange(this.list, cards.of(this.visible, marked));
    this.#label(this.#more, sources.length - this.shown.to * this.#size, "more");
    this.#label(this.#earlier, (this.shown.from - first) * this.#size, "earlier");
  }

  /** @param {HTMLElement} button @param {number} rest @param {"more" | "earlier"} word */
  #label(button, rest, word) {
    button.hidden = rest <= 0;
    say(button, text(`browser.${word}`, { number: number(Math.min(this.#size, Math.max(rest, 0))) }));
  }

  /**
   * Show other pages; what stands above or below stays where it is on the screen.
   * @param {ShownPages} shown
   * @param {number} page the one that is new
   */
  #turn(shown, page) {
    const kept = page < this.shown.to ? this.list.firstElementChild : this.list.lastElementChild;
    const before = kept?.getBoundingClientRect().top ?? 0;
    this.shown = shown;
    this.#render();
    if (kept?.isConnected) scrollBy({ top: kept.getBoundingClientRect().top - before, behavior: "instant" });
    const first = this.list.children[(page - shown.from) * this.#size];
    first?.querySelector("a")?.focus({ preventScroll: page + 1 < shown.to });
    this.#turned();
  }
}

/** Make elements the children of a list, moving none that is in place. @param {Element} list @param {Element[]} elements */
function arrange(list, elements) {
  for (const child of [...list.children]) {
    if (!elements.includes(child)) child.remove();
  }
  elements.forEach((element, i) => {
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
  });
}

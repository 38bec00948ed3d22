/** The search as the list needs it, loaded on first use: answers, and cards with the words marked. */

import { SearchClient } from "../../lib/search.js";
import { part } from "./part.js";

/** @typedef {import("../../lib/search-engine.js").Answer} Answer */
/** @typedef {import("../../lib/search-engine.js").Snippet} Snippet */
/** @typedef {import("../../lib/search-marks.js").Piece} Piece */
/** @typedef {(text: string) => Piece[]} Mark finds the searched words in a text */

export class Finder {
  #client;
  /** @type {{text: string, answer: Promise<Answer>} | null} */
  #last = null;

  /** @param {string} manifest its address */
  constructor(manifest) {
    this.#client = new SearchClient(manifest);
  }

  /** Begin to load. */
  warm() {
    this.#client.warm();
  }

  /** What a text finds; the last answer is kept. @param {string} text */
  answer(text) {
    if (this.#last?.text !== text) {
      const answer = this.#client.search(text);
      this.#last = { text, answer };
      answer.catch(() => {
        if (this.#last?.answer === answer) this.#last = null; // the same words are tried again
      });
    }
    return this.#last.answer;
  }

  /**
   * What marks the words of a query in cards: texts of some sources, and a marker for other texts.
   * @param {number[]} sources
   * @param {string} text
   */
  async marks(sources, text) {
    const { suggestion } = await this.answer(text);
    const snippets = await this.#client.snippets(sources, text, suggestion);
    const { mark } = await import("../../lib/search-marks.js");
    return { snippets, mark: (/** @type {string} */ other) => mark(other, text, suggestion) };
  }
}

/**
 * Arrows walk from the search box through the results and back, while there are words to search for.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} results
 */
export function enableArrows(input, results) {
  /** @param {KeyboardEvent} event */
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Escape: -Infinity }[event.key];
    if (!step || !input.value || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [input, ...results.querySelectorAll("a")];
    const place = stops.findIndex((stop) => stop === document.activeElement) + step;
    if (event.target === input && step < 0) return;
    event.preventDefault();
    stops[Math.max(place, 0)]?.focus();
  };
  input.addEventListener("keydown", walk);
  results.addEventListener("keydown", walk);
}

/** Show in a card where the searched words are. @param {HTMLElement} card @param {Snippet} snippet @param {Mark} mark */
export function markCard(card, snippet, mark) {
  for (const place of card.querySelectorAll("[data-slot=link], [data-slot=repo], [data-slot=tags] li")) {
    place.replaceChildren(...marked(mark(place.textContent ?? "")));
  }
  const slot = card.querySelector("[data-slot=description]");
  slot?.replaceChildren(...marked(snippet.description));
  card.querySelector(".card-match")?.remove();
  const names = snippet.artifacts.flatMap((name, i) => [i > 0 ? ", " : "", ...marked(name)]);
  const texts = [names, marked(snippet.readme)].filter((words) => words.length > 0);
  if (texts.length === 0) return;
  const found = document.createElement("p");
  found.className = "card-match";
  found.dir = "auto";
  found.append(...texts.flatMap((words, i) => (i > 0 ? [" · ", ...words] : words)));
  (slot ?? part(card, "[data-slot=repo]", HTMLElement)).after(found);
}

/** @param {Piece[]} pieces @returns {(Node | string)[]} */
function marked(pieces) {
  return pieces.map(({ text, mark }) => {
    if (!mark) return text;
    const element = document.createElement("mark");
    element.textContent = text;
    return element;
  });
}

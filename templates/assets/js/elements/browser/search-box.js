/** The search as the list needs it: loaded on first use, the last answer kept. */

/** @typedef {import("../../lib/search-engine.js").Answer} Answer */
/** @typedef {import("../../lib/search-engine.js").Snippet} Snippet */
/** @typedef {import("../../lib/search.js").SearchClient} SearchClient */

export class SearchBox {
  /** @type {Promise<SearchClient> | null} */
  #client = null;
  /** @type {{text: string, answer: Promise<Answer>} | null} */
  #last = null;
  #manifest;

  /** @param {string} manifest its address */
  constructor(manifest) {
    this.#manifest = manifest;
  }

  /** Begin to load. */
  warm() {
    this.#load().then(
      (client) => client.warm(),
      () => {} // the first search says so
    );
  }

  /** @param {string} text */
  answer(text) {
    if (this.#last?.text !== text) {
      const answer = this.#load().then((client) => client.search(text));
      this.#last = { text, answer };
      answer.catch(() => {
        if (this.#last?.answer === answer) this.#last = null; // the same words are tried again
      });
    }
    return this.#last.answer;
  }

  /** @param {number[]} sources @param {string} text @param {string | null} suggestion */
  async snippets(sources, text, suggestion) {
    return (await this.#load()).snippets(sources, text, suggestion);
  }

  #load() {
    this.#client ??= import("../../lib/search.js").then(({ SearchClient }) => new SearchClient(this.#manifest));
    this.#client.catch(() => (this.#client = null));
    return this.#client;
  }
}

/**
 * Full-text search, as a page uses it: nothing is loaded before the first call.
 *
 * The work is done in a module worker; where a worker cannot start, in the page.
 */

/** @import {Answer, Snippet} from './search-engine.js' */
/** @import {LunrResult} from './search-lunr.js' */

/**
 * @typedef {object} Options
 * @property {() => Worker} [worker]  starts the worker; for tests
 */

/** The methods of the engine that a page may call. */
/** @typedef {'warm' | 'search' | 'query' | 'snippets'} Method */

export class SearchClient {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (reason: Error) => void, method: Method, given: any[]}>} */
  #waiting = new Map();

  /** @type {Worker | null} */
  #worker = null;

  /** @type {Promise<import('./search-engine.js').Engine> | null} */
  #inPage = null;

  #last = 0;

  /**
   * @param {string | URL} manifestUrl  absolute, or from the page
   * @param {Options} [options]
   */
  constructor(manifestUrl, { worker = startWorker } = {}) {
    this.url = new URL(manifestUrl, globalThis.document?.baseURI).href;
    this.start = worker;
  }

  /** Begins to load, without waiting; failures show in the first search. */
  warm() {
    this.#call("warm", []).catch(() => {});
  }

  /**
   * All sources that match every word of a text, best first.
   * @param {string} text
   * @returns {Promise<Answer>}
   */
  search(text) {
    return this.#call("search", [text]);
  }

  /**
   * The results of a query in Lunr's own language, in Lunr's order; rejects what is no such query.
   * @param {string} text
   * @returns {Promise<LunrResult[]>}
   */
  query(text) {
    return this.#call("query", [text]);
  }

  /**
   * Texts of some sources with the words of a query marked.
   * @param {number[]} ids
   * @param {string} text
   * @param {string | null} [suggestion]  of the answer to that text
   * @returns {Promise<Snippet[]>}
   */
  snippets(ids, text, suggestion = null) {
    return this.#call("snippets", [[...ids], text, suggestion]);
  }

  /**
   * @param {Method} method
   * @param {any[]} given
   * @returns {Promise<any>}
   */
  #call(method, given) {
    if (!this.#inPage && !this.#worker) {
      try {
        this.#listen(this.start());
      } catch {
        this.#fallBack();
      }
    }
    return new Promise((resolve, reject) => {
      this.#last += 1;
      this.#waiting.set(this.#last, { resolve, reject, method, given });
      this.#send(this.#last);
    });
  }

  /** @param {Worker} worker */
  #listen(worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }) => {
      const call = this.#waiting.get(data.number);
      this.#waiting.delete(data.number);
      if ("error" in data) call?.reject(new Error(data.error));
      else call?.resolve(data.result);
    };
    // A worker that does not start, or dies, hands its unanswered calls to the page.
    worker.onerror = (event) => {
      event.preventDefault?.();
      worker.terminate();
      this.#fallBack();
      for (const number of this.#waiting.keys()) this.#send(number);
    };
  }

  #fallBack() {
    this.#worker = null;
    this.#inPage ??= import("./search-engine.js").then(({ Engine }) => new Engine(this.url));
  }

  /** @param {number} number */
  #send(number) {
    const call = this.#waiting.get(number);
    if (!call) return;
    const { method, given } = call;
    if (this.#worker) {
      this.#worker.postMessage({ number, url: this.url, method, given });
      return;
    }
    this.#inPage
      ?.then((engine) => /** @type {any} */ (engine)[method](...given))
      .then(call.resolve, call.reject)
      .finally(() => this.#waiting.delete(number));
  }
}

function startWorker() {
  return new Worker(new URL("../workers/search-worker.js", import.meta.url), { type: "module" });
}

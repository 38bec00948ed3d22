/**
 * The search itself, without a document: runs in a worker, or in the page where there is none.
 */

import { rank, suggestionOf } from "./search-meaning.js";
import { around, mark } from "./search-marks.js";
import { FIELDS } from "./search-rules.js";
import { wholeSource } from "./search-whole.js";

/** @import {Source} from './search-meaning.js' */
/** @import {Piece} from './search-marks.js' */

/**
 * @typedef {object} Hit
 * @property {number} id  ordinal of the source
 * @property {number} score
 * @property {number} tier  0: its name; 1: begins its name; see generator/search/searcher.py
 * @property {string[]} fields  where any word was found
 */

/**
 * @typedef {object} Answer
 * @property {number[]} ids  all matches, best first
 * @property {Hit[]} hits  the first of them
 * @property {string | null} suggestion  what was probably meant; the ids are its matches
 */

/**
 * @typedef {object} Snippet
 * @property {number} id
 * @property {Piece[]} description
 * @property {Piece[][]} artifacts  names of artifacts that match, at most 5
 * @property {Piece[]} readme  a stretch of the README that matches; empty: none in its beginning
 */

const HITS = 100;
const SNIPPET = 200;

export class Engine {
  /**
   * @param {string} url  of the manifest
   * @param {typeof fetch} [get]
   */
  constructor(url, get = (...given) => fetch(...given)) {
    this.url = url;
    this.get = get;
    /** @type {Promise<{source: Source, texts: Array<[string, string[], string]>}> | null} */
    this.opened = null;
  }

  /** Loads what every search needs. */
  async warm() {
    await this.#open();
  }

  /**
   * @param {string} text
   * @returns {Promise<Answer>}
   */
  async search(text) {
    const { source } = await this.#open();
    const { ids, scores, tiers, masks, meanings } = await rank(source, text);
    return {
      ids: [...ids],
      hits: [...ids.subarray(0, HITS)].map((id, at) => ({
        id,
        score: scores[at],
        tier: tiers[at],
        fields: FIELDS.filter((_, field) => masks[id] & (1 << field)),
      })),
      suggestion: suggestionOf(meanings),
    };
  }

  /**
   * @param {number[]} ids
   * @param {string} text
   * @param {string | null} [suggestion]
   * @returns {Promise<Snippet[]>}
   */
  async snippets(ids, text, suggestion = null) {
    const { texts } = await this.#open();
    return ids
      .filter((id) => texts[id])
      .map((id) => {
        const [description, artifacts, readme] = texts[id];
        const named = artifacts.map((name) => mark(name, text, suggestion));
        return {
          id,
          description: mark(description, text, suggestion),
          artifacts: named.filter((pieces) => pieces.some((piece) => piece.mark)).slice(0, 5),
          readme: around(mark(readme, text, suggestion), SNIPPET),
        };
      });
  }

  #open() {
    this.opened ??= this.#load().catch((error) => {
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  async #load() {
    const manifest = await this.#json(this.url, "no-cache");
    const stored = await this.#json(new URL(manifest.whole, this.url).href, "default");
    return { source: wholeSource(stored), texts: stored.texts };
  }

  /**
   * @param {string} url
   * @param {RequestCache} cache
   */
  async #json(url, cache) {
    const response = await this.get(url, { cache });
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
    return response.json();
  }
}

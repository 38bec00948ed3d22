/**
 * The search itself, without a document: runs in a worker, or in the page where there is none.
 */

import { rank, suggestionOf } from "./search-meaning.js";
import { around, mark } from "./search-marks.js";
import { FIELDS } from "./search-rules.js";
import { text as decoded, unpack } from "./search-binary.js";
import { SiteIndex } from "./search-index.js";

/** @import {LunrResult} from './search-lunr.js' */
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
 * @property {string} source  its id, for those who would make sure
 * @property {Piece[]} description
 * @property {Piece[][]} artifacts  names of artifacts that match, at most 5
 * @property {Piece[]} readme  a stretch of the README that matches; empty: none in its beginning
 */

/** @typedef {[id: string, description: string, artifacts: string[], readme: string]} Texts */

const HITS = 100;
const SNIPPET = 200;
const MATCHING_NAMES = 5;

export class Engine {
  /**
   * @param {string} url  of search/index.bin
   * @param {typeof fetch} [get]
   */
  constructor(url, get = (...given) => fetch(...given)) {
    this.url = url;
    this.get = get;
    /** @type {Promise<SiteIndex> | null} */
    this.opened = null;
    /** @type {Map<string, Promise<Texts[]>>} */
    this.texts = new Map();
  }

  /** Loads what every search needs. */
  async warm() {
    await (await this.#open()).ready();
  }

  /**
   * @param {string} text
   * @returns {Promise<Answer>}
   */
  async search(text) {
    const { ids, scores, tiers, masks, meanings } = await this.#again((index) => rank(index, text));
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
   * The results of a query in Lunr's own language, in Lunr's order.
   * @param {string} text
   * @returns {Promise<LunrResult[]>}
   */
  async query(text) {
    const { lunrQuery } = await import("./search-lunr.js");
    return this.#again((index) => lunrQuery(index, text));
  }

  /**
   * @param {number[]} ids
   * @param {string} text
   * @param {string | null} [suggestion]
   * @returns {Promise<Snippet[]>}
   */
  async snippets(ids, text, suggestion = null) {
    const index = await this.#open();
    const known = ids.filter((id) => Number.isInteger(id) && id >= 0 && id < index.documents);
    return Promise.all(
      known.map(async (id) => {
        const { path, place } = index.textsOf(id);
        const [source, description, artifacts, readme] = (await this.#texts(path))[place];
        const names = artifacts.map((name) => mark(name, text, suggestion));
        return {
          id,
          source,
          description: mark(description, text, suggestion),
          artifacts: names.filter((pieces) => pieces.some((piece) => piece.mark)).slice(0, MATCHING_NAMES),
          readme: around(mark(readme, text, suggestion), SNIPPET),
        };
      })
    );
  }

  /**
   * Asks the index; once more of a fresh one when a file is gone: a new build replaced it meanwhile.
   * @template Answered
   * @param {(index: SiteIndex) => Promise<Answered>} ask
   * @returns {Promise<Answered>}
   */
  async #again(ask) {
    try {
      return await ask(await this.#open());
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      this.opened = null;
      this.texts.clear();
      return ask(await this.#open());
    }
  }

  #open() {
    this.opened ??= SiteIndex.open(this.url, (url, cache) => this.#fetch(url, cache)).catch((error) => {
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  /**
   * @param {string} path
   * @returns {Promise<Texts[]>}
   */
  #texts(path) {
    let texts = this.texts.get(path);
    if (!texts) {
      texts = this.#fetch(new URL(path, this.url).href, "default")
        .then(unpack)
        .then(([column]) => JSON.parse(decoded(column)));
      texts.catch(() => this.texts.delete(path));
      this.texts.set(path, texts);
    }
    return texts;
  }

  /**
   * @param {string} url
   * @param {RequestCache} cache
   * @returns {Promise<Response>}
   */
  async #fetch(url, cache) {
    const response = await this.get(url, { cache });
    if (response.status === 404) throw new Missing(`${url} is missing`);
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
    return response;
  }
}

class Missing extends Error {}

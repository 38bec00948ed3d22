/**
 * The vocabulary: words that a mistyped or unfinished word may mean, as
 * generator/search/lexicon.py writes it.
 */

import { frontCoded, placeOf } from "./search-binary.js";
import { oneEdit } from "./search-meaning.js";

/** @typedef {Array<[string, number]>} Words  words with how common they are, sorted by word */

/**
 * A sorted list of words in parts.
 */
export class WordList {
  /**
   * @param {string[]} first  where each part begins
   * @param {(part: number) => Promise<Uint8Array>} load  a part's lines
   */
  constructor(first, load) {
    this.first = first;
    this.load = load;
    /** @type {Map<number, Promise<Words>>} */
    this.parts = new Map();
  }

  /**
   * The words that begin so.
   * @param {string} beginning
   * @returns {Promise<Words>}
   */
  async beginning(beginning) {
    const parts = [];
    const start = Math.max(placeOf(this.first, beginning), 0);
    for (let part = start; part < this.first.length; part += 1) {
      if (part > start && !(this.first[part].startsWith(beginning) || this.first[part] < beginning)) break;
      parts.push(this.#part(part));
    }
    return (await Promise.all(parts)).flat().filter(([word]) => word.startsWith(beginning));
  }

  /**
   * @param {number} part
   * @returns {Promise<Words>}
   */
  #part(part) {
    let words = this.parts.get(part);
    if (!words) {
      words = this.load(part).then((column) => {
        const lines = frontCoded(column, 1);
        return lines.words.map((word, at) => [word, lines.tails[at].charCodeAt(0) - 64]);
      });
      words.catch(() => this.parts.delete(part));
      this.parts.set(part, words);
    }
    return words;
  }
}

/**
 * The words one edit away, sorted. An edit leaves the first half of a word or the second, or
 * swaps the letters where they meet.
 * @param {WordList} forward
 * @param {WordList | null} backward  null: the list is small, and looked through
 * @param {string} word
 * @returns {Promise<Words>}
 */
export async function near(forward, backward, word) {
  const half = word.length >> 1;
  const head = word.slice(0, half);
  const swapped = word.slice(0, half - 1) + word[half];
  const found = backward
    ? await Promise.all([
        forward.beginning(head),
        forward.beginning(swapped),
        backward
          .beginning(reversed(word.slice(half)))
          .then((words) => words.map(/** @returns {[string, number]} */ ([each, common]) => [reversed(each), common])),
      ])
    : [await forward.beginning("")];
  /** @type {Map<string, number>} */
  const words = new Map(found.flat().filter(([each]) => oneEdit(word, each)));
  return [...words].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

/**
 * @param {string} word  of the Basic Multilingual Plane
 * @returns {string}
 */
function reversed(word) {
  return [...word].reverse().join("");
}

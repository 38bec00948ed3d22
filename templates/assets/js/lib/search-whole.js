/**
 * A source of terms from one Lunr index, as the `lunr` package writes it.
 */

import { FIELDS } from "./search-rules.js";
import { oneEdit } from "./search-meaning.js";

/** @import {Term} from './search-evaluate.js' */
/** @import {Source} from './search-meaning.js' */

/**
 * @param {any} stored  the parsed file
 * @returns {Source}
 */
export function wholeSource(stored) {
  /** @type {Map<string, Map<number, number>>} */
  const vectors = new Map();
  for (const [ref, elements] of stored.lunr?.fieldVectors ?? []) {
    const scores = new Map();
    for (let at = 0; at < elements.length; at += 2) scores.set(elements[at], elements[at + 1]);
    vectors.set(ref, scores);
  }
  /** @type {Term[]} */
  const all = (stored.lunr?.invertedIndex ?? []).map((/** @type {[string, any]} */ [text, posting]) => {
    let birth = Infinity;
    const fields = FIELDS.map((name, field) => {
      const documents = Object.keys(posting[name]).map(Number);
      if (!documents.length) return null;
      birth = Math.min(birth, documents[0] * FIELDS.length + field);
      const scores = documents.map((id) => vectors.get(`${name}/${id}`)?.get(posting._index) ?? 0);
      return { documents, scores };
    });
    return { text, birth, fields };
  });
  /** @type {Array<[string, number]>} */
  const vocabulary = Object.entries(stored.vocabulary);
  vocabulary.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return {
    documents: stored.precedence.length,
    precedence: stored.precedence,
    terms: async (ranges) =>
      all.filter(({ text }) => ranges.some(({ from, longer }) => (longer ? text.startsWith(from) : text === from))),
    completions: async (beginning) => vocabulary.filter(([word]) => word.startsWith(beginning)),
    near: async (word) => vocabulary.filter(([known]) => oneEdit(word, known)),
  };
}

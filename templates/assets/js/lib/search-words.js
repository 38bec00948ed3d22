/**
 * From text to words and terms: the browser's side of generator/search/words.py,
 * held to it by tests/cases/search-words.json.
 *
 * A word is folded text: lower case, without accents. A term is what the index holds:
 * the stem of a word. Runs of Chinese, Japanese, Thai, Lao, Khmer and Burmese are cut
 * into overlapping pairs of characters.
 */

import {
  ACCENTS,
  DENSE,
  KEY_LIMIT,
  LANGUAGES,
  LETTERS,
  QUERY_LIMIT,
  QUERY_WORDS,
  STOP_WORDS,
  WORD_LIMIT,
} from "./search-rules.js";
import { stem } from "./search-stem.js";

const accent = new RegExp(`[${ACCENTS}]`, "gu");
const letter = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");
const clitic = /['\u2019](?:s|t|d|m|ll|re|ve)(?![a-z0-9])/gu;
const language = /(?<![a-z0-9])(?:c\+\+|[cf]#)/gu;
// Marks count where they belong to letters: an emoji's variation selector is a mark too.
const token = new RegExp(`(?:[\\p{L}\\p{N}${ACCENTS}\u3099\u309a]|(?=[\\u0900-\\u1cff\\ua800-\\uabff])\\p{M})+`, "gu");
const alphanumeric = /[\p{L}\p{N}]/u;
const dense = new RegExp(`[${DENSE}]`, "u");
const stretches = new RegExp(`[${DENSE}]+|[^${DENSE}]+`, "gu");
const stopWords = new Set(STOP_WORDS);

/** @type {Map<string, string>} */
const stems = new Map();

/**
 * Lower case, compatibility forms unified, accents taken off; kana keep their voicing marks.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  const bare = text.normalize("NFKD").replace(accent, "").toLowerCase();
  return bare.replace(letter, (found) => /** @type {Record<string, string>} */ (LETTERS)[found]).normalize("NFC");
}

/**
 * The runs of letters and digits, folded; English 's and the like are dropped.
 * @param {string} text
 * @returns {string[]}
 */
export function runs(text) {
  const lower = text
    .toLowerCase()
    .replace(clitic, "")
    .replace(language, (found) => /** @type {Record<string, string>} */ (LANGUAGES)[found]);
  return (lower.match(token) ?? []).flatMap((each) => (fold(each).match(token) ?? []).filter(isWord));
}

/**
 * The words that each must match: at most QUERY_WORDS different ones; stop words count only
 * where there is nothing else.
 * @param {string} text
 * @returns {string[]}
 */
export function queryWords(text) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const run of runs(cut(text, QUERY_LIMIT))) {
    for (const piece of split(run)) found.add(cut(piece, WORD_LIMIT));
  }
  const all = [...found];
  const telling = all.filter((each) => !stopWords.has(each));
  return (telling.length ? telling : all).slice(0, QUERY_WORDS);
}

/**
 * What is equal for two names that a reader would call the same.
 * @param {string} text
 * @returns {string}
 */
export function key(text) {
  return cut(runs(cut(text, 2 * QUERY_LIMIT)).join(" "), KEY_LIMIT).trimEnd();
}

/**
 * What the index holds for a word: its stem where it is of the letters a–z alone.
 * @param {string} given
 * @returns {string}
 */
export function term(given) {
  const short = cut(given, WORD_LIMIT);
  if (!/^[a-z]+$/.test(short)) return short;
  let found = stems.get(short);
  if (found === undefined) stems.set(short, (found = stem(short)));
  return found;
}

/**
 * Whether a word is a piece of a script that is written without spaces.
 * @param {string} given
 * @returns {boolean}
 */
export function isDense(given) {
  return dense.test(given);
}

/**
 * The first characters of a text, counted as Python counts them.
 * @param {string} text
 * @param {number} limit
 * @returns {string}
 */
export function cut(text, limit) {
  return text.length <= limit ? text : [...text.slice(0, 2 * limit)].slice(0, limit).join("");
}

/**
 * Characters of a text, counted as Python counts them.
 * @param {string} text
 * @returns {number}
 */
export function size(text) {
  return [...text].length;
}

/**
 * @param {string} run
 * @returns {string[]}
 */
function split(run) {
  if (!dense.test(run)) return [run];
  /** @type {string[]} */
  const pieces = [];
  for (const stretch of run.match(stretches) ?? []) {
    if (!dense.test(stretch)) {
      pieces.push(stretch);
      continue;
    }
    const characters = [...stretch];
    if (characters.length === 1) pieces.push(stretch);
    for (let at = 0; at + 1 < characters.length; at += 1) pieces.push(characters[at] + characters[at + 1]);
  }
  return pieces;
}

/**
 * @param {string} run
 * @returns {boolean}
 */
function isWord(run) {
  return alphanumeric.test(run);
}

/**
 * What the words of a query stand for in an index, and how matches are ranked: the browser's
 * side of generator/search/searcher.py, whose docstring is the rule.
 */

import { evaluate } from "./search-evaluate.js";
import { EDIT_LETTERS, EXACT_BOOST, FIELDS, PREFIX_LETTERS } from "./search-rules.js";
import { isDense, key, queryWords, size, term } from "./search-words.js";

/** @import {Clause, Term} from './search-evaluate.js' */

/**
 * A range of terms that a query needs: `from` itself, or all that begin with it.
 * @typedef {{from: string, longer: boolean}} Range
 */

/**
 * Where terms and vocabulary come from.
 * @typedef {object} Source
 * @property {number} documents
 * @property {(ids: ArrayLike<number>) => Promise<ArrayLike<number>>} precedence  breaks ties; by document,
 *   known for those given
 * @property {(ranges: Range[]) => Promise<Term[]>} terms  all terms in any of the ranges
 * @property {(beginning: string) => Promise<Array<[string, number]>>} completions  words of the
 *   vocabulary that begin so, with how common they are, sorted by word
 * @property {(word: string) => Promise<Array<[string, number]>>} near  words one edit away, likewise
 */

/**
 * @typedef {object} Meaning
 * @property {string} word
 * @property {Term | null} exact  the word's own term
 * @property {Term[]} others  further terms, in the order of their texts
 * @property {string | null} corrected  what the word may be mistyped for
 */

/**
 * @typedef {object} Ranked
 * @property {Uint32Array} ids  best first
 * @property {Float64Array} scores  in the order of ids
 * @property {Uint8Array} tiers  in the order of ids
 * @property {Uint8Array} masks  for each document: the fields that any word was found in, as bits
 * @property {Meaning[]} meanings
 */

/**
 * Finds what each word of a text means; empty for a text without words.
 * @param {Source} source
 * @param {string} text
 * @returns {Promise<{meanings: Meaning[], names: Term[]}>}  names: terms of names that the text is or begins
 */
export async function understand(source, text) {
  const words = queryWords(text);
  if (!words.length) return { meanings: [], names: [] };
  const name = key(text);
  const ranges = [...words.flatMap(rangesOf), { from: name + " ", longer: false }];
  if (hasLonger(name)) ranges.push({ from: name, longer: true });
  const found = await source.terms(ranges);
  /** @type {Map<string, Term>} */
  const terms = new Map(found.map((each) => [each.text, each]));
  const meanings = await Promise.all(words.map((word) => meaningOf(source, word, terms)));
  const names = found.filter(
    (each) => each.text.endsWith(" ") && (each.text === name + " " || (hasLonger(name) && each.text.startsWith(name)))
  );
  return { meanings, names };
}

/**
 * All documents that match, best first.
 * @param {Source} source
 * @param {string} text
 * @returns {Promise<Ranked>}
 */
export async function rank(source, text) {
  const { meanings, names } = await understand(source, text);
  const masks = new Uint8Array(source.documents);
  if (!meanings.length || meanings.some((each) => !each.exact && !each.others.length)) {
    return { ids: new Uint32Array(), scores: new Float64Array(), tiers: new Uint8Array(), masks, meanings };
  }
  /** @type {Clause[]} */
  const clauses = [];
  for (const { exact, others } of meanings) {
    clauses.push({ terms: exact ? [exact, ...others] : others, boost: 1, required: true });
    if (exact) clauses.push({ terms: [exact], boost: EXACT_BOOST, required: false });
  }
  const matches = evaluate(source.documents, FIELDS.length, clauses);
  const tiers = tiersOf(source.documents, meanings, masks);
  const whole = key(text) + " ";
  for (const each of names) {
    const documents = each.fields[0]?.documents ?? [];
    for (let at = 0; at < documents.length; at += 1) {
      tiers[documents[at]] = Math.min(tiers[documents[at]], each.text === whole ? 0 : 1);
    }
  }
  const { documents, scores } = matches;
  const order = new Uint32Array(documents.length).map((_, at) => at);
  /** @param {number} a @param {number} b */
  const byRelevance = (a, b) => tiers[documents[a]] - tiers[documents[b]] || scores[b] - scores[a];
  order.sort(byRelevance);
  const tied = order.filter((each, at) => at > 0 && byRelevance(order[at - 1], each) === 0);
  if (tied.length) {
    const precedence = await source.precedence(documents);
    order.sort(
      (a, b) => byRelevance(a, b) || precedence[documents[b]] - precedence[documents[a]] || documents[a] - documents[b]
    );
  }
  return {
    ids: order.map((at) => documents[at]),
    scores: Float64Array.from(order, (at) => scores[at]),
    tiers: Uint8Array.from(order, (at) => tiers[documents[at]]),
    masks,
    meanings,
  };
}

/**
 * The query that was probably meant, where a word had to be corrected.
 * @param {Meaning[]} meanings
 * @returns {string | null}
 */
export function suggestionOf(meanings) {
  if (!meanings.some((each) => each.corrected)) return null;
  return meanings.map((each) => each.corrected ?? each.word).join(" ");
}

/**
 * Whether one letter put in, left out or replaced, or two neighbours swapped, make b of a.
 * @param {string} a
 * @param {string} b
 * @returns {boolean}
 */
export function oneEdit(a, b) {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  if (a.length > b.length) return a.slice(start + 1) === b.slice(start);
  if (a.length < b.length) return a.slice(start) === b.slice(start + 1);
  if (a.slice(start + 1) === b.slice(start + 1)) return true;
  return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
}

/**
 * @param {string} word
 * @returns {boolean}
 */
function hasLonger(word) {
  const first = word.slice(0, 2);
  return isDense(first) ? true : size(word) >= PREFIX_LETTERS;
}

/**
 * @param {string} word
 * @returns {Range[]}
 */
function rangesOf(word) {
  const own = { from: term(word), longer: false };
  if (isDense(word)) return size(word) === 1 ? [own, { from: word, longer: true }] : [own];
  return [own, size(word) < PREFIX_LETTERS ? { from: `${word}.`, longer: false } : { from: word, longer: true }];
}

/**
 * @param {Source} source
 * @param {string} word
 * @param {Map<string, Term>} terms
 * @returns {Promise<Meaning>}
 */
async function meaningOf(source, word, terms) {
  const exact = terms.get(term(word)) ?? null;
  const [, wanted] = rangesOf(word);
  const others = [];
  for (const each of terms.values()) {
    if (each === exact || !wanted) continue;
    if (wanted.longer ? each.text.startsWith(word) && !/[ .]$/.test(each.text) : each.text === wanted.from) {
      others.push(each);
    }
  }
  if (exact || others.length || isDense(word) || size(word) < PREFIX_LETTERS) {
    return { word, exact, others: others.sort(byText), corrected: null };
  }
  const completed = await lookUp(source, await source.completions(word));
  if (completed.length || size(word) < EDIT_LETTERS) {
    return { word, exact: null, others: completed, corrected: null };
  }
  const near = await source.near(word);
  // The commonest; among these the first in spelling, in which they come.
  const best = near.reduce(
    (/** @type {[string, number] | null} */ kept, each) => (kept && kept[1] >= each[1] ? kept : each),
    null
  );
  return { word, exact: null, others: await lookUp(source, near), corrected: best && best[0] };
}

/**
 * @param {Source} source
 * @param {Array<[string, number]>} words
 * @returns {Promise<Term[]>}
 */
async function lookUp(source, words) {
  const wanted = new Set(words.map(([word]) => term(word)));
  if (!wanted.size) return [];
  const found = await source.terms([...wanted].map((from) => ({ from, longer: false })));
  return found.filter((each) => wanted.has(each.text)).sort(byText);
}

/**
 * @param {Term} a
 * @param {Term} b
 * @returns {number}
 */
function byText(a, b) {
  return a.text < b.text ? -1 : 1;
}

/**
 * The tier of each document's weakest word; fills the masks of fields.
 * @param {number} documents
 * @param {Meaning[]} meanings
 * @param {Uint8Array} masks
 * @returns {Uint8Array}
 */
function tiersOf(documents, meanings, masks) {
  const worst = new Uint8Array(documents);
  for (const { exact, others } of meanings) {
    const best = new Uint8Array(documents).fill(255);
    for (const each of exact ? [exact, ...others] : others) {
      const inexact = each === exact ? 0 : 1;
      each.fields.forEach((postings, field) => {
        if (!postings) return;
        const tier = 2 + 2 * field + inexact;
        for (let at = 0; at < postings.documents.length; at += 1) {
          const id = postings.documents[at];
          if (tier < best[id]) best[id] = tier;
          masks[id] |= 1 << field;
        }
      });
    }
    for (let id = 0; id < documents; id += 1) if (best[id] > worst[id]) worst[id] = best[id];
  }
  return worst;
}

/**
 * Marks the words of a query in a text: text in, pieces out, never HTML.
 */

import { EDIT_LETTERS, PREFIX_LETTERS } from "./search-rules.js";
import { fold, isDense, queryWords, size, term } from "./search-words.js";
import { oneEdit } from "./search-meaning.js";

/**
 * A stretch of text, to be marked or not.
 * @typedef {{text: string, mark: boolean}} Piece
 */

const visible = /[\p{L}\p{N}\p{M}]+/gu;
const humps = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

/**
 * Cuts a text into pieces, of which those are marked that a query's words match. The pieces
 * joined are the text.
 * @param {string} text
 * @param {string} query
 * @param {string | null} [suggestion]  what the search took the query for
 * @returns {Piece[]}
 */
export function mark(text, query, suggestion = null) {
  const words = [...new Set([...queryWords(query), ...(suggestion ? queryWords(suggestion) : [])])];
  /** @type {Piece[]} */
  const pieces = [];
  const push = (/** @type {string} */ piece, /** @type {boolean} */ marked) => {
    const last = pieces.at(-1);
    if (!piece) return;
    if (last && last.mark === marked) last.text += piece;
    else pieces.push({ text: piece, mark: marked });
  };
  let end = 0;
  for (const found of text.matchAll(visible)) {
    push(text.slice(end, found.index), false);
    markRun(found[0], words, push);
    end = found.index + found[0].length;
  }
  push(text.slice(end), false);
  return pieces;
}

/**
 * The stretch of a text around its first marked piece.
 * @param {Piece[]} pieces
 * @param {number} length  characters wanted
 * @returns {Piece[]}  with … where text was left out
 */
export function around(pieces, length) {
  const total = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  const first = pieces.findIndex((piece) => piece.mark);
  if (total <= length || first < 0) return total <= length ? pieces : [];
  const before = pieces.slice(0, first).reduce((sum, piece) => sum + piece.text.length, 0);
  const start = Math.max(0, Math.min(before - Math.floor(length / 3), total - length));
  /** @type {Piece[]} */
  const kept = [];
  let at = 0;
  for (const piece of pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(start + length - at, piece.text.length);
    if (from < to) kept.push({ text: piece.text.slice(from, to), mark: piece.mark });
    at += piece.text.length;
  }
  if (start > 0) {
    // Begin at a word, unless the first piece is a match.
    const head = kept[0];
    const space = head.mark ? -1 : head.text.indexOf(" ");
    kept[0] = { ...head, text: `…${space >= 0 ? head.text.slice(space + 1) : head.text}` };
  }
  if (start + length < total) {
    const tail = kept[kept.length - 1];
    const space = tail.mark ? -1 : tail.text.lastIndexOf(" ");
    kept[kept.length - 1] = { ...tail, text: `${space > 0 ? tail.text.slice(0, space) : tail.text}…` };
  }
  return kept;
}

/**
 * @param {string} run  letters and digits
 * @param {string[]} words
 * @param {(text: string, marked: boolean) => void} push
 */
function markRun(run, words, push) {
  if (isDense(run)) {
    markDense(run, words, push);
  } else if (matches(fold(run), words)) {
    push(run, true);
  } else {
    const parts = run.split(humps);
    for (const part of parts) push(part, parts.length > 1 && matches(fold(part), words));
  }
}

/**
 * @param {string} folded
 * @param {string[]} words
 * @returns {boolean}
 */
function matches(folded, words) {
  return words.some(
    (word) =>
      !isDense(word) &&
      (term(word) === term(folded) ||
        (size(word) >= PREFIX_LETTERS && folded.startsWith(word)) ||
        (size(word) >= EDIT_LETTERS && oneEdit(word, folded)))
  );
}

/**
 * @param {string} run
 * @param {string[]} words
 * @param {(text: string, marked: boolean) => void} push
 */
function markDense(run, words, push) {
  const characters = [...run];
  const marked = characters.map(() => false);
  characters.forEach((_, at) => {
    for (const word of words) {
      const length = size(word);
      if (fold(characters.slice(at, at + length).join("")) === word) marked.fill(true, at, at + length);
    }
  });
  characters.forEach((character, at) => push(character, marked[at]));
}

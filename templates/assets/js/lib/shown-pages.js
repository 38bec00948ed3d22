/**
 * Which pages of a result stand in the document: a few in a row, however long the list.
 */

/** Pages in the document at once; more are let go at the other end. */
export const MOST_PAGES = 5;

/**
 * Pages `from` up to, without, `to`, counted from 0.
 * @typedef {{from: number, to: number}} ShownPages
 */

/** One more page at the end. @param {ShownPages} shown @returns {ShownPages} */
export function later({ from, to }) {
  return { from: Math.max(from, to + 1 - MOST_PAGES), to: to + 1 };
}

/** One more page at the start. @param {ShownPages} shown @returns {ShownPages} */
export function earlier({ from, to }) {
  return { from: from - 1, to: Math.min(to, from - 1 + MOST_PAGES) };
}

/**
 * What was remembered, as far as it can be shown; else the page `first` alone.
 * @param {unknown} remembered @param {number} first @param {number} pages of the whole list
 * @returns {ShownPages}
 */
export function restored(remembered, first, pages) {
  /** @type {any} */
  const { from, to } = remembered ?? {};
  const count = to - from;
  const sound = Number.isInteger(from) && from >= 0 && from < pages && count > 0 && count <= MOST_PAGES;
  return sound ? { from, to: Math.min(to, pages) } : { from: first, to: first + 1 };
}

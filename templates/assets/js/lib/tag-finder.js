/** Finds tags by a part of them, for a list too long to be looked through. */

import { fold } from "./query.js";

/**
 * The tags that begin with the text, then those that hold it; within each those first that
 * narrow the present result to the most sources, so that empty ones come last.
 * @param {readonly string[]} tags most used first
 * @param {ArrayLike<number>} counts how many sources each would show now
 * @param {string} text
 * @param {number} limit
 */
export function findTags(tags, counts, text, limit) {
  const wanted = fold(text);
  /** @type {{tag: string, place: number, count: number}[]} */
  const found = [];
  tags.forEach((tag, i) => {
    const place = tag.indexOf(wanted);
    if (place >= 0) found.push({ tag, place: place === 0 ? 0 : 1, count: counts[i] });
  });
  found.sort((a, b) => a.place - b.place || b.count - a.count);
  return found.slice(0, limit).map(({ tag }) => tag);
}

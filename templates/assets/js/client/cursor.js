/**
 * Cursors of lists that are filtered here: the source that a page ended at, and the filters and order
 * that it belongs to. Used with others they are refused, as is any text that is no cursor.
 */

import { orderOf } from "../lib/query.js";

/** @import {Query} from "../lib/query.js" */

/** What queries share that list the same sources in the same order. @param {Query} query */
function fingerprint(query) {
  /** @param {readonly string[]} words */
  const sorted = (words) => [...words].sort();
  const { artifact_type, tags, trust_level, status, search } = query;
  return [...[artifact_type, tags, trust_level, status].map(sorted), search, orderOf(query)];
}

/**
 * @param {Query} query
 * @param {boolean} backwards  leads to the page before
 * @param {string} id  of the source at that end of the page
 */
export function encodeCursor(query, backwards, id) {
  const bytes = new TextEncoder().encode(JSON.stringify([fingerprint(query), backwards, id]));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * @param {string} cursor
 * @param {Query} query
 * @returns {{backwards: boolean, id: string} | {wrong: string}}
 */
export function decodeCursor(cursor, query) {
  let known;
  try {
    const text = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    known = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (byte) => byte.charCodeAt(0))));
  } catch {
    return { wrong: "this is no cursor of this list; begin again without one" };
  }
  const [, backwards, id] = Array.isArray(known) ? known : [];
  if (typeof backwards !== "boolean" || typeof id !== "string" || known.length !== 3) {
    return { wrong: "this is no cursor of this list; begin again without one" };
  }
  if (encodeCursor(query, backwards, id) !== cursor) {
    return { wrong: "this cursor belongs to other filters or another order; begin again without one" };
  }
  return { backwards, id };
}

/**
 * The filters over typed arrays: one walk gives the sources and all facet counts. The
 * meaning is that of generator/filters; tests/cases/filters.json holds the two together.
 */

import { UNKNOWN } from "./filter-index.js";
import { fold, orderOf } from "./query.js";

/** @typedef {import("./filter-index.js").Facet} Facet */
/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./query.js").Sort} Sort */

/**
 * The numbers of the sources in order, and what choosing each value of a facet would give.
 * @typedef {{sources: Uint32Array, counts: Record<Facet, Uint32Array>}} Selection
 */

/**
 * All types and tags must be there. A source has one trust level and one status, and any chosen
 * one will do, so each of these two facets counts as if nothing were chosen in it.
 * @param {FilterIndex} index
 * @param {Query} query
 * @param {ArrayLike<number> | null} ranking what the search found, best first; null without one
 * @returns {Selection}
 */
export function select(index, query, ranking) {
  const types = chosen(index, query, "artifact_type");
  const tags = chosen(index, query, "tags");
  const trust = chosen(index, query, "trust_level");
  const status = chosen(index, query, "status");
  const counts = {
    artifact_type: new Uint32Array(types.length),
    tags: new Uint32Array(tags.length),
    trust_level: new Uint32Array(trust.length),
    status: new Uint32Array(status.length),
  };
  const anyTrust = query.trust_level.length === 0;
  const anyStatus = query.status.length === 0;
  const { tagsOf, typesOf } = index;
  const candidates = ordered(index, orderOf(query), ranking);
  const sources = new Uint32Array(candidates.length);
  let found = 0;
  for (let k = 0; k < candidates.length; k++) {
    const i = candidates[k];
    if (query.artifact_type.length > hits(typesOf, i, types)) continue;
    if (query.tags.length > hits(tagsOf, i, tags)) continue;
    const trusted = anyTrust || trust[index.trustOf[i]] === 1;
    const alive = anyStatus || status[index.statusOf[i]] === 1;
    if (alive) counts.trust_level[index.trustOf[i]]++;
    if (trusted) counts.status[index.statusOf[i]]++;
    if (!trusted || !alive) continue;
    sources[found++] = i;
    for (let j = tagsOf.start[i]; j < tagsOf.start[i + 1]; j++) counts.tags[tagsOf.values[j]]++;
    for (let j = typesOf.start[i]; j < typesOf.start[i + 1]; j++) counts.artifact_type[typesOf.values[j]]++;
  }
  return { sources: sources.subarray(0, found), counts };
}

/** A flag for every value of a facet; unknown ones have none. @param {FilterIndex} index @param {Query} query @param {Facet} facet */
function chosen(index, query, facet) {
  const flags = new Uint8Array(index.values[facet].length);
  for (const value of query[facet]) {
    const number = index.numbers[facet].get(value);
    if (number !== undefined) flags[number] = 1;
  }
  return flags;
}

/** How many chosen values a source has. @param {import("./filter-index.js").Rows} rows @param {number} i @param {Uint8Array} flags */
function hits(rows, i, flags) {
  let sum = 0;
  for (let j = rows.start[i]; j < rows.start[i + 1]; j++) sum += flags[rows.values[j]];
  return sum;
}

/**
 * The tags that begin with a text, then those that hold it; within each those first that
 * narrow the present result to the most sources, so that empty ones come last.
 * @param {FilterIndex} index
 * @param {ArrayLike<number>} counts how many sources each tag would show now
 * @param {string} text
 * @param {number} limit
 */
export function findTags(index, counts, text, limit) {
  const wanted = fold(text);
  const places = index.tags.map((tag) => Math.sign(tag.indexOf(wanted)));
  return [...places.keys()]
    .filter((tag) => places[tag] >= 0)
    .sort((a, b) => places[a] - places[b] || counts[b] - counts[a] || a - b)
    .slice(0, limit)
    .map((tag) => index.tags[tag]);
}

// ---------------------------------------------------------------------- orders

/** @type {WeakMap<FilterIndex, Map<Sort, Uint32Array>>} */
const known = new WeakMap();

/**
 * The sources that the search found, or all, in order.
 * @param {FilterIndex} index
 * @param {Sort} order
 * @param {ArrayLike<number> | null} ranking
 * @returns {ArrayLike<number>}
 */
function ordered(index, order, ranking) {
  if (order === "relevance") return ranking ?? index.byName;
  const orders = known.get(index) ?? new Map([["name", index.byName]]);
  known.set(index, orders);
  const all = orders.get(order) ?? descending(index, index[/** @type {"stars"} */ (order)]);
  orders.set(order, all);
  if (!ranking) return all;
  const found = new Uint8Array(index.size);
  for (let k = 0; k < ranking.length; k++) found[ranking[k]] = 1;
  return all.filter((i) => found[i] === 1);
}

/**
 * All sources, most (or newest) first, unknown last, ties by name. Value and place by name
 * make one number of at most 2^53, which sorts natively.
 * @param {FilterIndex} index
 * @param {Int32Array} column
 */
function descending(index, column) {
  const most = column.reduce((a, b) => Math.max(a, b), 0);
  const least = column.reduce((a, b) => (b === UNKNOWN ? a : Math.min(a, b)), most);
  const keys = new Float64Array(index.size);
  index.byName.forEach((source, place) => {
    const value = column[source] === UNKNOWN ? least - 1 : column[source];
    keys[place] = (most - value) * index.size + place;
  });
  return Uint32Array.from(keys.sort(), (key) => index.byName[key % index.size]);
}

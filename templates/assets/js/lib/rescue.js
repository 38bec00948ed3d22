/** For the visitor who found nothing: what would show something. */

import { FACETS } from "./filter-index.js";
import { select } from "./filter.js";
import { EVERYTHING } from "./query.js";

/** @typedef {import("./filter-index.js").Facet} Facet */
/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("./query.js").Query} Query */

/**
 * One or several values of a facet, or the searched words; and the query that is meant by them.
 * @typedef {{part: Facet | "search", values: readonly string[], query: Query, total: number}} Offer
 */

/**
 * Queries that show something where this one shows nothing, best first: each with one filter
 * less; where all of these are empty too, each filter alone, and none where that is of no use.
 * @param {FilterIndex} index
 * @param {Query} query
 * @param {ArrayLike<number> | null} ranking
 * @returns {{words: "without" | "only", offers: Offer[]}}
 */
export function waysOut(index, query, ranking) {
  const less = offers(index, parts(query), ranking, (part, values) => ({
    ...query,
    [part]: part === "search" ? "" : query[part].filter((value) => !values.includes(value)),
  }));
  if (less.length > 0) return { words: "without", offers: less };
  const alone = offers(index, parts(query), ranking, (part, values) => ({
    ...EVERYTHING,
    sort: query.sort,
    [part]: part === "search" ? query.search : values,
  }));
  return { words: "only", offers: alone };
}

/**
 * The filters that can be taken back on their own. Of trust and status one value must match, so
 * that each of them counts as a whole.
 * @param {Query} query
 * @returns {{part: Facet | "search", values: readonly string[]}[]}
 */
function parts(query) {
  const facets = FACETS.flatMap((part) => {
    const whole = part === "trust_level" || part === "status";
    const groups = whole ? [query[part]] : query[part].map((value) => [value]);
    return groups.filter((values) => values.length > 0).map((values) => ({ part, values }));
  });
  return query.search ? [...facets, { part: "search", values: [query.search] }] : facets;
}

/**
 * @param {FilterIndex} index
 * @param {ReturnType<typeof parts>} given
 * @param {ArrayLike<number> | null} ranking
 * @param {(part: Facet | "search", values: readonly string[]) => Query} queryOf
 */
function offers(index, given, ranking, queryOf) {
  return given
    .map(({ part, values }) => {
      const query = queryOf(part, values);
      const total = select(index, query, query.search ? ranking : null).sources.length;
      return { part, values, query, total };
    })
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total);
}

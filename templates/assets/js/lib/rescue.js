/** For the visitor who found nothing: what each filter less would give. */

import { FACETS } from "./filter-index.js";
import { select } from "./filter.js";

/** @typedef {import("./filter-index.js").Facet} Facet */
/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("./query.js").Query} Query */

/**
 * What would be found if one filter less were set.
 * A facet of which one value must match (trust, status) is left out as a whole.
 * @param {FilterIndex} index
 * @param {Query} query
 * @param {ArrayLike<number> | null} ranking
 * @returns {{part: Facet | "search", values: readonly string[], query: Query, total: number}[]}
 */
export function withoutEach(index, query, ranking) {
  /** @type {{part: Facet | "search", values: readonly string[], query: Query}[]} */
  const fewer = [];
  for (const facet of FACETS) {
    const whole = facet === "trust_level" || facet === "status";
    const groups = whole && query[facet].length > 0 ? [query[facet]] : query[facet].map((value) => [value]);
    for (const values of groups) {
      const left = query[facet].filter((value) => !values.includes(value));
      fewer.push({ part: facet, values, query: { ...query, [facet]: left } });
    }
  }
  if (query.search) fewer.push({ part: "search", values: [query.search], query: { ...query, search: "" } });
  return fewer.map((less) => ({
    ...less,
    total: select(index, less.query, less.query.search ? ranking : null).sources.length,
  }));
}

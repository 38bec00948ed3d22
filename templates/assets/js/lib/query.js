/**
 * What the visitor asks for, and how the address says it. The rules are those of
 * generator/filters/query.py; tests/cases/filters.json holds the two together.
 */

import { FACETS } from "./filter-index.js";

/** @typedef {import("./filter-index.js").Facet} Facet */
/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */
/** @typedef {"relevance" | "name" | "stars" | "updated" | "added" | "artifacts"} Sort */

/**
 * Chosen values of each facet (unknown ones too: they find nothing, and can be taken back), the
 * words to search for, and the order asked for ("" is the usual one).
 * @typedef {Record<Facet, readonly string[]> & {search: string, sort: Sort | ""}} Query
 */

/** @type {readonly Sort[]} */
const SORTS = ["relevance", "name", "stars", "updated", "added", "artifacts"];

/** @type {Query} */
export const EVERYTHING = Object.freeze({
  artifact_type: [],
  tags: [],
  trust_level: [],
  status: [],
  search: "",
  sort: "",
});

/** Parameters of the list that the browser does without: they end with the page they came with. */
const PAGING = ["cursor", "limit"];

/** A text without the blanks around it; not trim(), whose set of blanks differs from Python's. @param {string} text */
export function trimmed(text) {
  return text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "");
}

/** A word as ids and tags are written: A–Z in lower case, no other letter touched. @param {string} text */
export function fold(text) {
  return trimmed(text).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Read an address's query. `wrong` names the parameters that hold something without a meaning.
 * @param {string | URLSearchParams} text
 * @param {FilterIndex} index
 * @returns {{query: Query, wrong: string[]}}
 */
export function parseQuery(text, index) {
  const parameters = new URLSearchParams(text);
  /** @type {string[]} */
  const wrong = [];
  const [artifact_type, tags, trust_level, status] = FACETS.map((facet) => {
    const words = parameters.getAll(facet).join(",").split(",").map(fold).filter(Boolean);
    const known = words.map((word) => index.numbers[facet].get(word));
    if (facet !== "tags" && known.includes(undefined)) wrong.push(facet);
    return [...new Set(known.map((number, i) => (number === undefined ? words[i] : index.values[facet][number])))];
  });
  const asked = fold(parameters.getAll("sort").at(-1) ?? "");
  const sort = SORTS.find((known) => known === asked) ?? "";
  if (asked !== sort) wrong.push("sort");
  const search = trimmed(parameters.getAll("search").at(-1) ?? "");
  return { query: { artifact_type, tags, trust_level, status, search, sort }, wrong };
}

/**
 * The order that a query gives: by relevance while searching, else by name, unless asked otherwise.
 * @param {Query} query
 * @returns {Sort}
 */
export function orderOf(query) {
  if (query.search) return query.sort || "relevance";
  return query.sort === "relevance" ? "name" : query.sort || "name";
}

/**
 * The shortest query string that says the same, with commas left readable; parameters of
 * others (`utm_source`) stay behind it.
 * @param {Query} query
 * @param {string} [others] the query string that they are taken from
 */
export function formatQuery(query, others = "") {
  const parts = FACETS.filter((facet) => query[facet].length > 0).map(
    (facet) => `${facet}=${query[facet].map(encoded).join(",")}`
  );
  if (query.search) parts.push(`search=${encoded(query.search)}`);
  const { sort } = usual(query);
  if (sort) parts.push(`sort=${sort}`);
  for (const [name, value] of new URLSearchParams(others)) {
    if (!Object.hasOwn(EVERYTHING, name) && !PAGING.includes(name)) parts.push(`${encoded(name)}=${encoded(value)}`);
  }
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** @param {string} text */
function encoded(text) {
  return encodeURIComponent(text.toWellFormed()).replaceAll("%20", "+");
}

/** Whether a query narrows the list; an order alone does not. @param {Query} query */
export function isFiltered(query) {
  return query.search !== "" || FACETS.some((facet) => query[facet].length > 0);
}

/** The query without an order that is the usual one anyway. @param {Query} query @returns {Query} */
export function usual(query) {
  return orderOf(query) === (query.search ? "relevance" : "name") ? { ...query, sort: "" } : query;
}

/** Whether an address says anything of the list. @param {string} text its query string */
export function asksForList(text) {
  return [...new URLSearchParams(text).keys()].some((name) => Object.hasOwn(EVERYTHING, name));
}

/**
 * The query with one value chosen, or not.
 * @param {Query} query @param {Facet} facet @param {string} value @param {boolean} chosen
 * @returns {Query}
 */
export function withChoice(query, facet, value, chosen) {
  const others = query[facet].filter((one) => one !== value);
  return { ...query, [facet]: chosen ? [...others, value] : others };
}

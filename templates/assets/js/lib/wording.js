/**
 * Numbers, days and sentences as pages print them; the rules of generator/pages/wording.py.
 */

import { FACETS } from "./filter-index.js";

/** @typedef {import("./filter-index.js").Facet} Facet */
/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("./query.js").Query} Query */

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `1,234` @param {number} value */
export function number(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `999`, `1.2k`, `13k`, `1.2M`: rounded down. @param {number} value */
export function shortNumber(value) {
  const [size, unit] = value >= 1e6 ? [1e6, "M"] : value >= 1e3 ? [1e3, "k"] : [1, ""];
  const tenths = unit ? Math.floor((value * 10) / size) : value * 10;
  return tenths < 100 && tenths % 10 > 0 ? `${tenths / 10}${unit}` : `${Math.floor(tenths / 10)}${unit}`;
}

/** `1 source`, `1,234 sources`, `no sources` @param {number} value @param {string} one @param {string} many */
export function counted(value, one, many) {
  return `${value ? number(value) : "no"} ${value === 1 ? one : many}`;
}

/**
 * A day (UTC) for machines and for people.
 * @param {number} days since 1970-01-01
 */
export function day(days) {
  const date = new Date(days * 86_400_000);
  const iso = date.toISOString().slice(0, 10);
  return { iso, text: `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}` };
}

/** How many sources are shown: `412 sources`, `37 of 412 sources`. @param {number} found @param {number} all */
export function countText(found, all) {
  return found === all ? capital(counted(all, "source", "sources")) : `${number(found)} of ${counted(all, "source", "sources")}`;
}

/** @param {string} text */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What a facet's value is called. @param {FilterIndex} index @param {Facet} facet @param {string} value */
export function labelOf(index, facet, value) {
  const place = index.numbers[facet].get(value);
  if (place === undefined) return value;
  if (facet === "artifact_type") return index.file.types[place].label;
  if (facet === "trust_level") return index.file.trust[place].label;
  return facet === "status" ? index.file.statuses[place].label : value;
}

/** @type {Record<Facet | "search", string>} */
const NOUNS = { artifact_type: "type", tags: "tag", trust_level: "trust", status: "status", search: "search" };

/** What a chosen filter is called: `tag python`. @param {FilterIndex} index @param {Facet | "search"} part @param {string} value */
export function filterLabel(index, part, value) {
  return part === "search" ? `search “${value}”` : `${NOUNS[part]} ${labelOf(index, part, value)}`;
}

/**
 * The filters in words, as pieces of which the joining words are strong:
 * "Skills **and** Hooks · tag python · trust Official **or** Verified · matching “code review”".
 * @param {FilterIndex} index
 * @param {Query} query
 * @returns {{text: string, strong: boolean}[]}
 */
export function sentence(index, query) {
  /** @type {{text: string, strong: boolean}[]} */
  const pieces = [];
  const say = (text = "", strong = false) => pieces.push({ text, strong });
  for (const facet of FACETS) {
    query[facet].forEach((value, i) => {
      const noun = { artifact_type: "", tags: query.tags.length > 1 ? "tags " : "tag ", trust_level: "trust ", status: "status " };
      if (i > 0) say(facet === "trust_level" || facet === "status" ? " or " : " and ", true);
      else if (pieces.length > 0) say(" · ");
      say((i > 0 ? "" : noun[facet]) + labelOf(index, facet, value));
    });
  }
  if (query.search) say(`${pieces.length > 0 ? " · " : ""}matching “${query.search}”`);
  if (pieces.length > 0) pieces[0].text = capital(pieces[0].text);
  return pieces;
}

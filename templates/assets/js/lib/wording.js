/** The filters and how much they show, in sentences. */

import { FACETS } from "./filter-index.js";
import { capital, counted, number, text } from "./texts.js";

/** @typedef {import("./filter-index.js").Facet} Facet */
/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("./query.js").Query} Query */

/** How many sources are shown: `412 sources`, `37 of 412 sources`. @param {number} found @param {number} all */
export function countText(found, all) {
  return found === all ? capital(counted("count.sources", all)) : counted("browser.shown", all, { found: number(found) });
}

/** What a facet's value is called. @param {FilterIndex} index @param {Facet} facet @param {string} value */
export function labelOf(index, facet, value) {
  const place = index.numbers[facet].get(value);
  if (place === undefined) return value;
  if (facet === "artifact_type") return index.file.types[place].label;
  if (facet === "trust_level") return index.file.trust[place].label;
  return facet === "status" ? index.file.statuses[place].label : value;
}

/** The names of texts about each kind of filter. @type {Record<Facet | "search", string>} */
const NAMES = { artifact_type: "type", tags: "tag", trust_level: "trust", status: "status", search: "search" };

/** What a chosen filter is called: `tag python`. @param {FilterIndex} index @param {Facet | "search"} part @param {string} value */
export function filterLabel(index, part, value) {
  return text(`browser.${NAMES[part]}_filter`, { value: part === "search" ? value : labelOf(index, part, value) });
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
  const say = (words = "", strong = false) => pieces.push({ text: words, strong });
  for (const facet of FACETS) {
    const name = facet === "tags" && query.tags.length > 1 ? "tags" : NAMES[facet];
    query[facet].forEach((value, i) => {
      const label = labelOf(index, facet, value);
      if (i > 0) say(text(facet === "trust_level" || facet === "status" ? "browser.or" : "browser.and"), true);
      else if (pieces.length > 0) say(" · ");
      say(i > 0 ? label : text(`browser.${name}_said`, { value: label }));
    });
  }
  if (query.search) say((pieces.length > 0 ? " · " : "") + text("browser.search_said", { value: query.search }));
  if (pieces.length > 0) pieces[0].text = capital(pieces[0].text);
  return pieces;
}

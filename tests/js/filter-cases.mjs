/** The shared cases of Python and browser, and the index of their catalog. */

import { readFileSync } from "node:fs";

import { FilterIndex } from "../../templates/assets/js/lib/filter-index.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../cases/${name}`, import.meta.url), "utf8"));

export const cases = read("filters.json");

export const index = new FilterIndex(read("filter-index.json"));

/** A case's parameters as an address spells them. */
export const address = ({ parameters }) => new URLSearchParams(parameters).toString();

/** What the search of the cases finds, as numbers of sources; unlisted ones are in no index. */
export function ranking(words) {
  const ids = Array.from({ length: index.size }, (_, source) => index.id(source));
  return cases.search[words]?.map((id) => ids.indexOf(id)).filter((source) => source >= 0) ?? null;
}

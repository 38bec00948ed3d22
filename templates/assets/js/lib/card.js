/**
 * A source as a card shows it: words that are ready to print, as generator/pages/cards.py makes them.
 */

import { UNKNOWN } from "./filter-index.js";
import { counted, day, shortNumber } from "./texts.js";

/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */

/** Tags on a card; the rest are counted. */
const CARD_TAGS = 4;

/**
 * All of a card but its description, which lies in a shard.
 * @param {FilterIndex} index
 * @param {number} source
 */
export function cardOf(index, source) {
  const { types, trust, statuses, slugs } = index.file;
  const { start, values, weights } = index.typesOf;
  const counts = [];
  for (let k = start[source]; k < start[source + 1]; k++) {
    const type = types[values[k]];
    counts.push(counted("count.typed", weights[k], { one: type.one, many: type.many }));
  }
  const numbers = index.tagsOf.values.subarray(index.tagsOf.start[source], index.tagsOf.start[source + 1]);
  const tags = Array.from(numbers, (tag) => index.tags[tag]);
  const more = tags.slice(CARD_TAGS);
  const stars = index.stars[source];
  const status = statuses[index.statusOf[source]];
  return {
    id: index.id(source),
    slug: slugs[source] ?? index.id(source),
    name: index.name(source),
    repo: index.repo(source),
    trust: trust[index.trustOf[source]],
    status: status.id === "active" ? null : status,
    counts: counts.join(" · "),
    tags: tags.slice(0, CARD_TAGS),
    moreTags: more.length > 0 ? `+${more.length}` : "",
    moreTagsLabel: more.join(", "),
    stars: stars === UNKNOWN ? "" : shortNumber(stars),
    starsLabel: stars === UNKNOWN ? "" : counted("count.stars", stars),
    updated: index.updated[source] === UNKNOWN ? null : day(index.updated[source]),
  };
}

/** @typedef {ReturnType<typeof cardOf>} Card */

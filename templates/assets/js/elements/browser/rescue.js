/** What to do when nothing was found: each filter that could be left out, with what that would give. */

import { withoutEach } from "../../lib/rescue.js";
import { counted, filterLabel } from "../../lib/wording.js";
import { made, part } from "./part.js";

/** @typedef {import("../../lib/filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("../../lib/query.js").Query} Query */

/**
 * @param {HTMLElement} box
 * @param {FilterIndex} index
 * @param {Query} query
 * @param {number[] | null} ranking
 * @param {(query: Query) => void} change
 */
export function offerRescue(box, index, query, ranking, change) {
  const list = part(box, "[data-rescue]", HTMLElement);
  const template = part(box, "template[data-rescue-item]", HTMLTemplateElement);
  const offers = withoutEach(index, query, ranking).filter(({ total }) => total > 0);
  offers.sort((a, b) => b.total - a.total);
  list.replaceChildren(
    ...offers.map(({ part: name, values, query: less, total }) => {
      const item = made(template);
      const words = values.map((value) => filterLabel(index, name, value)).join(" or ");
      const text = `Without ${words}: ${counted(total, "source", "sources")}`;
      part(item, "[data-label]", HTMLElement).textContent = text;
      part(item, "button", HTMLButtonElement).addEventListener("click", () => change(less));
      return item;
    })
  );
}

/** What to do when nothing was found: buttons that lead to something, each with how much. */

import { waysOut } from "../../lib/rescue.js";
import { counted, text } from "../../lib/texts.js";
import { filterLabel } from "../../lib/wording.js";
import { made, part, say } from "./part.js";

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
  const { words, offers } = waysOut(index, query, ranking);
  const lead = offers.length === 0 ? "hopeless" : words === "only" ? "alone" : "with_less";
  say(part(box, "[data-rescue-words]", HTMLElement), text(`browser.${lead}`));
  list.replaceChildren(
    ...offers.map(({ part: name, values, query: other, total }) => {
      const item = made(template);
      const filters = values.map((value) => filterLabel(index, name, value)).join(text("browser.or"));
      const offer = text(`browser.${words}`, { filters, count: counted("count.sources", total) });
      part(item, "[data-label]", HTMLElement).textContent = offer;
      part(item, "button", HTMLButtonElement).addEventListener("click", () => change(other));
      return item;
    })
  );
}

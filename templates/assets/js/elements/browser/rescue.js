/** What to do when nothing was found: each filter that could be left out, with what that would give. */

import { withoutEach } from "../../lib/filter.js";
import { counted, filterLabel } from "../../lib/wording.js";
import { made, part } from "./part.js";

/** @typedef {import("../../lib/filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("../../lib/query.js").Query} Query */

export class Rescue {
  #box;
  #list;
  #template;
  #change;

  /**
   * @param {HTMLElement} root
   * @param {(query: Query) => void} change
   */
  constructor(root, change) {
    this.#box = part(root, "[data-empty]", HTMLElement);
    this.#list = part(root, "[data-rescue]", HTMLElement);
    this.#template = part(root, "template[data-rescue-item]", HTMLTemplateElement);
    this.#change = change;
  }

  hide() {
    this.#box.hidden = true;
  }

  /**
   * @param {FilterIndex} index
   * @param {Query} query
   * @param {number[] | null} ranking
   */
  show(index, query, ranking) {
    const offers = withoutEach(index, query, ranking).filter(({ total }) => total > 0);
    offers.sort((a, b) => b.total - a.total);
    this.#list.replaceChildren(
      ...offers.map(({ part: name, values, query: less, total }) => {
        const item = made(this.#template);
        const words = values.map((value) => filterLabel(index, name, value)).join(" or ");
        part(item, "[data-label]", HTMLElement).textContent =
          `Without ${words}: ${counted(total, "source", "sources")}`;
        part(item, "button", HTMLButtonElement).addEventListener("click", () => this.#change(less));
        return item;
      })
    );
    this.#list.hidden = offers.length === 0;
    this.#box.hidden = false;
  }
}

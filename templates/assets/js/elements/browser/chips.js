/** The chosen filters as a row of buttons, each of which takes one back. */

import { FACETS } from "../../lib/filter-index.js";
import { withChoice } from "../../lib/query.js";
import { capital, text } from "../../lib/texts.js";
import { filterLabel, labelOf } from "../../lib/wording.js";
import { made, part } from "./part.js";

/** @typedef {import("../../lib/filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("../../lib/query.js").Query} Query */

export class Chips {
  #list;
  #template;
  #heading;
  #change;

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} heading gets the focus when the last chip is gone
   * @param {(query: Query) => Promise<void>} change
   */
  constructor(root, heading, change) {
    this.#list = part(root, "[data-chips]", HTMLElement);
    this.#template = part(root, "template[data-chip]", HTMLTemplateElement);
    this.#heading = heading;
    this.#change = change;
  }

  /** @param {FilterIndex} index @param {Query} query */
  show(index, query) {
    const chips = FACETS.flatMap((facet) =>
      query[facet].map((value) =>
        this.#chip(
          labelOf(index, facet, value),
          filterLabel(index, facet, value),
          withChoice(query, facet, value, false)
        )
      )
    );
    if (query.search) {
      chips.push(this.#chip(text("browser.quoted", { value: query.search }), filterLabel(index, "search", query.search), { ...query, search: "" }));
    }
    this.#list.replaceChildren(...chips);
    this.#list.hidden = chips.length === 0;
  }

  /** @param {string} label @param {string} name @param {Query} without */
  #chip(label, name, without) {
    const item = made(this.#template);
    const button = part(item, "button", HTMLButtonElement);
    part(item, "[data-label]", HTMLElement).textContent = label;
    button.setAttribute("aria-label", text("browser.remove", { filter: capital(name) }));
    button.addEventListener("click", async () => {
      const place = [...this.#list.children].indexOf(item);
      await this.#change(without);
      const next = this.#list.children[Math.min(place, this.#list.children.length - 1)];
      (next?.querySelector("button") ?? this.#heading).focus();
    });
    return item;
  }
}

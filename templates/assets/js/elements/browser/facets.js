/** The check boxes of the filters: what is chosen, and what each further choice would give. */

import { FACETS } from "../../lib/filter-index.js";
import { findTags } from "../../lib/filter.js";
import { withChoice } from "../../lib/query.js";
import { counted, number } from "../../lib/texts.js";
import { made, part, say } from "./part.js";

/** @typedef {import("../../lib/filter-index.js").Facet} Facet */
/** @typedef {import("../../lib/filter-index.js").FilterIndex} FilterIndex */
/** @typedef {import("../../lib/filter.js").Selection} Selection */
/** @typedef {import("../../lib/query.js").Query} Query */
/** @typedef {{label: HTMLElement, input: HTMLInputElement, count: HTMLElement, usual: boolean}} Option */

/** Tags that the find box offers at once. */
const FOUND = 12;

export class Facets {
  /** @type {Map<Facet, {fieldset: HTMLFieldSetElement, options: Map<string, Option>}>} */
  #facets = new Map();
  /** @type {HTMLInputElement | null} */
  #find = null;
  /** @type {(() => void) | null} */
  #again = null;
  #announce;

  /**
   * @param {HTMLFormElement} form
   * @param {(change: (query: Query) => Query) => void} change
   * @param {(text: string) => void} announce
   */
  constructor(form, change, announce) {
    this.#announce = announce;
    for (const facet of FACETS) {
      const fieldset = part(form, `[data-facet=${facet}]`, HTMLFieldSetElement);
      const options = new Map();
      for (const label of fieldset.querySelectorAll("label")) {
        const option = optionOf(label, true);
        options.set(option.input.value, option);
      }
      this.#facets.set(facet, { fieldset, options });
      fieldset.hidden = options.size === 0; // nothing to choose, such as types before the first scan
      fieldset.addEventListener("change", ({ target }) => {
        if (!(target instanceof HTMLInputElement) || target.name !== facet) return;
        const { value, checked } = target;
        change((query) => withChoice(query, facet, value, checked));
      });
    }
    const find = form.querySelector("[data-find]");
    if (find instanceof HTMLInputElement) this.#enableFind(find);
  }

  /** What is checked in the page, such as by a visitor who was quicker than this script. @param {Query} query @returns {Query} */
  chosen(query) {
    for (const [facet, { options }] of this.#facets) {
      for (const { input } of options.values()) {
        if (input.checked) query = withChoice(query, facet, input.value, true);
      }
    }
    return query;
  }

  /** @param {FilterIndex} index @param {Query} query @param {Selection} selection */
  show(index, query, selection) {
    this.#again = () => this.show(index, query, selection);
    this.#showTags(index, query, selection);
    for (const [facet, { options }] of this.#facets) {
      for (const [value, { label, input, count }] of options) {
        const total = selection.counts[facet][index.numbers[facet].get(value) ?? -1] ?? 0;
        input.checked = query[facet].includes(value);
        say(count, number(total));
        label.toggleAttribute("data-zero", total === 0 && !input.checked);
      }
    }
  }

  /** @param {HTMLInputElement} find */
  #enableFind(find) {
    this.#find = find;
    find.hidden = false;
    find.addEventListener("input", () => this.#again?.());
    find.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && find.value) {
        find.value = "";
        this.#again?.();
      } else if (event.key !== "Enter") {
        return;
      }
      event.preventDefault();
    });
  }

  /**
   * The usual tags and those that were ever chosen, or those that match the find box. Tags that
   * had no check box get one; no check box is moved or removed, so that the focus stays.
   * @param {FilterIndex} index @param {Query} query @param {Selection} selection
   */
  #showTags(index, query, selection) {
    const tags = this.#facets.get("tags");
    const template = tags?.fieldset.querySelector("template[data-option]");
    if (!tags || !(template instanceof HTMLTemplateElement)) return;
    const text = this.#find?.value ?? "";
    const found = text ? findTags(index, selection.counts.tags, text, FOUND) : [];
    if (text && this.#find === document.activeElement) this.#announce(counted("count.tags", found.length));
    for (const tag of [...query.tags, ...found]) {
      if (tags.options.has(tag)) continue;
      const label = made(template);
      label.dataset.value = tag;
      part(label, "[data-label]", HTMLElement).textContent = tag;
      const option = optionOf(label, false);
      option.input.value = tag;
      tags.options.set(tag, option);
      template.before(label);
    }
    for (const [tag, option] of tags.options) {
      option.usual ||= query.tags.includes(tag);
      option.label.hidden = text ? !found.includes(tag) : !option.usual;
    }
  }
}

/** @param {HTMLElement} label @param {boolean} usual @returns {Option} */
function optionOf(label, usual) {
  return {
    label,
    input: part(label, "input", HTMLInputElement),
    count: part(label, "[data-count]", HTMLElement),
    usual,
  };
}

/** Cards: made from the page's template when first shown, and kept for when they come again. */

import { lines } from "../../lib/filter-index.js";
import { cardOf } from "../../lib/card.js";
import { afterPaint, made, part } from "./part.js";

/** @typedef {import("../../lib/filter-index.js").FilterIndex} FilterIndex */
/**
 * The text is null until its shard came; while the card is marked, other words stand in its place.
 * @typedef {{element: HTMLElement, text: string | null, marked: boolean}} Card
 */

/** Cards that are kept though they are not shown. */
const KEPT = 480;

export class Cards {
  /** @type {Map<number, Card>} */
  #cards = new Map();
  /** @type {Map<string, Promise<string[]>>} */
  #shards = new Map();
  #index;
  #address;
  #template;
  #page;

  /**
   * @param {FilterIndex} index
   * @param {string} address of the index, which says where its shards lie from there
   * @param {HTMLTemplateElement} template
   * @param {string} page the address of a source's page with `{id}` in it
   */
  constructor(index, address, template, page) {
    this.#index = index;
    this.#address = address;
    this.#template = template;
    this.#page = page;
  }

  /**
   * Take cards that the server made for the first sources of a list, as far as they are the same.
   * @param {Element[]} elements
   * @param {number} first place of the first of them by name
   */
  adopt(elements, first) {
    elements.forEach((element, i) => {
      const source = this.#index.byName[first + i];
      const link = element.querySelector("[data-slot=link]");
      if (source === undefined || !(element instanceof HTMLElement)) return;
      if (link?.getAttribute("href") !== this.#href(cardOf(this.#index, source).slug)) return;
      const text = element.querySelector("[data-slot=description]")?.textContent ?? "";
      this.#cards.set(source, { element, text, marked: false });
    });
  }

  /**
   * The cards of some sources; descriptions that are not there yet come later.
   * @param {number[]} sources
   * @param {boolean} marked whether words are marked: old marks then stay until the new ones come
   */
  of(sources, marked) {
    const cards = sources.map((source) => {
      const card = this.#cards.get(source) ?? this.#make(source);
      this.#cards.delete(source);
      this.#cards.set(source, card); // the last used one stands last
      if (card.marked && !marked) describe(card);
      return card;
    });
    afterPaint(() => {
      cards.forEach((card, i) => card.text === null && this.#fetchText(sources[i], card));
    });
    for (const source of this.#cards.keys()) {
      if (this.#cards.size <= KEPT) break;
      this.#cards.delete(source);
    }
    return cards.map((card) => card.element);
  }

  /** The element of a card that others are about to mark words in. @param {number} source */
  marking(source) {
    const card = this.#cards.get(source);
    if (card) card.marked = true;
    return card?.element;
  }

  /** @param {string} slug */
  #href(slug) {
    return this.#page.replace("{id}", slug);
  }

  /** @param {number} source */
  #make(source) {
    const card = cardOf(this.#index, source);
    const element = made(this.#template);
    const slot = (name = "") => part(element, `[data-slot=${name}]`, HTMLElement);
    const link = slot("link");
    link.textContent = card.name;
    link.setAttribute("href", this.#href(card.slug));
    slot("repo").textContent = card.repo;
    slot("trust").dataset.trust = card.trust.id;
    badge(slot("trust"), card.trust);
    if (card.status) {
      slot("status").dataset.status = card.status.id;
      badge(slot("status"), card.status);
    } else {
      slot("status").remove();
    }
    fill(slot("counts"), card.counts);
    if (card.tags.length > 0) {
      slot("tags").replaceChildren(...card.tags.map((tag) => item(tag)));
      if (card.moreTags) slot("tags").append(item(card.moreTags, card.moreTagsLabel));
    } else {
      slot("tags").remove();
    }
    const stars = slot("stars");
    stars.closest("[data-part]")?.setAttribute("title", card.starsLabel);
    fill(stars, card.stars);
    slot("updated").setAttribute("datetime", card.updated?.iso ?? "");
    fill(slot("updated"), card.updated?.text ?? "");
    return { element, text: null, marked: false };
  }

  /** @param {number} source @param {Card} card */
  async #fetchText(source, card) {
    const name = this.#index.shard(source);
    const shard = this.#shards.get(name) ?? this.#fetchShard(name);
    this.#shards.set(name, shard);
    try {
      const texts = await shard;
      card.text = texts[source % this.#index.file.shard] ?? "";
      if (!card.marked) describe(card);
    } catch {
      this.#shards.delete(name); // a card without its description is a card; the next showing tries again
    }
  }

  /** @param {string} name */
  async #fetchShard(name) {
    const answer = await fetch(new URL(name, this.#address));
    if (!answer.ok) throw new Error(`${answer.status} ${name}`);
    return lines((await answer.json()).descriptions);
  }
}

/** Leave the glyph and the word of one value. @param {HTMLElement} slot @param {{id: string, label: string}} value */
function badge(slot, value) {
  for (const glyph of slot.querySelectorAll("[data-glyph]")) {
    if (glyph.getAttribute("data-glyph") !== value.id) glyph.remove();
  }
  part(slot, "[data-label]", HTMLElement).textContent = value.label;
}

/** A text, or nothing where there is none. @param {HTMLElement} slot @param {string} text */
function fill(slot, text) {
  if (text) slot.textContent = text;
  else (slot.closest("[data-part]") ?? slot).remove();
}

/** @param {string} text @param {string} [label] */
function item(text, label) {
  const element = document.createElement("li");
  element.textContent = text;
  if (label !== undefined) {
    element.className = "more";
    element.title = label;
  }
  return element;
}

/** A card with its own text, and nothing marked. @param {Card} card */
function describe(card) {
  const { element } = card;
  if (card.marked) {
    card.marked = false;
    element.querySelector(".card-match")?.remove();
    for (const mark of element.querySelectorAll("mark")) mark.replaceWith(mark.textContent ?? "");
  }
  const slot = element.querySelector("[data-slot=description]");
  if (!slot) return;
  slot.textContent = card.text;
  slot.toggleAttribute("hidden", card.text === "");
}

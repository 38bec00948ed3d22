/**
 * <catalog-browser>: filters, sorts and searches the list of sources in place.
 *
 * The server renders everything this element touches; without the element the page is
 * a complete static list. What it expects, by data attribute:
 *
 *   <catalog-browser
 *     data-index="…"         address of the filter index, from the page
 *     data-search="…"        address of the search manifest, from the page
 *     data-source="sources/{id}/"   address of a source's page from this page, with the place of the id
 *     data-page-size="24"    cards on a page
 *     data-first="0">        place of the first server-rendered card in the unfiltered list by name
 *
 *   <form id="filters" data-filters method="get" autocomplete="off">
 *     <fieldset data-facet="artifact_type | tags | trust_level | status">
 *       <input type="search" data-find>                   "find a tag": only in tags; hidden until upgraded
 *       <label data-value="skill"><input type="checkbox" name="artifact_type" value="skill">
 *         Skill <span data-count>37</span></label>        one a value; tags: the most used ones
 *       <template data-option>                            a label like the above, empty, with
 *                                                         <span data-label> for its words: only in tags
 *   <input type="search" name="search" form="filters">    in the header; <select name="sort" form="filters">
 *                                                         with the values relevance name stars updated added artifacts
 *   <ul data-chips>, <template data-chip>                 an <li> with one <button><span data-label></span></button>
 *   <button data-clear hidden>                            clears all filters; any number of them
 *   <p data-sentence>                                     the filters in words
 *   <p role="status" data-status>                         empty; what is read out after a pause
 *   <h2 data-results-heading tabindex="-1">               "412 sources" → "37 of 412 sources"
 *   <ul data-results class="cards">                       the first page of cards
 *   <template data-card>                                  an <li> as the card macro makes it, with slots
 *     data-slot="link"                                    the <a>; its text is the name
 *     data-slot="repo | description | stars | updated"    text; stars and updated lie in [data-part] parents
 *                                                         that are removed when there is nothing to show;
 *                                                         updated is a <time>. While searching a
 *                                                         <p class="card-match"> follows the description
 *     data-slot="trust"                                   gets data-trust="official"; its word goes to
 *                                                         [data-label] inside it; the glyphs are one <svg data-glyph="official">
 *                                                         a level, all but one removed
 *     data-slot="status"                                  the same for a status that is not active; else removed
 *     data-slot="counts"                                  text "42 skills · 3 hooks"; removed when there are none
 *     data-slot="tags"                                    an empty list; "+3" is the last item, of class "more"
 *   <nav data-pages>                                      links to the static pages; hidden while filtered
 *   <button data-earlier hidden>, <button data-more hidden>    "Show 24 more"
 *   <div data-empty hidden> with <ul data-rescue>,
 *     <template data-rescue-item>                         nothing found: an <li> with one <button><span data-label></span></button>
 *   <p data-suggestion hidden>Nothing matches exactly; these match <button></button></p>
 *                                                         outside of data-empty: the results are those of the other words
 *   <p data-failure hidden><span data-label></span> <button>Try again</button></p>
 *                                                         filters or search could not be loaded
 *   <button data-filters-open hidden>                     narrow screens: "Filters <span data-filters-active></span>"
 *   <dialog data-filters-dialog> with an empty <div data-filters-place>,
 *     a <button data-clear>, a <button data-filters-close>Show <span data-total></span></button>
 *                                                         the form moves into it while it is open
 *   <input type="checkbox" data-slash>                    switches the "/" key (anywhere; kept in localStorage)
 *
 * It sets aria-busy on the list while it waits, data-zero on a label whose value would show
 * nothing, data-filtered on itself while the list is not the static one, and data-starting
 * until the list that the address asks for is there (what stands there before is another).
 */

import { FACETS, FilterIndex } from "../lib/filter-index.js";
import { select } from "../lib/filter.js";
import { asksForList, EVERYTHING, formatQuery, isFiltered, orderOf, parseQuery, trimmed, usual } from "../lib/query.js";
import { counted, countText, sentence } from "../lib/wording.js";
import { Address } from "./browser/address.js";
import { announcer } from "./browser/announcer.js";
import { Cards } from "./browser/cards.js";
import { Chips } from "./browser/chips.js";
import { Facets } from "./browser/facets.js";
import { FilterDialog } from "./browser/filter-dialog.js";
import { enableKeys } from "./browser/keys.js";
import { part, say } from "./browser/part.js";
import { Rescue } from "./browser/rescue.js";
import { Results } from "./browser/results.js";
import { SearchBox } from "./browser/search-box.js";

/** @typedef {import("../lib/query.js").Query} Query */

/** While typing, the list follows after this pause (milliseconds). */
const TYPING_PAUSE = 120;

/** Waiting is shown when it takes longer than this (milliseconds), so that nothing flickers. */
const PATIENCE = 150;

class Browser {
  /** @type {Query} */
  #query = EVERYTHING;
  #turn = 0;
  #typing = 0;
  /** @type {Promise<{index: FilterIndex, cards: Cards}> | null} */
  #loading = null;
  /** @type {Promise<void> | null} */
  #arrival = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = part(document, "form[data-filters]", HTMLFormElement);
    this.input = part(document, "input[name=search][form]", HTMLInputElement);
    this.sort = part(document, "select[name=sort]", HTMLSelectElement);
    this.heading = part(root, "[data-results-heading]", HTMLElement);
    this.staticHeading = this.heading.textContent ?? "";
    this.sentence = part(root, "[data-sentence]", HTMLElement);
    this.suggestion = part(root, "[data-suggestion]", HTMLElement);
    this.clearers = [...root.querySelectorAll("button[data-clear][hidden]")];
    this.pageSize = Number(root.dataset.pageSize);
    this.firstPage = Math.floor(Number(root.dataset.first) / this.pageSize);
    this.announce = announcer(part(root, "[data-status]", HTMLElement));
    this.results = new Results(
      root,
      this.pageSize,
      this.firstPage,
      () => (this.#turn > 0 ? Promise.resolve(true) : this.#show()),
      () => {
        this.address.remember();
        this.#mark();
      }
    );
    this.address = new Address(
      () => this.results.shown,
      () => this.#arrive()
    );
    this.search = new SearchBox(this.#url("search"));
    this.facets = new Facets(this.form, (next) => this.#change(next, "push"), this.announce);
    this.chips = new Chips(root, this.heading, (query) => this.#change(() => query, "push"));
    this.rescue = new Rescue(root, (query) => this.#changeFromBelow(query));
    this.dialog = new FilterDialog(root, this.form);
    this.#listen();
    this.#start();
  }

  /** An address that the page gives relative to itself. @param {"index" | "search"} name */
  #url(name) {
    return new URL(this.root.dataset[name] ?? "", document.baseURI).href;
  }

  #listen() {
    const type = /** @param {"push" | "replace"} how */ (how) => {
      clearTimeout(this.#typing);
      this.#typing = 0;
      return this.#change((query) => ({ ...query, search: trimmed(this.input.value) }), how);
    };
    this.input.addEventListener("focus", () => this.search.warm());
    this.input.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => type("replace"), TYPING_PAUSE);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      type("replace");
    });
    this.sort.addEventListener("change", () => {
      const sort = /** @type {import("../lib/query.js").Sort} */ (this.sort.value);
      this.#change((query) => ({ ...query, sort }), "push");
    });
    for (const button of this.root.querySelectorAll("button[data-clear]")) {
      button.addEventListener("click", () => this.#changeFromBelow({ ...EVERYTHING, sort: this.#query.sort }));
    }
    part(this.suggestion, "button", HTMLButtonElement).addEventListener("click", ({ currentTarget }) => {
      const words = /** @type {HTMLElement} */ (currentTarget).textContent ?? "";
      this.#changeFromBelow({ ...this.#query, search: words });
    });
    this.root.querySelector("[data-failure] button")?.addEventListener("click", () => this.#show());
    enableKeys(this.input, this.results.list, () => {
      this.input.value = "";
      type("push");
    });
  }

  /** Take up what the address, the history or a quick visitor asks for; else load when there is time. */
  #start() {
    const { search, memory } = this.address;
    const { from, to } = this.results.shown;
    if (asksForList(search) || (memory && (memory.from !== from || memory.to !== to))) {
      this.root.toggleAttribute("data-starting", true);
      this.#arrive().finally(() => this.root.removeAttribute("data-starting"));
      return;
    }
    if (memory) scrollTo({ top: memory.y, behavior: "instant" });
    const quick = { ...this.facets.chosen(EVERYTHING), search: trimmed(this.input.value) };
    if (isFiltered(quick)) this.#change(() => quick, "replace");
    else this.#loadInTime();
  }

  /** Load at the first sign of interest, or when the browser is idle and data is cheap. */
  #loadInTime() {
    const begin = () => {
      if (this.#turn === 0) this.#load().then(() => this.#turn === 0 && this.#show(), () => {});
    };
    for (const sign of ["pointerover", "focusin", "touchstart"]) {
      this.root.addEventListener(sign, begin, { once: true, passive: true });
    }
    const { connection } = /** @type {{connection?: {saveData?: boolean, effectiveType?: string}}} */ (navigator);
    if (connection?.saveData || connection?.effectiveType?.endsWith("2g")) return;
    if ("requestIdleCallback" in globalThis) requestIdleCallback(begin);
    else setTimeout(begin, 2000);
  }

  /** Show what the address of the present history entry says, as it was left. */
  #arrive() {
    const { memory } = this.address;
    this.#arrival = this.#load()
      .then(async ({ index }) => {
        this.#query = usual(parseQuery(this.address.search, index).query);
        if (await this.#show(memory)) scrollTo({ top: memory?.y ?? 0, behavior: "instant" });
      })
      .catch((error) => this.#fail(error));
    return this.#arrival;
  }

  /** @param {(query: Query) => Query} next @param {"push" | "replace"} how the address follows */
  async #change(next, how) {
    await this.#arrival;
    this.#query = usual(next(this.#query));
    this.address.write(formatQuery(this.#query, this.address.search), how);
    await this.#show();
  }

  /** A change by a button that is gone afterwards. @param {Query} query */
  async #changeFromBelow(query) {
    await this.#change(() => query, "push");
    if (!document.querySelector("dialog[open]")) this.heading.focus();
  }

  #load() {
    const load = async () => {
      const address = this.#url("index");
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${answer.status} ${address}`);
      const index = new FilterIndex(await answer.json());
      const template = part(this.root, "template[data-card]", HTMLTemplateElement);
      const cards = new Cards(index, address, template, this.root.dataset.source ?? "");
      cards.adopt([...this.results.list.children], this.firstPage * this.pageSize);
      return { index, cards };
    };
    this.#loading ??= load();
    this.#loading.catch(() => (this.#loading = null));
    return this.#loading;
  }

  /**
   * Show the result of the query; false when that failed, or another one came in between.
   * @param {unknown} [remembered] pages that were shown when the visitor left
   */
  async #show(remembered) {
    const turn = ++this.#turn;
    const query = this.#query;
    const patience = setTimeout(() => this.results.list.setAttribute("aria-busy", "true"), PATIENCE);
    try {
      const { index, cards } = await this.#load();
      const answer = query.search ? await this.search.answer(query.search) : null;
      if (turn !== this.#turn) return false;
      this.#render(index, cards, query, answer, remembered);
      return true;
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
      return false;
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) this.results.list.removeAttribute("aria-busy");
    }
  }

  /**
   * @param {FilterIndex} index
   * @param {Cards} cards
   * @param {Query} query
   * @param {import("../lib/search-engine.js").Answer | null} answer
   * @param {unknown} remembered
   */
  #render(index, cards, query, answer, remembered) {
    const { sources, counts } = select(index, query, answer?.ids ?? null);
    const filtered = isFiltered(query);
    const usualList = !filtered && orderOf(query) === "name";
    const count = countText(sources.length, index.size);

    this.results.show(cards, sources, query.search !== "", usualList ? this.firstPage : 0, remembered);
    if (sources.length === 0 && filtered) this.rescue.show(index, query, answer?.ids ?? null);
    else this.rescue.hide();
    this.facets.show(index, query, { sources, counts });
    this.chips.show(index, query);
    const chips = FACETS.reduce((sum, facet) => sum + query[facet].length, query.search ? 1 : 0);
    this.dialog.show(chips, counted(sources.length, "source", "sources"));

    say(this.heading, usualList ? this.staticHeading : count);
    this.sentence.hidden = !filtered;
    this.sentence.replaceChildren(
      ...sentence(index, query).map(({ text, strong }) => {
        if (!strong) return text;
        const element = document.createElement("strong");
        element.textContent = text;
        return element;
      })
    );
    this.suggestion.hidden = !answer?.suggestion;
    say(part(this.suggestion, "button", HTMLElement), answer?.suggestion ?? "");
    for (const button of this.clearers) /** @type {HTMLElement} */ (button).hidden = !filtered;
    for (const name of ["[data-pages]", "[data-failure]"]) {
      const element = this.root.querySelector(name);
      if (element instanceof HTMLElement) element.hidden = name === "[data-failure]" || !usualList;
    }
    this.root.toggleAttribute("data-filtered", !usualList);
    if (!this.#typing && trimmed(this.input.value) !== query.search) this.input.value = query.search;
    const relevance = this.sort.querySelector("[value=relevance]");
    if (relevance instanceof HTMLOptionElement) relevance.hidden = relevance.disabled = query.search === "";
    this.sort.value = orderOf(query);
    if (this.#turn > 1 || !usualList) this.announce(sources.length > 0 ? count : "No source matches");
    this.#mark();
  }

  /** Show the searched words in the cards that are shown; that they are missing is no failure. */
  async #mark() {
    const { search } = this.#query;
    if (!search) return;
    const turn = this.#turn;
    try {
      const { suggestion } = await this.search.answer(search);
      const snippets = await this.search.snippets(this.results.visible, search, suggestion);
      const { cards } = await this.#load();
      if (turn === this.#turn) cards.mark(snippets);
    } catch {
      // The cards stand without marks.
    }
  }

  /** @param {unknown} error */
  #fail(error) {
    console.error(error);
    const box = this.root.querySelector("[data-failure]");
    const text = this.#query.search ? "The search could not be loaded." : "The filters could not be loaded.";
    this.announce(text);
    if (!(box instanceof HTMLElement)) return;
    part(box, "[data-label]", HTMLElement).textContent = text;
    box.hidden = false;
  }
}

customElements.define(
  "catalog-browser",
  class extends HTMLElement {
    /** @type {Browser | null} */
    #browser = null;

    connectedCallback() {
      this.#browser ??= new Browser(this);
    }
  }
);

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
 *   <div data-empty hidden> with <p data-rescue-words> (what the list offers), <ul data-rescue>,
 *     <template data-rescue-item>                         nothing found: an <li> with one <button><span data-label></span></button>,
 *                                                         "Without tag python: 37 sources" or "Only tag python: …"
 *   <p data-suggestion hidden>Nothing matches exactly; these match <button></button></p>
 *                                                         outside of data-empty: the results are those of the other words
 *   <p data-failure hidden><span data-label></span> <button>Try again</button></p>
 *                                                         filters or search could not be loaded
 *   <button data-filters-open hidden>                     narrow screens: "Filters <span data-filters-active></span>"
 *   <dialog data-filters-dialog> with an empty <div data-filters-place>,
 *     a <button data-clear>, a <button data-filters-close>Show <span data-total></span></button>
 *                                                         the form moves into it while it is open
 *
 * It sets aria-busy on the list while it waits, data-zero on a label whose value would show
 * nothing, data-filtered on itself while the list is not the static one, and data-starting
 * until the list that the address asks for is there (what stands there before is another).
 */

import { FACETS, FilterIndex } from "../lib/filter-index.js";
import { select } from "../lib/filter.js";
import { asksForList, EVERYTHING, formatQuery, isFiltered, orderOf, parseQuery, trimmed, usual } from "../lib/query.js";
import { counted, number, text } from "../lib/texts.js";
import { countText, sentence } from "../lib/wording.js";
import { Address } from "./browser/address.js";
import { Cards } from "./browser/cards.js";
import { Chips } from "./browser/chips.js";
import { Facets } from "./browser/facets.js";
import { afterPaint, announcer, part, say } from "./browser/part.js";
import { Results } from "./browser/results.js";

/** @typedef {import("../lib/query.js").Query} Query */
/** @typedef {import("../lib/search-engine.js").Answer} Answer */

/** While typing, the list follows after this pause (milliseconds). */
const TYPING_PAUSE = 120;

/** Waiting is shown when it takes longer than this (milliseconds), so that nothing flickers. */
const PATIENCE = 150;

/** Without a sign of interest the index is loaded after this (milliseconds), where idleness is not told. */
const IDLE = 2000;

class Browser {
  /** @type {Query} */
  #query = EVERYTHING;
  /** Counts what was asked for, so that a late answer is known as such. */
  #turn = 0;
  #typing = 0;
  /** @type {Promise<{index: FilterIndex, cards: Cards}> | null} */
  #loading = null;
  /** @type {Promise<void> | null} */
  #arrival = null;
  /** @type {Promise<{finder: import("./browser/finder.js").Finder, markCard: typeof import("./browser/finder.js").markCard}> | null} */
  #finding = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = part(document, "form[data-filters]", HTMLFormElement);
    this.input = part(document, "input[name=search][form]", HTMLInputElement);
    this.sort = part(document, "select[name=sort]", HTMLSelectElement);
    this.heading = this.#part("results-heading");
    this.staticHeading = this.heading.textContent ?? "";
    this.failure = this.#part("failure");
    this.suggestion = this.#part("suggestion");
    this.words = part(this.suggestion, "button", HTMLButtonElement);
    this.firstCard = Number(root.dataset.first);
    this.firstPage = Math.floor(this.firstCard / Number(root.dataset.pageSize));
    this.announce = announcer(this.#part("status"));
    this.results = new Results(
      root,
      Number(root.dataset.pageSize),
      this.firstPage,
      () => (this.#turn > 0 ? Promise.resolve(true) : this.#show()),
      () => {
        this.address.remember();
        this.#mark();
      }
    );
    this.address = new Address(
      () => this.results.memory,
      () => this.#arrive()
    );
    this.facets = new Facets(this.form, (next) => this.#change(next, "push"), this.announce);
    this.chips = new Chips(root, this.heading, (query) => this.#change(() => query, "push"));
    this.opener = part(root, "[data-filters-open]", HTMLButtonElement);
    this.opener.hidden = false;
    this.#listen();
    this.#start();
  }

  /** A part of the page by its data attribute. @param {string} name */
  #part(name) {
    return part(this.root, `[data-${name}]`, HTMLElement);
  }

  /** An address that the page gives relative to itself. @param {"index" | "search"} name */
  #url(name) {
    return new URL(this.root.dataset[name] ?? "", document.baseURI).href;
  }

  #listen() {
    const { input, sort } = this;
    input.addEventListener("focus", () => this.#find().then(({ finder }) => finder.warm(), () => {}));
    input.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#type("replace"), TYPING_PAUSE);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#type("replace");
    });
    sort.addEventListener("change", () => {
      /** @type {any} */
      const chosen = sort.value;
      this.#change((query) => ({ ...query, sort: chosen }), "push");
    });
    for (const button of this.root.querySelectorAll("button[data-clear]")) {
      button.addEventListener("click", () => this.#leap({ ...EVERYTHING, sort: this.#query.sort }));
    }
    this.words.addEventListener("click", () => {
      this.#leap({ ...this.#query, search: this.words.textContent ?? "" });
    });
    this.opener.addEventListener("click", async () => {
      const { openFilters } = await import("./browser/filter-dialog.js");
      openFilters(part(this.root, "dialog", HTMLDialogElement), this.form, this.opener);
    });
    part(this.failure, "button", HTMLButtonElement).addEventListener("click", () => this.#arrive());
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.key !== "Escape" || !input.value) return;
      event.preventDefault();
      input.value = "";
      this.#type("push");
    });
  }

  /** Search for what stands in the box. @param {"push" | "replace"} how */
  #type(how) {
    clearTimeout(this.#typing);
    this.#typing = 0;
    this.#change((query) => ({ ...query, search: trimmed(this.input.value) }), how);
  }

  /** Take up what the address, the history or a quick visitor asks for; else load when there is time. */
  #start() {
    const { search, memory } = this.address;
    const { from, to } = this.results.shown;
    if (asksForList(search) || (memory && (memory.from !== from || memory.to !== to))) {
      this.root.toggleAttribute("data-starting", true);
      const seen = () => this.root.removeAttribute("data-starting");
      this.#arrive().finally(() => afterPaint(seen)); // what moves while it is not seen does not jump
      return;
    }
    if (memory) this.results.goBack(memory);
    const quick = { ...this.facets.chosen(EVERYTHING), search: trimmed(this.input.value) };
    if (isFiltered(quick)) this.#change(() => quick, "replace");
    else this.#loadInTime();
  }

  /** Load at the first sign of interest, or when the browser is idle and data is cheap. */
  #loadInTime() {
    const begin = () => {
      if (this.#turn > 0) return;
      this.#load().then(
        () => this.#turn > 0 || this.#show(),
        () => {} // the first filter says so
      );
    };
    for (const sign of ["pointerover", "focusin", "touchstart"]) {
      this.root.addEventListener(sign, begin, { once: true, passive: true });
    }
    /** @type {any} */
    const { connection } = navigator;
    if (connection?.saveData || connection?.effectiveType?.endsWith("2g")) return;
    if ("requestIdleCallback" in globalThis) requestIdleCallback(begin);
    else setTimeout(begin, IDLE);
  }

  /** Show what the address of the present history entry says, as it was left. */
  #arrive() {
    const { memory } = this.address;
    this.#arrival = this.#load()
      .then(async ({ index }) => {
        const query = usual(parseQuery(this.address.search, index).query);
        // An order is not offered where nothing is known that it goes by.
        const offered = [...this.sort.options].some(({ value }) => value === query.sort);
        this.#query = offered ? query : { ...query, sort: "" };
        if (await this.#show(memory)) this.results.goBack(memory);
      })
      .catch((error) => this.#fail(error, "filters"));
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
  async #leap(query) {
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
      cards.adopt([...this.results.list.children], this.firstCard);
      return { index, cards };
    };
    this.#loading ??= load();
    this.#loading.catch(() => (this.#loading = null));
    return this.#loading;
  }

  #find() {
    const find = async () => {
      const { Finder, markCard, enableArrows } = await import("./browser/finder.js");
      enableArrows(this.input, this.results.list);
      return { finder: new Finder(this.#url("search")), markCard };
    };
    this.#finding ??= find();
    this.#finding.catch(() => (this.#finding = null));
    return this.#finding;
  }

  /**
   * Show the result of the query; false when that failed, or another one came in between.
   * Where the search alone fails, the other filters hold, and the page says so.
   * @param {unknown} [remembered] pages that were shown when the visitor left
   */
  async #show(remembered) {
    const turn = ++this.#turn;
    const query = this.#query;
    const { list } = this.results;
    const patience = setTimeout(() => list.setAttribute("aria-busy", "true"), PATIENCE);
    try {
      const { index, cards } = await this.#load();
      if (query.search) this.#say(index, query); // at once, while the search may take its time
      const [answer, failure] = await this.#answer(query.search);
      if (turn !== this.#turn) return false;
      this.#render(index, cards, query, answer, remembered);
      if (failure) this.#fail(failure, "search");
      return true;
    } catch (error) {
      if (turn === this.#turn) this.#fail(error, "filters");
      return false;
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) list.removeAttribute("aria-busy");
    }
  }

  /** What the search says to some words, or why it does not. @param {string} words @returns {Promise<[Answer | null, unknown?]>} */
  async #answer(words) {
    try {
      return [words ? await (await this.#find()).finder.answer(words) : null];
    } catch (error) {
      return [null, error];
    }
  }

  /**
   * @param {FilterIndex} index
   * @param {Cards} cards
   * @param {Query} query
   * @param {Answer | null} answer
   * @param {unknown} remembered
   */
  #render(index, cards, query, answer, remembered) {
    const { root, input, sort } = this;
    const selection = select(index, query, answer?.ids ?? null);
    const total = selection.sources.length;
    const count = countText(total, index.size);
    const filtered = isFiltered(query);
    const plain = !filtered && orderOf(query) === "name";

    this.results.show(cards, selection.sources, query.search !== "", plain ? this.firstPage : 0, remembered);
    this.facets.show(index, query, selection);
    const active = FACETS.reduce((sum, facet) => sum + query[facet].length, 0);
    say(this.#part("filters-active"), active > 0 ? `(${number(active)})` : "");
    say(this.#part("total"), counted("count.sources", total));
    say(this.heading, plain ? this.staticHeading : count);
    this.#say(index, query);
    this.#offer(index, query, answer, filtered && total === 0);

    root.toggleAttribute("data-filtered", !plain);
    for (const pages of root.querySelectorAll("[data-pages]")) pages.toggleAttribute("hidden", !plain);
    for (const button of root.querySelectorAll("button[data-clear]")) {
      if (!button.closest("dialog")) button.toggleAttribute("hidden", !filtered);
    }
    if (!this.#typing && trimmed(input.value) !== query.search) input.value = query.search;
    for (const option of sort.options) {
      if (option.value === "relevance") option.hidden = option.disabled = !query.search;
    }
    sort.value = orderOf(query);
    if (this.#turn > 1 || !plain) this.announce(total > 0 ? count : text("browser.none"));
    this.#mark();
  }

  /** The filters as chips and in words. @param {FilterIndex} index @param {Query} query */
  #say(index, query) {
    this.chips.show(index, query);
    this.#part("sentence").replaceChildren(
      ...sentence(index, query).map(({ text: words, strong }) => {
        const piece = document.createElement(strong ? "strong" : "span");
        piece.textContent = words;
        return piece;
      })
    );
  }

  /** Ways out: other words, or a filter less. @param {FilterIndex} index @param {Query} query @param {Answer | null} answer @param {boolean} nothing */
  async #offer(index, query, answer, nothing) {
    const turn = this.#turn;
    const box = this.#part("empty");
    this.failure.hidden = true;
    this.suggestion.hidden = !answer?.suggestion;
    this.words.textContent = answer?.suggestion ?? "";
    box.hidden = !nothing;
    if (!nothing) return;
    try {
      const { offerRescue } = await import("./browser/rescue.js");
      if (turn === this.#turn) offerRescue(box, index, query, answer?.ids ?? null, (less) => this.#leap(less));
    } catch (error) {
      this.#fail(error, "filters");
    }
  }

  /** Show the searched words in the cards that are shown; that they are missing is no failure. */
  async #mark() {
    const turn = this.#turn;
    const { search } = this.#query;
    if (!search) return;
    try {
      const { finder, markCard } = await this.#find();
      const { snippets, mark } = await finder.marks(this.results.visible, search);
      const { cards } = await this.#load();
      if (turn !== this.#turn) return;
      for (const snippet of snippets) {
        const card = cards.marking(snippet.id);
        if (card) markCard(card, snippet, mark);
      }
    } catch {
      // The cards stand without marks.
    }
  }

  /** @param {unknown} error @param {"search" | "filters"} what */
  #fail(error, what) {
    console.error(error);
    const words = text(`browser.${what}_failed`);
    say(part(this.failure, "[data-label]", HTMLElement), words);
    this.failure.hidden = false;
    this.announce(words);
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

/**
 * <artifact-browser>: searches and filters all artifacts of all sources, grouped by source.
 *
 * Without it the page is a static list, which stays as it is until something is asked for. What it
 * expects, by data attribute:
 *
 *   <artifact-browser data-index="…"      address of the artifact index, from the page
 *                     data-filters="…"    address of the filter index
 *                     data-source="sources/{id}/">   address of a source's page, with the place of the id
 *   <form data-form>  <input type="search" name="search">, a check box "artifact_type" a type within
 *                     a <label data-value> with a <span data-count>
 *   <div data-static> what the server lists; hidden while something is asked for, as is <nav data-pages>
 *   <ul data-results> empty; <template data-group> an <li> with slots: link, repo, trust, count, rows, which
 *                     is a list with one <li> of slots: type, name, text
 *   <button data-clear hidden>, <h2 data-results-heading tabindex="-1">, <p role="status" data-status>
 *   <div data-empty hidden> with <ul data-rescue> and <template data-rescue-item>
 *   <p data-failure hidden><span data-label></span> <button></button></p>
 *   <button data-more hidden>, <button data-earlier hidden>
 *
 * The address says what is asked for: ?artifact_type=skill,hook&search=pdf. Types are
 * alternatives here, since an artifact has one.
 */

import { ArtifactIndex } from "../lib/artifact-index.js";
import { FilterIndex } from "../lib/filter-index.js";
import { trimmed } from "../lib/query.js";
import { capital, counted, number, text } from "../lib/texts.js";
import { Address } from "./browser/address.js";
import { Groups } from "./browser/groups.js";
import { announcer, made, part, say } from "./browser/part.js";
import { Results } from "./browser/results.js";

/** @typedef {{search: string, types: ReadonlySet<string>}} Asked */

/** Sources on a page of results. */
const PAGE = 12;
/** While typing, the list follows after this pause (milliseconds). */
const TYPING_PAUSE = 120;
/** Waiting is shown when it takes longer than this (milliseconds). */
const PATIENCE = 150;

class ArtifactBrowser {
  #turn = 0;
  #typing = 0;
  /** @type {Promise<{index: ArtifactIndex, groups: Groups}> | null} */
  #loading = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.form = this.#part("form", HTMLFormElement);
    this.input = part(this.form, "input[name=search]", HTMLInputElement);
    this.heading = this.#part("results-heading", HTMLElement);
    this.staticHeading = this.heading.textContent ?? "";
    this.failure = this.#part("failure", HTMLElement);
    this.announce = announcer(this.#part("status", HTMLElement));
    this.boxes = new Map(
      Array.from(this.form.querySelectorAll("label[data-value]"), (label) => [
        part(label, "input", HTMLInputElement),
        { label, count: part(label, "[data-count]", HTMLElement) },
      ])
    );
    this.results = new Results(root, PAGE, 0, () => Promise.resolve(true), () => this.address.remember());
    part(root, "[data-more]", HTMLButtonElement).hidden = true; // the static list has its pages
    this.address = new Address(
      () => this.results.memory,
      () => this.#arrive()
    );
    this.#listen();
    if (isAsked(read(this.address.search))) this.#arrive();
    else if (this.address.memory) this.results.goBack(this.address.memory);
  }

  /**
   * @template {HTMLElement} T
   * @param {string} name @param {abstract new (...given: any[]) => T} type
   */
  #part(name, type) {
    return part(this.root, `[data-${name}]`, type);
  }

  #listen() {
    this.form.addEventListener("focusin", () => this.#load().catch(() => {}), { once: true });
    this.input.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#change("replace"), TYPING_PAUSE);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.key !== "Escape" || !this.input.value) return;
      event.preventDefault();
      this.input.value = "";
      this.#change("push");
    });
    this.form.addEventListener("change", ({ target }) => target !== this.input && this.#change("push"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#change("replace");
    });
    this.#part("clear", HTMLButtonElement).addEventListener("click", () => this.#leap({ search: "", types: new Set() }));
    part(this.failure, "button", HTMLButtonElement).addEventListener("click", () => this.#arrive());
  }

  /** What the form says. @returns {Asked} */
  get asked() {
    const types = [...this.boxes.keys()].filter((box) => box.checked).map((box) => box.value);
    return { search: trimmed(this.input.value), types: new Set(types) };
  }

  /** @param {Asked} asked */
  #fill({ search, types }) {
    this.input.value = search;
    for (const box of this.boxes.keys()) box.checked = types.has(box.value);
  }

  /** @param {"push" | "replace"} how */
  #change(how) {
    clearTimeout(this.#typing);
    this.address.write(format(this.asked, this.address.search), how);
    return this.#show(this.asked);
  }

  /** A change by a button that is gone afterwards. @param {Asked} asked */
  async #leap(asked) {
    this.#fill(asked);
    await this.#change("push");
    this.heading.focus();
  }

  /** Show what the address says, as it was left. */
  async #arrive() {
    const { memory } = this.address;
    const asked = read(this.address.search);
    this.#fill(asked);
    if (await this.#show(asked, memory)) this.results.goBack(memory);
  }

  #load() {
    /** @param {"index" | "filters"} name */
    const get = async (name) => {
      const address = new URL(this.root.dataset[name] ?? "", document.baseURI).href;
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${answer.status} ${address}`);
      return { address, file: await answer.json() };
    };
    const load = async () => {
      const [artifacts, filters] = await Promise.all([get("index"), get("filters")]);
      const index = new ArtifactIndex(artifacts.file, artifacts.address, new FilterIndex(filters.file));
      const template = this.#part("group", HTMLTemplateElement);
      return { index, groups: new Groups(index, template, this.root.dataset.source ?? "") };
    };
    this.#loading ??= load();
    this.#loading.catch(() => (this.#loading = null));
    return this.#loading;
  }

  /**
   * Show what is asked for; false when that failed, or something else came in between.
   * @param {Asked} asked
   * @param {unknown} [remembered] pages that were shown when the visitor left
   */
  async #show(asked, remembered) {
    const turn = ++this.#turn;
    const { list } = this.results;
    const patience = setTimeout(() => list.setAttribute("aria-busy", "true"), PATIENCE);
    try {
      const { index, groups } = await this.#load();
      const types = numbers(index, asked.types);
      const found = await index.find(asked.search, types);
      if (turn !== this.#turn) return false;
      groups.take(found, asked.search);
      await groups.ready(found.sources.subarray(0, PAGE));
      if (turn !== this.#turn) return false;
      this.#render(index, groups, asked, found, remembered);
      return true;
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
      return false;
    } finally {
      clearTimeout(patience);
      if (turn === this.#turn) list.removeAttribute("aria-busy");
    }
  }

  /**
   * @param {ArtifactIndex} index @param {Groups} groups @param {Asked} asked
   * @param {import("../lib/artifact-index.js").Found} found @param {unknown} remembered
   */
  #render(index, groups, asked, found, remembered) {
    const { root } = this;
    const filtered = isAsked(asked);
    const nothing = filtered && found.total === 0;
    this.failure.hidden = true;
    this.results.show(groups, filtered ? found.sources : new Uint32Array(0), false, 0, remembered);
    root.toggleAttribute("data-filtered", filtered);
    this.#part("static", HTMLElement).hidden = filtered;
    for (const pages of root.querySelectorAll("[data-pages]")) pages.toggleAttribute("hidden", filtered);
    this.#part("clear", HTMLElement).hidden = !filtered;
    for (const [box, { label, count }] of this.boxes) {
      const total = found.types[index.sources.numbers.artifact_type.get(box.value) ?? -1] ?? 0;
      say(count, number(total));
      label.toggleAttribute("data-zero", total === 0 && !box.checked);
    }
    const words = text("artifact_browser.shown", {
      artifacts_count: counted("artifact_browser.found", index.size, { found: number(found.total) }),
      sources_count: counted("count.sources", found.sources.length),
    });
    say(this.heading, nothing ? capital(text("artifact_browser.none")) : filtered ? words : this.staticHeading);
    this.announce(this.heading.textContent ?? "");
    this.#part("empty", HTMLElement).hidden = !nothing;
    if (nothing) this.#rescue(index, asked);
  }

  /** Ways out: without the words, or without the types. @param {ArtifactIndex} index @param {Asked} asked */
  async #rescue(index, asked) {
    const turn = this.#turn;
    const list = this.#part("rescue", HTMLElement);
    const template = this.#part("rescue-item", HTMLTemplateElement);
    const ways = [
      { given: asked.types.size > 0, label: text("artifact_browser.types"), less: { ...asked, types: new Set() } },
      { given: asked.search, label: text("artifact_browser.search", { value: asked.search }), less: { ...asked, search: "" } },
    ];
    const offers = [];
    for (const { given, label, less } of ways) {
      if (!given) continue;
      const { total } = await index.find(less.search, numbers(index, less.types));
      if (total === 0) continue;
      const item = made(template);
      const count = counted("count.artifacts", total);
      part(item, "[data-label]", HTMLElement).textContent = text("artifact_browser.without", { filter: label, count });
      part(item, "button", HTMLButtonElement).addEventListener("click", () => this.#leap(less));
      offers.push(item);
    }
    if (turn === this.#turn) list.replaceChildren(...offers);
  }

  /** @param {unknown} error */
  #fail(error) {
    console.error(error);
    const words = text("artifact_browser.failed");
    say(part(this.failure, "[data-label]", HTMLElement), words);
    this.failure.hidden = false;
    this.announce(words);
  }
}

/** What an address asks for. @param {string} query @returns {Asked} */
function read(query) {
  const parameters = new URLSearchParams(query);
  const types = parameters.getAll("artifact_type").join(",").split(",").filter(Boolean);
  return { search: trimmed(parameters.getAll("search").at(-1) ?? ""), types: new Set(types) };
}

/** The query string that asks for the same; parameters of others stay. @param {Asked} asked @param {string} others */
function format({ search, types }, others) {
  const parameters = new URLSearchParams(others);
  parameters.delete("artifact_type");
  parameters.delete("search");
  if (types.size > 0) parameters.set("artifact_type", [...types].join(","));
  if (search) parameters.set("search", search);
  const query = parameters.toString().replaceAll("%2C", ",");
  return query && `?${query}`;
}

/** @param {Asked} asked */
function isAsked({ search, types }) {
  return search !== "" || types.size > 0;
}

/** Types by their number; unknown ones find nothing. @param {ArtifactIndex} index @param {ReadonlySet<string>} types */
function numbers(index, types) {
  return new Set([...types].map((type) => index.sources.numbers.artifact_type.get(type) ?? -1));
}

customElements.define(
  "artifact-browser",
  class extends HTMLElement {
    /** @type {ArtifactBrowser | null} */
    #browser = null;

    connectedCallback() {
      this.#browser ??= new ArtifactBrowser(this);
    }
  }
);

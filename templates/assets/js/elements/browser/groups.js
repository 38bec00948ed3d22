/** Sources with the artifacts that were found in them, made from the page's template when first shown. */

import { counted, text } from "../../lib/texts.js";
import { made, part } from "./part.js";

/** @typedef {import("../../lib/artifact-index.js").ArtifactIndex} ArtifactIndex */
/** @typedef {import("../../lib/artifact-index.js").Found} Found */
/** @typedef {((words: string) => import("../../lib/search-marks.js").Piece[]) | null} Mark */

/** Artifacts of a source before one asks for more. */
const FIRST = 5;
/** Artifacts that are shown more at once. */
const STEP = 50;

export class Groups {
  /** @type {Map<number, HTMLElement>} */
  #groups = new Map();
  /** @type {Found | null} */
  #found = null;
  /** @type {Promise<Mark>} */
  #mark = Promise.resolve(null);
  #index;
  #template;
  #row;
  #page;

  /**
   * @param {ArtifactIndex} index
   * @param {HTMLTemplateElement} template of a group with one row
   * @param {string} page the address of a source's page with `{id}` in it
   */
  constructor(index, template, page) {
    this.#index = index;
    this.#template = template;
    this.#row = part(template.content, "[data-slot=rows] > li", HTMLElement);
    this.#page = page;
  }

  /** Show another result from now on. @param {Found} found @param {string} search */
  take(found, search) {
    this.#found = found;
    this.#groups.clear();
    this.#mark = search
      ? import("../../lib/search-marks.js").then(
          ({ mark }) =>
            (/** @type {string} */ words) =>
              mark(words, search, null),
          () => null // rows stand without marks
        )
      : Promise.resolve(null);
  }

  /** Load what the first rows of some sources need, so that they come at once. @param {Uint32Array} sources */
  async ready(sources) {
    const rows = Array.from(sources).flatMap((source) => this.#numbers(source, 0, FIRST));
    await Promise.all([this.#mark, ...rows.map((artifact) => this.#index.row(artifact))]);
  }

  /** @param {number} source @param {number} from @param {number} limit */
  #numbers(source, from, limit) {
    return this.#found ? this.#index.of(this.#found, source, from + limit).slice(from) : [];
  }

  /** The groups of some sources. @param {number[]} sources */
  of(sources) {
    return sources.map((source) => {
      const group = this.#groups.get(source) ?? this.#make(source);
      this.#groups.set(source, group);
      return group;
    });
  }

  /** @param {number} source */
  #make(source) {
    const { sources } = this.#index;
    const group = made(this.#template);
    const slot = (name = "") => part(group, `[data-slot=${name}]`, HTMLElement);
    const total = this.#found?.counts[source] ?? 0;
    slot("link").textContent = sources.name(source);
    slot("link").setAttribute("href", this.#page.replace("{id}", sources.file.slugs[source] ?? sources.id(source)));
    slot("repo").textContent = sources.repo(source);
    slot("count").textContent = counted("count.artifacts", total);
    const trust = sources.file.trust[sources.trustOf[source]];
    slot("trust").dataset.trust = trust.id;
    choose(slot("trust"), trust.id, trust.label);
    slot("rows").replaceChildren();
    this.#add(group, source, total, FIRST);
    return group;
  }

  /** Add rows at a group's end, and a button for what is left. @param {HTMLElement} group @param {number} source @param {number} total @param {number} limit */
  #add(group, source, total, limit) {
    const list = part(group, "[data-slot=rows]", HTMLElement);
    const rows = this.#numbers(source, list.children.length, limit).map((artifact) => this.#rowOf(artifact));
    list.append(...rows);
    group.querySelector("[data-rest]")?.remove();
    const left = total - list.children.length;
    if (left > 0) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link-button";
      button.dataset.rest = "";
      button.textContent = counted("artifact_browser.more", Math.min(left, STEP));
      button.addEventListener("click", () => {
        const shown = list.children.length;
        this.#add(group, source, total, STEP);
        list.children[shown]?.querySelector("a")?.focus();
      });
      list.after(button);
    }
  }

  /** @param {number} artifact */
  #rowOf(artifact) {
    const row = /** @type {HTMLElement} */ (document.importNode(this.#row, true));
    const slot = (name = "") => part(row, `[data-slot=${name}]`, HTMLElement);
    const type = this.#index.sources.file.types[this.#index.typeOf[artifact]];
    choose(slot("type"), type.id, capital(type.one));
    this.#fill(artifact, slot("name"), slot("text"));
    return row;
  }

  /** @param {number} artifact @param {HTMLElement} name @param {HTMLElement} description */
  async #fill(artifact, name, description) {
    try {
      const [row, mark] = await Promise.all([this.#index.row(artifact), this.#mark]);
      if (row.url) name.setAttribute("href", row.url);
      else name.removeAttribute("href");
      name.replaceChildren(...pieces(row.name, mark));
      description.replaceChildren(...pieces(row.text, mark));
    } catch {
      name.textContent = text("artifact_browser.row_failed");
    }
  }
}

/** @param {string} words */
function capital(words) {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Leave the glyph and the word of one value. @param {HTMLElement} slot @param {string} id @param {string} label */
function choose(slot, id, label) {
  for (const glyph of slot.querySelectorAll("[data-glyph]")) {
    if (glyph.getAttribute("data-glyph") !== id) glyph.remove();
  }
  part(slot, "[data-label]", HTMLElement).textContent = label;
}

/** @param {string} words @param {Mark} mark */
function pieces(words, mark) {
  return (mark ? mark(words) : [{ text: words, mark: false }]).map((piece) => {
    if (!piece.mark) return piece.text;
    const element = document.createElement("mark");
    element.textContent = piece.text;
    return element;
  });
}

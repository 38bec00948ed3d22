/**
 * <add-source>: a form whose answers become a definition while they are typed.
 *
 * In it the page has, by data attribute:
 *
 *   <form> with one input or textarea a field, named after it, each with <p id="…-error" hidden>
 *   <code data-file>, <code data-yaml>          the file's name and what it says
 *   <button data-copy><span data-copy-label>    copies it
 *   <p role="status" data-status>               what is read out
 *   <p data-too-long hidden>                    where the address would be too long; its link is the empty form
 *   <button type="submit" data-open>            only where the catalog's repository is known
 */

import { fullAddress, idOf, newFileUrl, troubleOf, valueOf, yamlOf } from "../lib/definition.js";
import { text } from "../lib/texts.js";
import { copy } from "./clipboard.js";

/** @typedef {import("../lib/definition.js").Rule} Rule */
/** @typedef {import("../lib/definition.js").Value} Value */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Control */
/** @typedef {{fields: Record<string, Rule>, folder: string, form: string, longest: number}} Rules */

class AddSource extends HTMLElement {
  /** @type {Rules | undefined} */
  #rules;
  #file = "";
  #yaml = "";

  connectedCallback() {
    const data = document.querySelector("script[data-add-rules]");
    const form = this.querySelector("form");
    if (!data || !form || this.#rules) return;
    this.#rules = JSON.parse(data.textContent ?? "");
    form.addEventListener("input", () => this.#show());
    form.addEventListener("focusout", (event) => {
      const control = this.#controls().find((one) => one === event.target);
      if (control?.value) this.#tell(control);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#open();
    });
    this.querySelector("[data-copy]")?.addEventListener("click", () => this.#copy());
    this.#show();
  }

  /** @returns {Control[]} */
  #controls() {
    return [...this.querySelectorAll("input, textarea")].filter(
      (one) => one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement,
    );
  }

  /** @param {Control} control @returns {[Rule, Value]} */
  #answer(control) {
    const rule = /** @type {Rules} */ (this.#rules).fields[control.name];
    const value = valueOf(rule, control.value);
    return [rule, control.name === "repo_url" && typeof value === "string" ? fullAddress(value) : value];
  }

  /** The definition as it is so far. */
  #show() {
    /** @type {Array<[string, Value]>} */
    const fields = [];
    for (const control of this.#controls()) {
      const [rule, value] = this.#answer(control);
      if (!troubleOf(rule, value)) fields.push([control.name, value]);
      if (control.getAttribute("aria-invalid") === "true") this.#tell(control);
    }
    const address = fields.find(([name]) => name === "repo_url")?.[1];
    const id = typeof address === "string" ? idOf(address) : "";
    fields.push(["added", new Date().toISOString().slice(0, 10)]);
    this.#file = `${this.#rules?.folder}${id || "owner-name"}.yaml`;
    this.#yaml = yamlOf(fields);
    this.#put("[data-file]", this.#file);
    this.#put("[data-yaml]", this.#yaml);
  }

  /** @param {string} where @param {string} what */
  #put(where, what) {
    const element = this.querySelector(where);
    if (element) element.textContent = what;
  }

  /** Say what is wrong with an answer; whether something is. @param {Control} control */
  #tell(control) {
    const [rule, value] = this.#answer(control);
    const trouble = troubleOf(rule, value);
    const line = document.getElementById(`${control.id}-error`);
    control.setAttribute("aria-invalid", trouble ? "true" : "false");
    if (line) {
      line.hidden = !trouble;
      line.textContent = trouble === "form" ? text(`add.form_${control.name}`) : this.#words(trouble, rule);
    }
    return Boolean(trouble);
  }

  /** @param {import("../lib/definition.js").Trouble} trouble @param {Rule} rule */
  #words(trouble, rule) {
    return trouble ? text(`add.${trouble}`, { most: trouble === "many" ? rule.most : rule.longest }) : "";
  }

  #open() {
    const wrong = this.#controls().filter((control) => this.#tell(control));
    if (wrong.length) {
      wrong[0].focus();
      this.#put("[data-status]", text("add.mend"));
      return;
    }
    const { form, longest } = /** @type {Rules} */ (this.#rules);
    if (!form) return;
    const url = newFileUrl(form, this.#file, this.#yaml, longest);
    const long = this.querySelector("[data-too-long]");
    if (long instanceof HTMLElement) long.hidden = url !== null;
    if (url) location.assign(url);
    else this.#put("[data-status]", text("add.too_long"));
  }

  async #copy() {
    const done = await copy(this.#yaml);
    this.#put("[data-status]", text(done ? "add.copied" : "add.not_copied"));
  }
}

customElements.define("add-source", AddSource);

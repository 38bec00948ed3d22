/**
 * <copy-button data-text="what is copied"> around a <button> with a <span data-copy-label>.
 *
 * The label says "Copied" for two seconds, and is read out since it is the button's name.
 */

import { text } from "../lib/texts.js";
import { copy } from "./clipboard.js";

const SHOWN_FOR = 2000; // milliseconds

class CopyButton extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  connectedCallback() {
    this.addEventListener("click", this.#copy);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#copy);
    clearTimeout(this.#timer);
  }

  #copy = async () => {
    const label = this.querySelector("[data-copy-label]");
    if (!label) return;
    this.dataset.label ??= label.textContent ?? "";
    const copied = await copy(this.dataset.text ?? "");
    label.textContent = text(copied ? "source_script.copied" : "source_script.not_copied");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      label.textContent = this.dataset.label ?? "";
    }, SHOWN_FOR);
  };
}

customElements.define("copy-button", CopyButton);

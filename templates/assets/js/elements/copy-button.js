/**
 * <copy-button data-text="what is copied"> around a <button> with a <span data-copy-label>.
 *
 * The label says "Copied" for two seconds, and is read out since it is the button's name.
 */

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
    label.textContent = copied ? "Copied" : "Not copied";
    this.toggleAttribute("data-copied", copied);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      label.textContent = this.dataset.label ?? "";
      this.removeAttribute("data-copied");
    }, SHOWN_FOR);
  };
}

/**
 * Whether the text is on the clipboard now. Pages that are not served by https have no clipboard.
 *
 * @param {string} text
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    prompt("Copy this:", text);
    return false;
  }
}

customElements.define("copy-button", CopyButton);

/**
 * <copy-path><code>a/path</code></copy-path>: a click on the path copies it.
 *
 * The button is made here, since it is of no use without this script. The page has one
 * <template data-copy-glyphs> with an <svg data-glyph="copy"> and an <svg data-glyph="check">,
 * the latter of which is shown for two seconds after copying.
 */

import { text } from "../lib/texts.js";
import { copy } from "./clipboard.js";

const SHOWN_FOR = 2000; // milliseconds

class CopyPath extends HTMLElement {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  connectedCallback() {
    const code = this.querySelector("code");
    if (!code || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "path-button";
    button.title = text("source_script.copy_path");
    const glyphs = document.querySelector("template[data-copy-glyphs]");
    code.replaceWith(button);
    button.append(code);
    if (glyphs instanceof HTMLTemplateElement) button.append(glyphs.content.cloneNode(true));
    button.addEventListener("click", async () => {
      if (!(await copy(code.textContent ?? ""))) return;
      button.dataset.copied = "";
      button.title = text("source_script.copied");
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        delete button.dataset.copied;
        button.title = text("source_script.copy_path");
      }, SHOWN_FOR);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
  }
}

customElements.define("copy-path", CopyPath);

/** On narrow screens the filters open as a modal dialog: the form moves into it while it is open. */

import { part } from "./part.js";

export class FilterDialog {
  #opener;
  #dialog;

  /** @param {HTMLElement} root @param {HTMLFormElement} form */
  constructor(root, form) {
    this.#opener = part(root, "[data-filters-open]", HTMLButtonElement);
    this.#dialog = part(root, "[data-filters-dialog]", HTMLDialogElement);
    const dialog = this.#dialog;
    const place = part(dialog, "[data-filters-place]", HTMLElement);
    const home = document.createComment("filters");
    form.before(home);
    this.#opener.hidden = false;
    this.#opener.addEventListener("click", () => {
      place.append(form);
      dialog.showModal();
    });
    part(dialog, "[data-filters-close]", HTMLButtonElement).addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close(); // the backdrop
    });
    dialog.addEventListener("close", () => {
      home.after(form);
      this.#opener.focus();
    });
    addEventListener("resize", () => {
      if (dialog.open && this.#opener.offsetParent === null) dialog.close(); // no longer narrow
    });
  }

  /** @param {number} active how many filters are set @param {string} total what they show */
  show(active, total) {
    part(this.#opener, "[data-filters-active]", HTMLElement).textContent = active > 0 ? `(${active})` : "";
    part(this.#dialog, "[data-total]", HTMLElement).textContent = total;
  }
}

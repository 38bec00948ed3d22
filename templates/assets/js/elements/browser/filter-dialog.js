/** On narrow screens the filters open as a modal dialog: the form moves into it while it is open. */

import { part } from "./part.js";

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLFormElement} form
 * @param {HTMLElement} opener gets the focus back, and is not shown where the screen is wide
 */
export function openFilters(dialog, form, opener) {
  const home = document.createComment("filters");
  form.before(home);
  part(dialog, "[data-filters-place]", HTMLElement).append(form);
  const done = new AbortController();
  const close = () => dialog.close();
  const { signal } = done;
  part(dialog, "[data-filters-close]", HTMLButtonElement).addEventListener("click", close, { signal });
  dialog.addEventListener("click", ({ target }) => target === dialog && close(), { signal }); // the backdrop
  addEventListener("resize", () => opener.offsetParent === null && close(), { signal });
  dialog.addEventListener(
    "close",
    () => {
      done.abort();
      home.replaceWith(form);
      opener.focus();
    },
    { signal }
  );
  dialog.showModal();
}

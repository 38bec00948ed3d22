/** Finds the parts of the page that the server rendered for an element. */

/**
 * The one part that a selector names; without it the page is not what the element was written for.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {abstract new (...given: any[]) => T} type
 * @returns {T}
 */
export function part(root, selector, type) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page has no ${selector}`);
  return found;
}

/**
 * A new element from a template that holds one.
 * @param {HTMLTemplateElement} template
 */
export function made(template) {
  const first = template.content.firstElementChild;
  if (!(first instanceof HTMLElement)) throw new Error("an empty template");
  return /** @type {HTMLElement} */ (document.importNode(first, true));
}

/** Sets a text if it is another, so that nothing is laid out for nothing. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

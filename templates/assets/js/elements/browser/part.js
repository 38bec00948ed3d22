/** Finds the parts that the server rendered for an element, fills them, and speaks through them. */

/** What is read out waits this long for something newer (milliseconds). */
const PAUSE = 800;

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
  return part(document.importNode(template.content, true), "*", HTMLElement);
}

/** Sets a text if it is another, so that nothing is laid out for nothing. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** For what can wait until the visitor has seen the change. @param {() => void} work */
export function afterPaint(work) {
  requestAnimationFrame(() => setTimeout(work));
}

/**
 * Tells people who listen to the page what changed: once, after a pause, and only the last of it.
 * @param {HTMLElement} region with role=status
 * @returns {(text: string) => void}
 */
export function announcer(region) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      region.textContent = text;
    }, PAUSE);
  };
}

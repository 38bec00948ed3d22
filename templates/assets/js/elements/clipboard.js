/**
 * Puts a text on the clipboard and tells whether it is there now. Pages that are not
 * served by https have no clipboard; they show the text to be copied by hand.
 *
 * @param {string} text
 */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    prompt("Copy this:", text);
    return false;
  }
}

/**
 * The stemmer of lunr.js, rule by rule, as in generator/search/stem.py: a search need not load
 * the rest of lunr.js for it. A test compares the two word by word.
 */

const STEP_2 = {
  ational: "ate",
  tional: "tion",
  enci: "ence",
  anci: "ance",
  izer: "ize",
  bli: "ble",
  alli: "al",
  entli: "ent",
  eli: "e",
  ousli: "ous",
  ization: "ize",
  ation: "ate",
  ator: "ate",
  alism: "al",
  iveness: "ive",
  fulness: "ful",
  ousness: "ous",
  aliti: "al",
  iviti: "ive",
  biliti: "ble",
  logi: "log",
};
const STEP_3 = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" };

const consonants = "[^aeiou][^aeiouy]*";
const vowels = "[aeiouy][aeiou]*";
const moreThan0 = new RegExp(`^(${consonants})?${vowels}${consonants}`);
const exactly1 = new RegExp(`^(${consonants})?${vowels}${consonants}(${vowels})?$`);
const moreThan1 = new RegExp(`^(${consonants})?${vowels}${consonants}${vowels}${consonants}`);
const hasVowel = new RegExp(`^(${consonants})?[aeiouy]`);
const doubled = /([^aeiouylsz])\1$/;
const short = new RegExp(`^${consonants}[aeiouy][^aeiouwxy]$`);
const suffix2 = new RegExp(`^(.+?)(${Object.keys(STEP_2).join("|")})$`);
const suffix3 = new RegExp(`^(.+?)(${Object.keys(STEP_3).join("|")})$`);
const suffix4 = /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;

/**
 * @param {string} word  of the letters a–z
 * @returns {string}
 */
export function stem(word) {
  if (word.length < 3) return word;
  const initialY = word[0] === "y";
  const stemmed = endings(inflection(initialY ? `Y${word.slice(1)}` : word));
  return initialY ? `y${stemmed.slice(1)}` : stemmed;
}

/**
 * Takes plurals, -ed and -ing off, and turns a final y into i (steps 1a to 1c).
 * @param {string} given
 * @returns {string}
 */
function inflection(given) {
  let word = given;
  let found = /^(.+?)(ss|i)es$/.exec(word) ?? /^(.+?)([^s])s$/.exec(word);
  if (found) word = found[1] + found[2];
  if ((found = /^(.+?)eed$/.exec(word))) {
    if (moreThan0.test(found[1])) word = word.slice(0, -1);
  } else if ((found = /^(.+?)(ed|ing)$/.exec(word)) && hasVowel.test(found[1])) {
    word = found[1];
    if (/(at|bl|iz)$/.test(word)) word += "e";
    else if (doubled.test(word)) word = word.slice(0, -1);
    else if (short.test(word)) word += "e";
  }
  found = /^(.+?[^aeiou])y$/.exec(word);
  return found ? `${found[1]}i` : word;
}

/**
 * Shortens or takes off derivational endings (steps 2 to 5).
 * @param {string} given
 * @returns {string}
 */
function endings(given) {
  let word = replaced(replaced(given, suffix2, STEP_2), suffix3, STEP_3);
  let found = suffix4.exec(word);
  if (found) {
    if (moreThan1.test(found[1])) word = found[1];
  } else if ((found = /^(.+?)([st])(ion)$/.exec(word)) && moreThan1.test(found[1] + found[2])) {
    word = found[1] + found[2];
  }
  if ((found = /^(.+?)e$/.exec(word))) {
    const base = found[1];
    if (moreThan1.test(base) || (exactly1.test(base) && !short.test(base))) word = base;
  }
  return word.endsWith("ll") && moreThan1.test(word) ? word.slice(0, -1) : word;
}

/**
 * @param {string} word
 * @param {RegExp} suffix
 * @param {Record<string, string>} endings
 * @returns {string}
 */
function replaced(word, suffix, endings) {
  const found = suffix.exec(word);
  return found && moreThan0.test(found[1]) ? found[1] + endings[found[2]] : word;
}

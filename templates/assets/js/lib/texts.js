/**
 * The texts that scripts say, in the language of the page: those of templates/texts/en.yaml or of
 * the catalog's own file, which the page carries as data; and numbers and days as
 * generator/locales.py writes them, from the same facts.
 */

/**
 * @typedef {object} Locale
 * @property {string} language one that the browser takes
 * @property {string} zero the digit 0; the other nine follow it
 * @property {string} group between groups of digits
 * @property {string} decimal
 * @property {[number, number]} sizes digits of the last group, and of those before it
 * @property {string[]} months
 * @property {string} day with {day} {month} {number} {year}
 */

/** A text, or its forms by plural category. @typedef {string | Record<string, string>} Message */
/** @typedef {Record<string, string | number>} Values */

/** @type {Record<string, Message>} */
let messages = {};
/** @type {Locale} */
let locale;
/** @type {Intl.PluralRules} */
let plural;

/** Take up texts. @param {{locale: Locale} & Record<string, any>} given */
export function useTexts({ locale: facts, ...texts }) {
  messages = texts;
  locale = facts;
  plural = new Intl.PluralRules(facts.language);
}

const block = globalThis.document?.querySelector("script[data-texts]");
if (block) useTexts(JSON.parse(block.textContent ?? ""));

/** A text with its placeholders filled. @param {string} key @param {Values} [values] */
export function text(key, values = {}) {
  return filled(found(key), values);
}

/** The form of a text that fits a number: `1 source`. @param {string} key @param {number} value @param {Values} [values] */
export function counted(key, value, values = {}) {
  const forms = found(key);
  const form = (value ? null : forms.none) ?? forms[plural.select(value)] ?? forms.other;
  return filled(form, { number: number(value), ...values });
}

/** `1,234` @param {number} value */
export function number(value) {
  const [last, others] = locale.sizes;
  let left = String(value);
  const groups = [left.slice(-last)];
  for (left = left.slice(0, -last); left; left = left.slice(0, -others)) groups.unshift(left.slice(-others));
  return digits(groups.join(locale.group));
}

/** `999`, `1.2k`, `13k`, `1.2M`: rounded down. @param {number} value */
export function shortNumber(value) {
  const [size, key] = value >= 1e6 ? [1e6, "number.million"] : [1e3, "number.thousand"];
  if (value < size) return digits(String(value));
  const tenths = Math.floor((value * 10) / size);
  const [whole, tenth] = [Math.floor(tenths / 10), tenths % 10];
  return text(key, { number: digits(whole < 10 && tenth > 0 ? `${whole}${locale.decimal}${tenth}` : String(whole)) });
}

/**
 * A day (UTC) for machines and for people.
 * @param {number} days since 1970-01-01
 */
export function day(days) {
  const date = new Date(days * 86_400_000);
  const month = date.getUTCMonth();
  const values = { day: date.getUTCDate(), number: month + 1, year: date.getUTCFullYear() };
  const words = filled(digits(filled(locale.day, values)), { month: locale.months[month] });
  return { iso: date.toISOString().slice(0, 10), text: words };
}

/** With a capital at its start. @param {string} words */
export function capital(words) {
  return words.slice(0, 1).toLocaleUpperCase(locale.language) + words.slice(1);
}

/** @param {string} key @returns {any} */
function found(key) {
  if (!(key in messages)) throw new Error(`no text ${key}`);
  return messages[key];
}

/** @param {string} message @param {Values} values */
function filled(message, values) {
  return message.replace(/\{([a-zA-Z_]+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** With this language's digits. @param {string} plain */
function digits(plain) {
  if (locale.zero === "0") return plain;
  const zero = locale.zero.charCodeAt(0);
  return plain.replace(/[0-9]/g, (digit) => String.fromCharCode(zero + Number(digit)));
}

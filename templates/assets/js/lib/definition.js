/**
 * A definition as the form of the page "Add" makes it: the rules of its fields, which the page
 * carries as generator/pages/add.py wrote them, and the YAML, which generator/yaml_text reads.
 */

/**
 * @typedef {object} Rule
 * @property {number} longest characters of the text, or of one item
 * @property {string} tidy "exact", "line", "lines" or "word"
 * @property {string} pattern what the whole must match; empty: anything
 * @property {string[]} refused what it must not hold
 * @property {number} most items of a list; 0: no list
 * @property {boolean} required
 */

/** A field's value. @typedef {string | string[]} Value */

/** What is wrong with a value; empty: nothing. @typedef {"" | "missing" | "long" | "many" | "hidden" | "form"} Trouble */

/** @param {string} value @param {string} how */
export function tidied(value, how) {
  if (how === "line") return value.replace(/[ \t\r\n]+/gu, " ").replace(/^ | $/gu, "");
  if (how === "lines") return value.replace(/\r\n/gu, "\n").replace(/^[ \t\r\n]+|[ \t\r\n]+$/gu, "");
  const word = value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/gu, "");
  return how === "word" ? word.replace(/[A-Z]/gu, (letter) => letter.toLowerCase()) : word;
}

/** What was typed, as the field has it. @param {Rule} rule @param {string} typed @returns {Value} */
export function valueOf(rule, typed) {
  if (!rule.most) return tidied(typed, rule.tidy);
  const words = typed.split(/[,\s]+/u).map((word) => tidied(word.replace(/^#+/u, ""), rule.tidy));
  return [...new Set(words.filter(Boolean))];
}

/** @param {Rule} rule @param {Value} value @returns {Trouble} */
export function troubleOf(rule, value) {
  if (!value.length) return rule.required ? "missing" : "";
  if (rule.most && value.length > rule.most) return "many";
  for (const one of typeof value === "string" ? [value] : value) {
    if ([...one].length > rule.longest) return "long";
    if (/[\p{Cc}\u2028\u2029\ufeff]/u.test(one.replace(/[\n\t]/gu, ""))) return "hidden";
    if (/\p{Surrogate}/u.test(one)) return "hidden";
    if (rule.refused.some((pattern) => new RegExp(pattern, "u").test(one))) return "hidden";
    if (rule.pattern && !new RegExp(`^(?:${rule.pattern})$`, "u").test(one)) return "form";
  }
  return "";
}

/** The id that a repository's address proposes; empty where it names none. @param {string} address */
export function idOf(address) {
  const parts = address
    .replace(/^https?:\/\/(?:www\.)?/u, "")
    .replace(/\/tree\/.*$/u, "")
    .replace(/(?:\.git)?\/*$/u, "")
    .split("/")
    .filter(Boolean);
  if (parts.length < 2) return "";
  return parts
    .slice(-2)
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-|-$/gu, "")
    .slice(0, 80)
    .replace(/-$/u, "");
}

/** A repository's address in full. @param {string} address */
export function fullAddress(address) {
  return /^[\w-]+\/[\w.-]+(?:\/tree\/.*)?$/u.test(address) ? `https://github.com/${address}` : address;
}

/** A whole definition. @param {Array<[string, Value]>} fields in their order; empty ones are left out */
export function yamlOf(fields) {
  let made = "";
  for (const [name, value] of fields) {
    if (!value.length) continue;
    if (typeof value === "string") made += `${name}:${block(value) ?? ` ${scalar(value)}`}\n`;
    else made += `${name}: [${value.map(scalar).join(", ")}]\n`;
  }
  return made;
}

/** A text of several lines as a literal block; null where it cannot be one. @param {string} value */
function block(value) {
  const lines = value.split("\n");
  const plain = lines.every((line) => !/\s$/u.test(line) && !/[^\p{L}\p{N}\p{P}\p{S} ]/u.test(line));
  if (lines.length < 2 || !plain || /^\s/u.test(value) || value.endsWith("\n")) return null;
  return ` |-\n${lines.map((line) => (line ? `  ${line}` : "")).join("\n")}`;
}

/** A text in one line, in quotes unless it is of letters, digits and a few harmless signs. @param {string} value */
function scalar(value) {
  const word = /^(?:y|n|yes|no|on|off|true|false|null)$/iu.test(value);
  if (/^[A-Za-z](?:[A-Za-z0-9 _/.,()'+-]*[A-Za-z0-9/.)])?$/u.test(value) && !word) return value;
  if (/^https:\/\/[A-Za-z0-9/._~-]+$/u.test(value) || /^\d{4}-\d\d-\d\d$/u.test(value)) return value;
  const escaped = [...value].map((char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    if (/[\p{L}\p{N}\p{P}\p{S} ]/u.test(char)) return char;
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped.join("")}"`;
}

/**
 * The address of GitHub's form for a new file with its content; null where it were too long.
 *
 * @param {string} base the form's address without a file
 * @param {string} file
 * @param {string} content
 * @param {number} longest bytes
 */
export function newFileUrl(base, file, content, longest) {
  const url = `${base}?filename=${encodeURIComponent(file).replace(/%2F/gu, "/")}&value=${encodeURIComponent(content)}`;
  return url.length <= longest ? url : null;
}

/**
 * The filter index: columns of JSON, as generator/api/filter_index.py writes them, become
 * typed arrays. A source is its number everywhere: its place in the order of the ids.
 */

/**
 * What the file holds; generator/api/filter_index.py documents every key.
 * @typedef {object} FilterIndexFile
 * @property {number} format
 * @property {number} size
 * @property {{id: string, words: string[], label: string, one: string, many: string}[]} types
 * @property {{id: string, label: string}[]} trust
 * @property {{id: string, label: string}[]} statuses
 * @property {string} tags
 * @property {string} sources
 * @property {Record<string, string>} slugs
 * @property {number[]} by_name
 * @property {string} trust_of
 * @property {string} status_of
 * @property {(number | null)[]} stars
 * @property {(number | null)[]} updated
 * @property {(number | null)[]} added
 * @property {number[]} tags_of
 * @property {number[]} types_of
 * @property {number} shard
 * @property {string} shards
 */

/**
 * Numbers of values, source by source: those of source `i` are `values[start[i]]` up to,
 * without, `values[start[i + 1]]`.
 * @typedef {{start: Uint32Array, values: Uint32Array, weights: Uint32Array}} Rows
 */

/** In number columns: not known. */
export const UNKNOWN = -(2 ** 31);

const FORMAT = 1;

export class FilterIndex {
  /** @param {FilterIndexFile} file */
  constructor(file) {
    if (file.format !== FORMAT) throw new Error(`filter index of format ${file.format}, not ${FORMAT}`);
    this.file = file;
    this.size = file.size;
    this.tags = lines(file.tags);
    this.sources = lines(file.sources);
    this.byName = Uint32Array.from(file.by_name);
    this.trustOf = digits(file.trust_of);
    this.statusOf = digits(file.status_of);
    this.stars = numbers(file.stars);
    this.updated = numbers(file.updated);
    this.added = numbers(file.added);
    this.tagsOf = rows(file.tags_of, file.size);
    this.typesOf = rows(file.types_of, file.size);
    this.artifacts = new Int32Array(file.size);
    for (let i = 0; i < this.size; i++) {
      for (let k = this.typesOf.start[i]; k < this.typesOf.start[i + 1]; k++) {
        this.artifacts[i] += this.typesOf.weights[k];
      }
    }
    /**
     * The values of each facet by number, as addresses spell them.
     * @type {Record<Facet, string[]>}
     */
    this.values = {
      artifact_type: file.types.map((type) => type.id),
      tags: this.tags,
      trust_level: file.trust.map((level) => level.id),
      status: file.statuses.map((status) => status.id),
    };
    /**
     * The number of each value; of each word that names a type, too.
     * @type {Record<Facet, Map<string, number>>}
     */
    this.numbers = {
      artifact_type: new Map(
        Object.entries(file.types).flatMap(([i, { words }]) => words.map((word) => [word, Number(i)]))
      ),
      tags: numbered(this.tags),
      trust_level: numbered(this.values.trust_level),
      status: numbered(this.values.status),
    };
  }

  /** @param {number} source */
  id(source) {
    return this.sources[3 * source];
  }

  /** @param {number} source */
  name(source) {
    return this.sources[3 * source + 1] || this.repo(source).split("/")[1];
  }

  /** `owner/repo`. @param {number} source */
  repo(source) {
    return this.sources[3 * source + 2];
  }

  /** Where the shard that holds a source's description lies from here. @param {number} source */
  shard(source) {
    const place = 10 * Math.floor(source / this.file.shard);
    return `../assets/data/cards.${this.file.shards.slice(place, place + 10)}.json`;
  }
}

/** @typedef {"artifact_type" | "tags" | "trust_level" | "status"} Facet */

/** @type {readonly Facet[]} */
export const FACETS = ["artifact_type", "tags", "trust_level", "status"];

/** @param {string} text */
export function lines(text) {
  return text === "" ? [] : text.split("\n");
}

/** The place of each value. @param {string[]} values @returns {Map<string, number>} */
function numbered(values) {
  return new Map(values.map((value, i) => [value, i]));
}

/** @param {string} text one digit a value, in base 36 */
function digits(text) {
  return Uint8Array.from(text, (digit) => parseInt(digit, 36));
}

/** @param {(number | null)[]} values */
function numbers(values) {
  return Int32Array.from(values, (value) => value ?? UNKNOWN);
}

/**
 * @param {number[]} flat how many values each source has, then all values, then as many weights (or none)
 * @param {number} size
 * @returns {Rows}
 */
function rows(flat, size) {
  const start = new Uint32Array(size + 1);
  for (let i = 0; i < size; i++) start[i + 1] = start[i] + flat[i];
  const end = size + start[size];
  return { start, values: Uint32Array.from(flat.slice(size, end)), weights: Uint32Array.from(flat.slice(end)) };
}

/**
 * Every artifact, searched and listed from small parts; generator/api/artifact_index.py makes
 * them and says how. An artifact is its number, and the filter index tells its source and type.
 */

import { lines } from "./filter-index.js";
import { queryWords, runs, term } from "./search-words.js";

/** @typedef {import("./filter-index.js").FilterIndex} FilterIndex */
/**
 * @typedef {object} ArtifactIndexFile
 * @property {number} format
 * @property {number} size
 * @property {number} rows
 * @property {string} row_files
 * @property {string} first
 * @property {string} word_files
 */
/** @typedef {{name: string, text: string, url: string}} Row `url` is empty where there is none */
/**
 * Sources in order, and how many artifacts of each source match, and of each type, whichever types
 * are chosen; how well each artifact matches (null: all alike), and the chosen types.
 * @typedef {object} Found
 * @property {Uint32Array} sources
 * @property {Uint32Array} counts
 * @property {number} total
 * @property {Uint32Array} types
 * @property {Uint8Array | null} levels
 * @property {ReadonlySet<number>} chosen
 */

const FORMAT = 1;
const WEB = "https://github.com/";

/** Letters from which on a word matches longer ones. */
const PREFIX_LETTERS = 2;

/** How well a word matches, the best first: a word of the name, the beginning of one, the source's name, the text. */
const LEVELS = { name: 4, begun: 3, source: 2, text: 1 };

export class ArtifactIndex {
  #file;
  #address;
  #get;
  #first;
  /** @type {Map<string, Promise<any>>} */
  #parts = new Map();
  /** @type {string[][] | null} */
  #sourceWords = null;

  /**
   * @param {ArtifactIndexFile} file
   * @param {string} address of the file: its parts lie beside it
   * @param {FilterIndex} sources
   * @param {(address: URL) => Promise<Response>} [get]
   */
  constructor(file, address, sources, get = (url) => fetch(url)) {
    if (file.format !== FORMAT) throw new Error(`artifact index of format ${file.format}, not ${FORMAT}`);
    this.#file = file;
    this.#address = address;
    this.#get = get;
    this.#first = lines(file.first);
    this.size = file.size;
    this.sources = sources;
    /** The first artifact of each source, and the end. */
    this.start = new Uint32Array(sources.size + 1);
    /** The type of each artifact. */
    this.typeOf = new Uint8Array(file.size);
    let at = 0;
    const { start, values, weights } = sources.typesOf;
    for (let source = 0; source < sources.size; source++) {
      for (let k = start[source]; k < start[source + 1]; k++) {
        this.typeOf.fill(values[k], at, at + weights[k]);
        at += weights[k];
      }
      this.start[source + 1] = at;
    }
    if (at !== file.size) throw new Error(`${at} artifacts in the filter index, ${file.size} in that of artifacts`);
  }

  /**
   * What has every word of a text and one of some types.
   * @param {string} text
   * @param {ReadonlySet<number>} types none: all
   * @returns {Promise<Found>}
   */
  async find(text, types) {
    const words = queryWords(text);
    const levels = words.length > 0 ? await this.#match(words) : null;
    const { size } = this.sources;
    const counts = new Uint32Array(size);
    const best = new Uint8Array(size);
    const byType = new Uint32Array(this.sources.file.types.length);
    let total = 0;
    for (let source = 0; source < size; source++) {
      for (let i = this.start[source]; i < this.start[source + 1]; i++) {
        const level = levels ? levels[i] : LEVELS.text;
        if (level === 0) continue;
        byType[this.typeOf[i]]++;
        if (types.size > 0 && !types.has(this.typeOf[i])) continue;
        counts[source]++;
        if (level > best[source]) best[source] = level;
      }
      total += counts[source];
    }
    const sources = Uint32Array.from(
      Object.values(LEVELS).flatMap((level) => Array.from(this.sources.byName).filter((s) => best[s] === level))
    );
    return { sources, counts, total, types: byType, levels, chosen: types };
  }

  /**
   * The artifacts of a source that a search found, best first.
   * @param {Found} found @param {number} source @param {number} limit
   */
  of({ levels, chosen }, source, limit) {
    /** @type {number[]} */
    const artifacts = [];
    for (const level of levels ? Object.values(LEVELS) : [0]) {
      for (let i = this.start[source]; i < this.start[source + 1] && artifacts.length < limit; i++) {
        if (levels && levels[i] !== level) continue;
        if (chosen.size === 0 || chosen.has(this.typeOf[i])) artifacts.push(i);
      }
    }
    return artifacts;
  }

  /** What is shown of an artifact. @param {number} artifact @returns {Promise<Row>} */
  async row(artifact) {
    const place = Math.floor(artifact / this.#file.rows);
    const { names, texts, places } = await this.#part("rows", this.#file.row_files, place);
    const at = artifact % this.#file.rows;
    return { name: names[at], text: texts[at], url: places[at] && WEB + places[at] };
  }

  /** How well each artifact matches all words. @param {string[]} words */
  async #match(words) {
    const all = await Promise.all(words.map((word) => this.#levelsOf(word)));
    const [levels, ...others] = all;
    for (const other of others) {
      for (let i = 0; i < levels.length; i++) if (other[i] < levels[i]) levels[i] = other[i];
    }
    return levels;
  }

  /** @param {string} word @returns {Promise<Uint8Array>} */
  async #levelsOf(word) {
    const levels = new Uint8Array(this.size);
    for (const begin of new Set([word, term(word)])) {
      const longer = begin.length >= PREFIX_LETTERS || /[^\0-\x7f]/.test(begin);
      for (const { words, hits } of await this.#wordFiles(begin, longer)) {
        for (let k = lowerBound(words, begin); k < words.length; k++) {
          if (longer ? !words[k].startsWith(begin) : words[k] !== begin) break;
          const named = words[k] === word ? LEVELS.name : LEVELS.begun;
          let number = 0;
          for (const step of hits[k]) {
            number += step;
            const level = number % 2 === 0 ? named : LEVELS.text;
            if (level > levels[number >> 1]) levels[number >> 1] = level;
          }
        }
      }
    }
    this.#markSources(word, levels);
    return levels;
  }

  /** All artifacts of a source match a word of its name. @param {string} word @param {Uint8Array} levels */
  #markSources(word, levels) {
    const { sources } = this;
    this.#sourceWords ??= Array.from({ length: sources.size }, (_, i) => runs(`${sources.name(i)} ${sources.repo(i)}`));
    this.#sourceWords.forEach((words, source) => {
      if (!words.some((one) => one === word || (word.length > PREFIX_LETTERS && one.startsWith(word)))) return;
      for (let i = this.start[source]; i < this.start[source + 1]; i++) {
        if (levels[i] < LEVELS.source) levels[i] = LEVELS.source;
      }
    });
  }

  /**
   * The files that hold a word, or all that begin with it.
   * @param {string} word @param {boolean} longer
   */
  #wordFiles(word, longer) {
    const from = Math.max(0, lowerBound(this.#first, word) - (this.#first.includes(word) ? 0 : 1));
    const files = [];
    for (let k = from; k < this.#first.length; k++) {
      if (k > from && !(longer && this.#first[k].startsWith(word))) break;
      files.push(this.#part("words", this.#file.word_files, k));
    }
    return Promise.all(files);
  }

  /** @param {"rows" | "words"} kind @param {string} hashes @param {number} place @returns {Promise<any>} */
  #part(kind, hashes, place) {
    const name = `${kind}.${hashes.slice(10 * place, 10 * place + 10)}.json`;
    const known = this.#parts.get(name) ?? this.#fetch(name);
    this.#parts.set(name, known);
    known.catch(() => this.#parts.delete(name)); // the next time tries again
    return known;
  }

  /** @param {string} name */
  async #fetch(name) {
    const answer = await this.#get(new URL(name, this.#address));
    if (!answer.ok) throw new Error(`${answer.status} ${name}`);
    const file = await answer.json();
    if ("words" in file) return { ...file, words: lines(file.words) };
    return Object.fromEntries(Object.entries(file).map(([key, text]) => [key, text.split("\n")]));
  }
}

/** The place of the first word that is not before another. @param {string[]} words @param {string} word */
function lowerBound(words, word) {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle] < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

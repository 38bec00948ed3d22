/**
 * The index as the site has it in files: loads of it what is asked for, each file once.
 * What the files are is told by generator/search/site.py.
 */

import { Reader, placeOf, text, unpack } from "./search-binary.js";
import { WordList, near } from "./search-lexicon.js";
import { Part } from "./search-part.js";
import { FIELDS, FORMAT } from "./search-rules.js";

/** @import {Term} from './search-evaluate.js' */
/** @import {Range, Source} from './search-meaning.js' */
/** @import {Words} from './search-lexicon.js' */

/** Files of lengths that are loaded before a search; more only as they are needed. */
const READY_FILES = 3;

/**
 * @typedef {object} Header
 * @property {number} format
 * @property {number[]} starts  the first document of each segment of the index, and the number of all
 * @property {number[]} averages
 * @property {number} texts  documents of a file of texts
 * @property {string} [folder]  absent: everything is in the one file
 * @property {number} [lengths]  documents of a file of lengths
 * @property {string[]} [part]  where each part begins
 * @property {string[]} [word]
 * @property {string[]} [back]
 */

/** @implements {Source} */
export class SiteIndex {
  /**
   * @param {string} url  of search/index.bin
   * @param {(url: string, cache: RequestCache) => Promise<Response>} get
   * @returns {Promise<SiteIndex>}
   */
  static async open(url, get) {
    const [header, ...rest] = await unpack(await get(url, "no-cache"));
    return new SiteIndex(url, get, JSON.parse(text(header)), rest);
  }

  /**
   * @param {string} url
   * @param {(url: string, cache: RequestCache) => Promise<Response>} get
   * @param {Header} header
   * @param {Uint8Array[]} columns  of a small index: lengths, part, words
   */
  constructor(url, get, header, columns) {
    if (header.format !== FORMAT) throw new Error(`the search index has format ${header.format}, not ${FORMAT}`);
    this.url = url;
    this.get = get;
    this.header = header;
    this.documents = header.starts[header.starts.length - 1];
    /** Breaks ties; filled by files of lengths. */
    this.precedence = new Uint8Array(this.documents);
    this.statistics = {
      starts: header.starts,
      averages: header.averages,
      lengths: FIELDS.map(() => new Uint32Array(this.documents)),
    };
    /** @type {Map<number, Promise<Part>>} */
    this.parts = new Map();
    /** @type {Map<number, Promise<void>>} */
    this.lengths = new Map();
    if (columns.length) {
      const widths = FIELDS.length + 1;
      this.#fillLengths(0, columns.slice(0, widths));
      this.lengths.set(0, Promise.resolve());
      this.first = [""];
      this.parts.set(0, Promise.resolve(new Part(columns.slice(widths, widths + 5))));
      this.words = new WordList([""], async () => columns[widths + 5]);
      this.backward = null;
    } else {
      this.first = header.part ?? [];
      this.words = new WordList(header.word ?? [], async (at) => (await this.#file(`word-${at}`))[0]);
      this.backward = new WordList(header.back ?? [], async (at) => (await this.#file(`back-${at}`))[0]);
    }
  }

  /** Loads, of what searches need beside their terms, as much as is worth loading before the first. */
  async ready() {
    const files = Math.ceil(this.documents / this.#perFile());
    if (files > READY_FILES) return;
    await Promise.all(Array.from({ length: files }, (_, file) => this.#lengthsOf(file)));
  }

  /**
   * All terms in any of the ranges.
   * @param {Range[]} ranges
   * @returns {Promise<Term[]>}
   */
  async terms(ranges) {
    /** @type {Set<number>} */
    const wanted = new Set();
    for (const { from, longer } of ranges) {
      const start = placeOf(this.first, from);
      for (let part = start; part >= 0 && part < this.first.length; part += 1) {
        if (part > start && !(longer && this.first[part].startsWith(from))) break;
        wanted.add(part);
      }
    }
    const parts = await Promise.all([...wanted].map((part) => this.#part(part)));
    /** @type {Array<[part: Part, place: number]>} */
    const found = [];
    for (const part of parts) {
      /** @type {Set<number>} */
      const places = new Set();
      for (const { from, longer } of ranges) {
        let place = placeOf(part.terms, from);
        if (place >= 0 && part.terms[place] === from) places.add(place);
        while (longer && part.terms[(place += 1)]?.startsWith(from)) places.add(place);
      }
      for (const place of places) found.push([part, place]);
    }
    return this.#read(found);
  }

  /**
   * The file that has the texts of a document, and its place there.
   * @param {number} id
   * @returns {{path: string, place: number}}
   */
  textsOf(id) {
    const { starts, texts } = this.header;
    let segment = 0;
    while (starts[segment + 1] <= id) segment += 1;
    const at = id - starts[segment];
    return { path: `texts/${segment}-${Math.floor(at / texts)}.bin`, place: at % texts };
  }

  /**
   * Words of the vocabulary that begin so.
   * @param {string} beginning
   * @returns {Promise<Words>}
   */
  completions(beginning) {
    return this.words.beginning(beginning);
  }

  /**
   * Words of the vocabulary one edit away.
   * @param {string} word
   * @returns {Promise<Words>}
   */
  near(word) {
    return near(this.words, this.backward, word);
  }

  /**
   * Terms with their postings: from parts aside where they are, with the lengths that they need.
   * @param {Array<[part: Part, place: number]>} found
   * @returns {Promise<Term[]>}
   */
  async #read(found) {
    const aside = new Set(found.map(([part, place]) => part.aside(place)).filter((number) => number >= 0));
    const loaded = new Map(
      await Promise.all([...aside].map(async (at) => /** @type {const} */ ([at, await this.#part(-1 - at)])))
    );
    const holders = found.map(([part, place]) => {
      const holder = loaded.get(part.aside(place));
      return { holder: holder ?? part, at: holder ? 0 : place, text: part.terms[place] };
    });
    /** @type {Set<number>} */
    const segments = new Set();
    for (const { holder, at } of holders) holder.addSegments(at, segments);
    const { starts } = this.header;
    /** @type {Set<number>} */
    const files = new Set();
    for (const segment of segments) {
      files.add(Math.floor(starts[segment] / this.#perFile()));
      files.add(Math.floor((starts[segment + 1] - 1) / this.#perFile()));
    }
    await Promise.all([...files].map((file) => this.#lengthsOf(file)));
    return holders.map(({ holder, at, text: name }) => holder.term(at, this.statistics, name));
  }

  /**
   * @param {number} number  of a part; -1 - n is the part n of those aside
   * @returns {Promise<Part>}
   */
  #part(number) {
    let part = this.parts.get(number);
    if (!part) {
      part = this.#file(number < 0 ? `aside-${-1 - number}` : `part-${number}`).then((columns) => new Part(columns));
      part.catch(() => this.parts.delete(number));
      this.parts.set(number, part);
    }
    return part;
  }

  /** Documents of a file of lengths. */
  #perFile() {
    return this.header.lengths ?? Infinity;
  }

  /**
   * Loads the lengths of the documents of a file.
   * @param {number} file
   * @returns {Promise<void>}
   */
  #lengthsOf(file) {
    let filled = this.lengths.get(file);
    if (!filled) {
      filled = this.#file(`length-${file}`).then((columns) => this.#fillLengths(file * this.#perFile(), columns));
      filled.catch(() => this.lengths.delete(file));
      this.lengths.set(file, filled);
    }
    return filled;
  }

  /**
   * @param {number} start
   * @param {Uint8Array[]} columns
   */
  #fillLengths(start, [precedence, ...lengths]) {
    this.precedence.set(precedence, start);
    lengths.forEach((column, field) => {
      const reader = new Reader(column);
      for (let at = start; reader.at < column.length; at += 1) this.statistics.lengths[field][at] = reader.number();
    });
  }

  /**
   * @param {string} name
   * @returns {Promise<Uint8Array[]>}
   */
  async #file(name) {
    return unpack(await this.get(new URL(`${this.header.folder}/${name}.bin`, this.url).href, "default"));
  }
}

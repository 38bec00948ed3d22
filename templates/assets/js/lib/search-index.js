/**
 * The index as the site has it in files: loads of it what is asked for, each file once.
 * What the files are is told by generator/search/site.py.
 */

import { frontCoded, nameIn, placeOf, text, unpack } from "./search-binary.js";
import { WordList, near } from "./search-lexicon.js";
import { Numbers } from "./search-numbers.js";
import { Part, scored } from "./search-part.js";
import { FIELDS, FORMAT } from "./search-rules.js";

/** @import {Term} from './search-evaluate.js' */
/** @import {Range, Source} from './search-meaning.js' */
/** @import {Words} from './search-lexicon.js' */

/**
 * @typedef {object} Header
 * @property {number} format
 * @property {number[]} starts  the first document of each segment of the index, and the number of all
 * @property {number[]} averages
 * @property {number} texts  documents of a file of texts
 * @property {number} [numbers]  documents of a file of lengths or of their order; absent: everything is in the one file
 */

/** Bytes of the name of a file. */
const NAME = 6;

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
   * @param {Uint8Array[]} columns  names of files, and where parts and lists of words begin; of a small index
   *   what is in these files: order, lengths, part, words
   */
  constructor(url, get, header, columns) {
    if (header.format !== FORMAT) throw new Error(`the search index has format ${header.format}, not ${FORMAT}`);
    this.url = url;
    this.get = get;
    this.header = header;
    this.documents = header.starts[header.starts.length - 1];
    /** @type {Map<string, Promise<Part>>} */
    this.parts = new Map();
    /** @type {Map<string, Promise<Term>>} */
    this.read = new Map();
    const perFile = header.numbers ?? Math.max(this.documents, 1);
    /** @param {(file: number) => Promise<Uint8Array>} load */
    const numbers = (load) => new Numbers(this.documents, perFile, load);
    if (header.numbers === undefined) {
      const [order, ...rest] = columns;
      const lists = rest.slice(FIELDS.length + 5);
      this.order = numbers(async () => order);
      this.lengths = FIELDS.map((_, field) => numbers(async () => rest[field]));
      this.first = [""];
      this.paths = ["part"];
      this.parts.set("part", Promise.resolve(new Part(rest.slice(FIELDS.length))));
      this.words = new WordList([""], async () => lists[0]);
      this.backward = null;
    } else {
      const [names, ...limits] = columns;
      const [part, word, back] = limits.map((column) => frontCoded(column).words);
      const files = Math.ceil(this.documents / perFile);
      let at = 0;
      /** The next so many files. @param {string} kind @param {number} count */
      const paths = (kind, count) =>
        Array.from({ length: count }, () => `${kind}/${nameIn(names, (at += NAME) - NAME, NAME)}.bin`);
      /** What reads them. @param {string[]} of @returns {(file: number) => Promise<Uint8Array>} */
      const columnOf = (of) => async (file) => (await this.#file(of[file]))[0];
      this.first = part;
      this.paths = paths("part", part.length);
      this.words = new WordList(word, columnOf(paths("word", word.length)));
      this.backward = new WordList(back, columnOf(paths("back", back.length)));
      this.order = numbers(columnOf(paths("order", files)));
      this.lengths = FIELDS.map(() => numbers(columnOf(paths("length", files))));
    }
  }

  /** Loads what nearly every search needs beside its terms, if it is not much: the lengths of READMEs. */
  async ready() {
    const lengths = this.lengths[this.lengths.length - 1];
    if (lengths.count === 1) await lengths.file(0);
  }

  /**
   * What breaks ties between documents, for those given.
   * @param {ArrayLike<number>} ids
   * @returns {Promise<ArrayLike<number>>}
   */
  async precedence(ids) {
    await this.order.have(ids);
    return this.order.values;
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
    const parts = await Promise.all([...wanted].map((part) => this.#part(this.paths[part])));
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
    return Promise.all(found.map(([part, place]) => this.#term(part, place)));
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
   * A term with its postings: from a part aside where they are, with the lengths that they need.
   * @param {Part} part
   * @param {number} place
   * @returns {Promise<Term>}
   */
  #term(part, place) {
    const name = part.terms[place];
    let term = this.read.get(name);
    if (!term) {
      term = this.#load(part, place, name);
      term.catch(() => this.read.delete(name));
      this.read.set(name, term);
    }
    return term;
  }

  /**
   * @param {Part} part
   * @param {number} place
   * @param {string} name
   * @returns {Promise<Term>}
   */
  async #load(part, place, name) {
    const aside = part.aside(place);
    const postings = aside
      ? (await this.#part(`aside/${aside}.bin`)).postings(0, this.header.starts)
      : part.postings(place, this.header.starts);
    await Promise.all(postings.documents.map((ids, field) => ids.length && this.lengths[field].have(ids)));
    const lengths = this.lengths.map(({ values }) => values);
    return scored(name, postings, this.header, lengths);
  }

  /**
   * @param {string} path  of a part, or of postings aside
   * @returns {Promise<Part>}
   */
  #part(path) {
    let part = this.parts.get(path);
    if (!part) {
      part = this.#file(path).then((columns) => new Part(columns));
      part.catch(() => this.parts.delete(path));
      this.parts.set(path, part);
    }
    return part;
  }

  /**
   * @param {string} path
   * @returns {Promise<Uint8Array[]>}
   */
  async #file(path) {
    return unpack(await this.get(new URL(path, this.url).href, "default"));
  }
}

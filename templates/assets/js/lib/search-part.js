/**
 * A part of the index: terms and their postings, as generator/search/parts.py writes them.
 */

import { Reader, frontCoded, nameIn } from "./search-binary.js";
import { B, BOOSTS, FIELDS, K1, PLAIN_FREQUENCIES } from "./search-rules.js";

/** @import {Term} from './search-evaluate.js' */

/** Kinds of postings of one field. */
const KINDS = PLAIN_FREQUENCIES + 1;
/** Bytes of the name of a file aside. */
const NAME = 16;

/**
 * What is known of a whole index.
 * @typedef {object} Statistics
 * @property {number[]} starts  the first document of each segment, and the number of all
 * @property {number[]} averages  mean length of each field
 */

/**
 * Where a term occurs, and how often.
 * @typedef {object} Postings
 * @property {number} birth  place (document × fields + field) of the first
 * @property {number} total  how many there are
 * @property {number[][]} documents  for each field, in their order
 * @property {number[][]} frequencies  likewise
 */

/**
 * Where the postings of a term are in a part; `aside`: the name of the file that has them, if it is not this one.
 * @typedef {{aside: string, groups: number, group: number, step: number, kind: number}} Entry
 */

export class Part {
  /** @param {Uint8Array[]} columns */
  constructor(columns) {
    const [terms, heads, groups, steps, kinds] = columns;
    this.terms = frontCoded(terms).words;
    this.groups = groups;
    this.steps = steps;
    this.kinds = kinds;
    /** @type {Entry[]} */
    this.entries = [];
    this.#locate(new Reader(heads));
  }

  /**
   * The name of the file aside that has the postings of a term; empty when it is this one.
   * @param {number} place
   * @returns {string}
   */
  aside(place) {
    return this.entries[place].aside;
  }

  /** @param {Reader} heads */
  #locate(heads) {
    const groups = new Reader(this.groups);
    let step = 0;
    let kind = 0;
    while (heads.at < heads.bytes.length) {
      const count = heads.number();
      if (count === 0) {
        this.entries.push({ aside: nameIn(heads.bytes, heads.at, NAME), groups: 0, group: 0, step: 0, kind: 0 });
        heads.at += NAME;
        continue;
      }
      this.entries.push({ aside: "", groups: count, group: groups.at, step, kind });
      for (let group = 0; group < count; group += 1) {
        groups.number();
        let left = groups.number();
        step += left;
        for (; left > 0; left -= 1) {
          // A high frequency is followed by the rest of it.
          if (this.kinds[kind++] % KINDS < PLAIN_FREQUENCIES) continue;
          while (this.kinds[kind++] > 127);
        }
      }
    }
  }

  /**
   * @param {number} place
   * @param {number[]} starts  the first document of each segment
   * @returns {Postings}
   */
  postings(place, starts) {
    const entry = this.entries[place];
    const groups = new Reader(this.groups);
    groups.at = entry.group;
    const kinds = new Reader(this.kinds);
    kinds.at = entry.kind;
    let step = entry.step;
    let segment = 0;
    let total = 0;
    let birth = -1;
    /** @type {number[][]} */
    const documents = FIELDS.map(() => []);
    /** @type {number[][]} */
    const frequencies = FIELDS.map(() => []);
    for (let group = 0; group < entry.groups; group += 1) {
      segment += groups.number();
      let document = starts[segment];
      let left = groups.number();
      total += left;
      for (; left > 0; left -= 1) {
        document += this.steps[step++];
        const kind = this.kinds[kinds.at++];
        let more = kind % KINDS;
        const field = (kind - more) / KINDS;
        if (more === PLAIN_FREQUENCIES) more += kinds.number();
        if (birth < 0) birth = document * FIELDS.length + field;
        documents[field].push(document);
        frequencies[field].push(more + 1);
      }
    }
    return { birth, total, documents, frequencies };
  }
}

/**
 * A term with Lunr's scores.
 * @param {string} text
 * @param {Postings} postings
 * @param {Statistics} statistics
 * @param {ArrayLike<number>[]} lengths  length of each field of each document that has the term there
 * @returns {Term}
 */
export function scored(text, { birth, total, documents, frequencies }, { starts, averages }, lengths) {
  // A document counts once for each field: Lunr's own way.
  const all = starts[starts.length - 1];
  const idf = Math.log(1 + Math.abs((all - total + 0.5) / (total + 0.5)));
  const fields = documents.map((ids, field) => {
    if (!ids.length) return null;
    const scores = new Float64Array(ids.length);
    for (let at = 0; at < ids.length; at += 1) {
      const frequency = frequencies[field][at];
      const length = lengths[field][ids[at]];
      // Written as in Lunr, so that every rounding of the machine is the same.
      const score = (idf * ((K1 + 1) * frequency)) / (K1 * (1 - B + B * (length / averages[field])) + frequency);
      scores[at] = round3(score * BOOSTS[field]);
    }
    return { documents: Uint32Array.from(ids), scores };
  });
  return { text, birth, fields };
}

/**
 * Rounds to three decimals as Python does: by the exact value of the number, halves to even.
 * @param {number} value  not negative
 * @returns {number}
 */
export function round3(value) {
  const scaled = value * 1000;
  const low = Math.floor(scaled);
  const rest = scaled - low;
  if (Math.abs(rest - 0.5) > 1e-6) return (rest > 0.5 ? low + 1 : low) / 1000;
  // Exactly half a thousandth is only an odd number of sixteenths.
  if ((value * 16) % 2 === 1) return (low % 2 === 0 ? low : low + 1) / 1000;
  return Number(value.toFixed(3));
}

/**
 * Lunr's own query language over an index in parts: `+word -word name:word wor* word~1 word^2`.
 *
 * A lunr.Index is put together of the terms that a query can match, and asked. Terms that it
 * cannot match add nothing to a score; so references, order and scores are those of the whole
 * index. `~` and `*` at the beginning of a word can match anything and load every part.
 */

import lunrModule from "../vendor/lunr.js";
import { byBirth } from "./search-evaluate.js";
import { FIELDS } from "./search-rules.js";
import { runs, term } from "./search-words.js";

/** @import {Term} from './search-evaluate.js' */
/** @import {Range, Source} from './search-meaning.js' */

/** @type {any} */
const lunr = lunrModule;

/**
 * @typedef {object} LunrResult
 * @property {number} id
 * @property {number} score
 */

/**
 * What Lunr's pipelines run on a word: folded and stemmed, as the index was made.
 * @param {any} token
 */
export function normalise(token) {
  return runs(token.toString()).map((run) => new lunr.Token(term(run), token.metadata));
}

if (!("normalise" in lunr.Pipeline.registeredFunctions)) lunr.Pipeline.registerFunction(normalise, "normalise");

/**
 * @param {Source} source
 * @param {string} text
 * @returns {Promise<LunrResult[]>}
 * @throws {Error} a lunr.QueryParseError for a text that is no query
 */
export async function lunrQuery(source, text) {
  const query = new lunr.Query(FIELDS);
  new lunr.QueryParser(text, query).parse();
  const index = await indexFor(source, query.clauses.flatMap(rangesOf), query.isNegated());
  const results = index.query((/** @type {any} */ own) => {
    own.clauses = query.clauses;
  });
  return results.map((/** @type {any} */ { ref, score }) => ({ id: Number(ref), score }));
}

/** @type {WeakMap<Source, Promise<any>>} */
const wholes = new WeakMap();

/**
 * An index of the terms in some ranges; where they are all, it is kept.
 * @param {Source} source
 * @param {Range[]} ranges
 * @param {boolean} all  whether documents without any of the terms can be found
 * @returns {Promise<any>} a lunr.Index
 */
async function indexFor(source, ranges, all) {
  const everything = ranges.find(({ from, longer }) => longer && from === "");
  if (!everything) return assemble(source.documents, await source.terms(ranges), all);
  let whole = wholes.get(source);
  if (!whole) {
    whole = source.terms([everything]).then((terms) => assemble(source.documents, terms, true));
    whole.catch(() => wholes.delete(source));
    wholes.set(source, whole);
  }
  return whole;
}

/**
 * The terms that a clause can match.
 * @param {any} clause
 * @returns {Range[]}
 */
function rangesOf(clause) {
  const words = clause.usePipeline ? runs(clause.term).map(term) : [clause.term];
  return words.map((word) => {
    if ("editDistance" in clause) return { from: "", longer: true };
    const star = word.indexOf("*");
    return star < 0 ? { from: word, longer: false } : { from: word.slice(0, star), longer: true };
  });
}

/**
 * An index of some terms.
 * @param {number} documents
 * @param {Term[]} terms
 * @param {boolean} all  whether documents without any of the terms can be found
 * @returns {any} a lunr.Index
 */
export function assemble(documents, terms, all) {
  const invertedIndex = Object.create(null);
  /** @type {Record<string, any>} */
  const fieldVectors = Object.create(null);
  if (all) {
    for (let id = 0; id < documents; id += 1) {
      for (const field of FIELDS) fieldVectors[`${field}/${id}`] = new lunr.Vector();
    }
  }
  // Numbers need only the order that the whole index gives them.
  terms.sort(byBirth).forEach(({ text, fields }, number) => {
    const posting = Object.create(null);
    posting._index = number;
    FIELDS.forEach((field, at) => {
      const refs = Object.create(null);
      const found = fields[at];
      for (let place = 0; found && place < found.documents.length; place += 1) {
        const id = found.documents[place];
        refs[id] = {};
        const vector = (fieldVectors[`${field}/${id}`] ??= new lunr.Vector());
        vector.elements.push(number, found.scores[place]);
      }
      posting[field] = refs;
    });
    invertedIndex[text] = posting;
  });
  const pipeline = new lunr.Pipeline();
  pipeline.add(normalise);
  return new lunr.Index({ invertedIndex, fieldVectors, tokenSet: tokenSet(terms), fields: FIELDS, pipeline });
}

/**
 * A plain tree of the terms' characters. Lunr's own builder merges equal ends of it, and takes
 * different ones for equal when a character is a digit: it then finds terms that are not there.
 * @param {Term[]} terms
 * @returns {any}
 */
function tokenSet(terms) {
  const root = new lunr.TokenSet();
  const texts = terms.map(({ text }) => text).sort();
  for (const text of texts) {
    let node = root;
    for (const character of text.split("")) node = node.edges[character] ??= new lunr.TokenSet();
    node.final = true;
  }
  return root;
}

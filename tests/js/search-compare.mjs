/**
 * Answers questions of the Python tests by the browser's search: one JSON object a line in and out.
 * In: {method, given}; out: {result} or {error}. Files are given as {path: base64} once, by "open".
 */

import { createInterface } from "node:readline";

import lunrModule from "../../templates/assets/js/vendor/lunr.js";
import { assemble, normalise } from "../../templates/assets/js/lib/search-lunr.js";
import { Engine } from "../../templates/assets/js/lib/search-engine.js";
import { Reader, frontCoded, placeOf, unpack } from "../../templates/assets/js/lib/search-binary.js";
import { WordList, near } from "../../templates/assets/js/lib/search-lexicon.js";
import { round3 } from "../../templates/assets/js/lib/search-part.js";
import { stem } from "../../templates/assets/js/lib/search-stem.js";
import { mark } from "../../templates/assets/js/lib/search-marks.js";
import { oneEdit } from "../../templates/assets/js/lib/search-meaning.js";
import { fold, key, queryWords, runs, term } from "../../templates/assets/js/lib/search-words.js";

/** @type {any} */
const lunr = lunrModule;
const BASE = "https://catalog.invalid/";
let files = {};
let engine = new Engine(BASE);
let fetched = [];
/** The whole index in lunr.js, as lunr.py wrote it. */
let whole = null;

async function get(url) {
  const path = String(url).slice(BASE.length);
  fetched.push(path);
  return path in files ? new Response(Buffer.from(files[path], "base64")) : new Response("", { status: 404 });
}

const methods = {
  open(given, path) {
    files = given;
    engine = new Engine(BASE + path, get);
    fetched = [];
  },
  replace(given) {
    files = given;
  },
  fetched() {
    const paths = fetched;
    fetched = [];
    return paths;
  },
  search: (text) => engine.search(text),
  searches: (texts) => Promise.all(texts.map((text) => engine.search(text))),
  snippets: (...given) => engine.snippets(...given),
  queries: (texts) => Promise.all(texts.map((text) => engine.query(text).catch(String))),
  load(stored) {
    whole = lunr.Index.load(stored);
    // Lunr's own set of terms has terms that are not there when characters are digits.
    whole.tokenSet = assemble(
      0,
      stored.invertedIndex.map(([text]) => ({ text, birth: 0, fields: [] })),
      false
    ).tokenSet;
    whole.pipeline.add(normalise);
  },
  lunrQueries: (texts) =>
    texts.map((text) => {
      try {
        return whole.search(text).map(({ ref, score }) => ({ id: Number(ref), score }));
      } catch (error) {
        return String(error);
      }
    }),
  /** Clauses of terms through lunr.Index.query of the whole index: [terms, boost, required][]. */
  lunrClauses: (queries) =>
    queries.map((clauses) => {
      whole.pipeline.reset();
      whole.pipeline._stack.push((token) => clauses[Number(token.toString())][0].map((text) => new lunr.Token(text)));
      const results = whole.query((query) => {
        clauses.forEach(([, boost, required], at) => {
          const { REQUIRED, OPTIONAL } = lunr.Query.presence;
          query.term(String(at), { boost, presence: required ? REQUIRED : OPTIONAL });
        });
      });
      whole.pipeline.reset();
      whole.pipeline.add(normalise);
      return results.map(({ ref, score }) => [Number(ref), score]);
    }),
  round3: (values) => values.map(round3),
  unpack: async (packed) => (await unpack(new Response(Buffer.from(packed, "base64")))).map((each) => [...each]),
  numbers(bytes) {
    const reader = new Reader(Uint8Array.from(bytes));
    const numbers = [];
    while (reader.at < bytes.length) numbers.push(reader.number());
    return numbers;
  },
  frontCoded: (bytes, tail) => frontCoded(Uint8Array.from(bytes), tail),
  placeOf,
  /** Words near others, from lists in parts: [first, lines][] forward and backward. */
  near(forward, backward, words) {
    const list = ([first, parts]) => new WordList(first, async (at) => Uint8Array.from(parts[at]));
    const [ahead, back] = [list(forward), backward && list(backward)];
    return Promise.all(words.map((word) => near(ahead, back, word)));
  },
  fold: (texts) => texts.map(fold),
  runs: (texts) => texts.map(runs),
  queryWords: (texts) => texts.map(queryWords),
  key: (texts) => texts.map(key),
  term: (words) => words.map(term),
  stems: (words) => words.map(stem),
  lunrStems: (words) => words.map((word) => lunr.stemmer(new lunr.Token(word)).toString()),
  mark: (cases) => cases.map((each) => mark(...each)),
  oneEdit: (pairs) => pairs.map(([a, b]) => oneEdit(a, b)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { method, given } = JSON.parse(line);
  let answer;
  try {
    answer = { result: (await methods[method](...given)) ?? null };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}

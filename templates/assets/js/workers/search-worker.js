/**
 * The search engine behind messages: {number, url, method, given} in, {number, result} or
 * {number, error} out.
 */

import { Engine } from "../lib/search-engine.js";
// Named here, the engine's modules are fetched at once rather than one level after the other.
import "../lib/search-binary.js";
import "../lib/search-evaluate.js";
import "../lib/search-index.js";
import "../lib/search-lexicon.js";
import "../lib/search-marks.js";
import "../lib/search-meaning.js";
import "../lib/search-numbers.js";
import "../lib/search-part.js";
import "../lib/search-rules.js";
import "../lib/search-stem.js";
import "../lib/search-words.js";

/** @type {Map<string, Engine>} */
const engines = new Map();

self.onmessage = async ({ data: { number, url, method, given } }) => {
  let engine = engines.get(url);
  if (!engine) engines.set(url, (engine = new Engine(url)));
  try {
    const result = await /** @type {any} */ (engine)[method](...given);
    self.postMessage({ number, result });
  } catch (error) {
    self.postMessage({ number, error: error instanceof Error ? error.message : String(error) });
  }
};

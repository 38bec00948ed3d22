/**
 * The search engine behind messages: {number, url, method, given} in, {number, result} or
 * {number, error} out.
 */

import { Engine } from "../lib/search-engine.js";

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

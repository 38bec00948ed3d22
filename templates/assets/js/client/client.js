/**
 * The catalog for programs: any page, or Node. Reads the files of a built site, and filters and
 * searches here, by the code of the list page; the meaning is that of docs/data-model.md, "Filters".
 *
 * The types are those of templates/api/catalog-client.d.ts, which is shipped with the site.
 */

import { select } from "../lib/filter.js";
import { FACETS, FilterIndex } from "../lib/filter-index.js";
import { parseQuery, trimmed } from "../lib/query.js";
import { decodeCursor, encodeCursor } from "./cursor.js";

/** @import * as Api from "../../../api/catalog-client.d.ts" */
/** @import {Answer} from "../lib/search-engine.js" */
/** @import {Query} from "../lib/query.js" */

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** Sources of a page that are fetched at once. */
const AT_ONCE = 8;

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What was wrong, as the served API tells it. @implements {Api.CatalogError} */
export class CatalogError extends Error {
  /**
   * @param {number} status
   * @param {string} error
   * @param {string} message
   * @param {Record<string, string> | null} [wrong]
   */
  constructor(status, error, message, wrong = null) {
    super(message);
    this.name = "CatalogError";
    /** @type {Api.Problem} */
    this.problem = {
      type: "about:blank",
      title: { 400: "Bad Request", 404: "Not Found" }[status] ?? "Error",
      status,
      detail: message,
      error,
      message,
      details: null,
      validation_errors: wrong,
    };
  }
}

/** @param {Record<string, string>} wrong */
function invalid(wrong) {
  const message = Object.entries(wrong).map(([name, text]) => `${name}: ${text}`);
  return new CatalogError(400, "invalid_query", message.join("\n"), wrong);
}

/**
 * What is known of one build.
 * @typedef {object} Opened
 * @property {Api.Root} root
 * @property {FilterIndex} index
 * @property {Map<string, Promise<Answer>>} answers
 * @property {Promise<import("../lib/search-engine.js").Engine> | null} engine
 */

/** @implements {Api.Catalog} */
export class CatalogClient {
  /** @type {Promise<Opened> | null} */
  #opened = null;
  #root;
  #get;

  /**
   * @param {string | URL} root  address of the API: `https://…/api/v1/`
   * @param {Api.ClientOptions} [options]
   */
  constructor(root, { fetch: given } = {}) {
    this.#root = new URL(root, globalThis.document?.baseURI);
    if (!this.#root.pathname.endsWith("/")) this.#root.pathname += "/";
    this.#get = given ?? (this.#root.protocol === "file:" ? readFile : defaultFetch);
  }

  /** @returns {Promise<Api.Root>} */
  async getCatalog() {
    return (await this.#open()).root;
  }

  /**
   * @param {Api.Parameters} [parameters]
   * @returns {Promise<Api.SourceList>}
   */
  async listSources(parameters = {}) {
    const { items, page_info } = await this.#again((opened) => this.#list(opened, asked(parameters)));
    return { items, page_info };
  }

  /**
   * @param {string} words
   * @param {Api.Parameters} [parameters]
   * @returns {Promise<Api.SearchResult>}
   */
  async search(words, parameters = {}) {
    const given = asked(parameters);
    given.set("search", words);
    return this.#again((opened) => this.#list(opened, given));
  }

  /**
   * @param {Api.Parameters} [parameters]
   * @returns {AsyncGenerator<Api.Source, void, void>}
   */
  async *allSources(parameters = {}) {
    const given = asked(parameters);
    for (;;) {
      const { items, page_info } = await this.#again((opened) => this.#list(opened, given));
      yield* items;
      if (!page_info.has_next_page) return;
      given.set("cursor", page_info.end_cursor ?? "");
    }
  }

  /** @param {string} id @returns {Promise<Api.Source>} */
  getSource(id) {
    return this.#ofSource(id, "");
  }

  /** @param {string} id @returns {Promise<Api.Details>} */
  getDetails(id) {
    return this.#ofSource(id, "/details");
  }

  /** @param {string} id @returns {Promise<Api.ArtifactList>} */
  getArtifacts(id) {
    return this.#ofSource(id, "/artifacts");
  }

  /** @param {Api.Place} [place] @returns {Promise<Api.ArtifactList>} */
  listArtifacts(place) {
    return this.#page("artifacts", place);
  }

  /** @param {Api.Place} [place] @returns {Promise<Api.RunList>} */
  listChanges(place) {
    return this.#page("changes", place);
  }

  /** @returns {Promise<Api.TagList>} */
  listTags() {
    return this.#json("tags.json");
  }

  /** @returns {Promise<Api.ArtifactTypeList>} */
  listArtifactTypes() {
    return this.#json("artifact-types.json");
  }

  /** @returns {Promise<Api.TrustLevelList>} */
  listTrustLevels() {
    return this.#json("trust-levels.json");
  }

  /** @returns {Promise<Api.Stats>} */
  getStats() {
    return this.#json("stats.json");
  }

  // ------------------------------------------------------------------- lists

  /**
   * @param {Opened} opened
   * @param {URLSearchParams} given
   * @returns {Promise<Api.SearchResult>}
   */
  async #list(opened, given) {
    const { index } = opened;
    const { query, cursor, limit } = read(given, index);
    const answer = query.search ? await this.#answer(opened, query.search) : null;
    const { sources } = select(index, query, answer?.ids ?? null);
    const [start, end] = stretch(sources, index, query, cursor, limit);
    const ids = Array.from(sources.subarray(start, end), (source) => index.id(source));
    return {
      items: await this.#sources(ids),
      page_info: {
        has_next_page: end < sources.length,
        has_previous_page: start > 0,
        start_cursor: ids.length > 0 ? encodeCursor(query, true, ids[0]) : null,
        end_cursor: ids.length > 0 ? encodeCursor(query, false, ids[ids.length - 1]) : null,
        total_count: sources.length,
      },
      suggestion: answer?.suggestion ?? null,
    };
  }

  /** Sources in the order of their ids here, some at a time. @param {string[]} ids @returns {Promise<Api.Source[]>} */
  async #sources(ids) {
    /** @type {Api.Source[]} */
    const found = new Array(ids.length);
    let next = 0;
    const fetchOn = async () => {
      while (next < ids.length) {
        const place = next++;
        found[place] = await this.#json(`sources/${ids[place]}.json`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, fetchOn));
    return found;
  }

  /** @param {Opened} opened @param {string} words @returns {Promise<Answer>} */
  #answer(opened, words) {
    const known = opened.answers.get(words);
    if (known) return known;
    opened.engine ??= import("../lib/search-engine.js").then(
      ({ Engine }) => new Engine(this.#address(opened.root.data.search_index), (url) => this.#get(String(url)))
    );
    const answer = opened.engine.then((engine) => engine.search(words));
    opened.answers.set(words, answer);
    answer.catch(() => opened.answers.delete(words));
    return answer;
  }

  /**
   * Asks once more of a fresh index where a file is gone: a new build replaced it meanwhile.
   * @template Answered
   * @param {(opened: Opened) => Promise<Answered>} ask
   * @returns {Promise<Answered>}
   */
  async #again(ask) {
    try {
      return await ask(await this.#open());
    } catch (error) {
      if (!(error instanceof CatalogError) || error.problem.status !== 404) throw error;
      this.#opened = null;
      return ask(await this.#open());
    }
  }

  #open() {
    this.#opened ??= this.#load().catch((error) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  /** @returns {Promise<Opened>} */
  async #load() {
    /** @type {Api.Root} */
    const root = await this.#json("index.json");
    const index = new FilterIndex(await this.#json(root.data.filter_index));
    return { root, index, answers: new Map(), engine: null };
  }

  // --------------------------------------------------------------- documents

  /**
   * @param {string} name
   * @param {Api.Place} [place]
   * @returns {Promise<any>}
   */
  async #page(name, { cursor } = {}) {
    if (!cursor) return this.#json(`${name}.json`);
    const wrong = { cursor: "this is no cursor of this list; begin again without one" };
    if (!/^[0-9a-f]{16}$/.test(cursor)) throw invalid(wrong);
    return this.#json(`pages/${name}/${cursor}.json`, () => invalid(wrong));
  }

  /**
   * @param {string} id
   * @param {string} part
   * @returns {Promise<any>}
   */
  async #ofSource(id, part) {
    const missing = () => new CatalogError(404, "not_found", `no source has the id ${JSON.stringify(id)}`);
    if (!ID.test(id) || id.length > 80) throw missing();
    return this.#json(`sources/${id}${part}.json`, missing);
  }

  /** @param {string} path */
  #address(path) {
    return new URL(path, this.#root).href;
  }

  /**
   * @param {string} path
   * @param {() => CatalogError} [missing]  what to say where there is no such file
   * @returns {Promise<any>}
   */
  async #json(path, missing = () => new CatalogError(404, "not_found", `there is no ${path}`)) {
    const response = await this.#get(this.#address(path));
    if (response.status === 404) throw missing();
    if (!response.ok) throw new CatalogError(response.status, "unavailable", `${path}: HTTP ${response.status}`);
    return response.json();
  }
}

// ------------------------------------------------------------------ parameters

/**
 * Parameters as an address has them.
 * @param {Api.Parameters} parameters
 * @returns {URLSearchParams}
 */
function asked(parameters) {
  if (typeof parameters === "string" || parameters instanceof URLSearchParams) return new URLSearchParams(parameters);
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) given.append(name, String(one));
  }
  return given;
}

/**
 * What is asked for; all that is wrong is told at once.
 * @param {URLSearchParams} given
 * @param {FilterIndex} index
 * @returns {{query: Query, cursor: string, limit: number}}
 */
function read(given, index) {
  /** @type {Record<string, string>} */
  const wrong = {};
  for (const name of given.keys()) {
    if (![...FACETS, "search", "sort", "cursor", "limit"].includes(name)) wrong[name] = "there is no such parameter";
  }
  const { query, wrong: unknown } = parseQuery(given, index);
  for (const name of unknown) {
    const known = name === "sort" ? "an order" : index.values[/** @type {"status"} */ (name)].join(", ");
    wrong[name] = `${JSON.stringify(given.getAll(name).join(",").slice(0, 80))} is not ${name === "sort" ? known : `all of ${known}`}`;
  }
  const limit = trimmed(given.getAll("limit").at(-1) ?? "");
  if (limit && !(/^[0-9]{1,9}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= MAX_LIMIT)) {
    wrong.limit = `must be a number from 1 to ${MAX_LIMIT}, not ${JSON.stringify(limit.slice(0, 80))}`;
  }
  if (Object.keys(wrong).length > 0) throw invalid(wrong);
  const cursor = trimmed(given.getAll("cursor").at(-1) ?? "");
  return { query, cursor, limit: limit ? Number(limit) : DEFAULT_LIMIT };
}

/**
 * From where to where a page goes.
 * @param {Uint32Array} sources
 * @param {FilterIndex} index
 * @param {Query} query
 * @param {string} cursor
 * @param {number} limit
 * @returns {[start: number, end: number]}
 */
function stretch(sources, index, query, cursor, limit) {
  if (!cursor) return [0, Math.min(limit, sources.length)];
  const place = decodeCursor(cursor, query);
  if ("wrong" in place) throw invalid({ cursor: place.wrong });
  const at = sources.findIndex((source) => index.id(source) === place.id);
  if (at < 0) throw invalid({ cursor: "what this cursor stood at is no longer found; begin again without one" });
  return place.backwards ? [Math.max(0, at - limit), at] : [at + 1, Math.min(at + 1 + limit, sources.length)];
}

// --------------------------------------------------------------------- reading

/** @param {string} url */
function defaultFetch(url) {
  return fetch(url);
}

/**
 * A file of a site that lies on this machine; Node alone can read one.
 * @param {string} url
 * @returns {Promise<Response>}
 */
async function readFile(url) {
  /** @type {any} */
  const node = /** @type {any} */ (globalThis).process;
  if (!node?.getBuiltinModule) throw new TypeError("files on disk are read by Node 20.16 and newer alone");
  try {
    return new Response(await node.getBuiltinModule("node:fs/promises").readFile(new URL(url)));
  } catch (error) {
    if (/** @type {any} */ (error).code === "ENOENT") return new Response("", { status: 404 });
    throw error;
  }
}

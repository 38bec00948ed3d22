/** The state in the address: what is written reads the same, and is as short as can be. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  asksForList,
  EVERYTHING,
  formatQuery,
  isFiltered,
  orderOf,
  parseQuery,
  usual,
  withChoice,
} from "../../templates/assets/js/lib/query.js";
import { address, cases, index } from "./filter-cases.mjs";

test("nothing asked for is an empty query", () => {
  assert.equal(formatQuery(EVERYTHING), "");
});

test("an address is written with commas and plus signs left readable", () => {
  const query = { ...EVERYTHING, artifact_type: ["skill"], tags: ["ui", "python"], search: "code review", sort: "stars" };
  assert.equal(formatQuery(query), "?artifact_type=skill&tags=ui,python&search=code+review&sort=stars");
});

test("what is written reads the same", () => {
  for (const one of [...cases.found, ...cases.wrong]) {
    const query = usual(parseQuery(address(one), index).query);
    assert.deepEqual(parseQuery(formatQuery(query), index).query, query, one.says);
  }
});

test("letters that mean something in addresses survive the way", () => {
  for (const search of ["a&b=c", "50%", "a+b", "#1", "ü ß 漢字", "\u{1F600}", "a,b", "?", "\\", "\"'<>"]) {
    assert.equal(parseQuery(formatQuery({ ...EVERYTHING, search }), index).query.search, search);
  }
});

test("half of a surrogate pair does not break the address", () => {
  assert.equal(formatQuery({ ...EVERYTHING, search: "a\ud800" }), "?search=a%EF%BF%BD");
});

test("parameters of others stay, paging of the list's interface does not", () => {
  const query = { ...EVERYTHING, tags: ["ui"] };
  assert.equal(formatQuery(query, "?utm_source=x&tags=old&cursor=abc&limit=3&toString=1"), "?tags=ui&utm_source=x&toString=1");
});

test("the usual order is not written", () => {
  assert.equal(formatQuery({ ...EVERYTHING, sort: "name" }), "");
  assert.equal(formatQuery({ ...EVERYTHING, sort: "relevance" }), "");
  assert.equal(formatQuery({ ...EVERYTHING, search: "x", sort: "relevance" }), "?search=x");
  assert.equal(formatQuery({ ...EVERYTHING, search: "x", sort: "name" }), "?search=x&sort=name");
});

test("an order that was usual without a search does not stick to the next search", () => {
  const query = usual({ ...EVERYTHING, sort: "name" });
  assert.equal(orderOf({ ...query, search: "x" }), "relevance");
});

test("a choice taken back leaves the query as it was", () => {
  const query = withChoice(EVERYTHING, "tags", "ui", true);
  assert.deepEqual(withChoice(query, "tags", "ui", false), EVERYTHING);
  assert.deepEqual(withChoice(query, "tags", "ui", true), query);
});

test("an order alone is no filter, but asks for a list", () => {
  assert.equal(isFiltered({ ...EVERYTHING, sort: "stars" }), false);
  assert.equal(asksForList("?sort=stars"), true);
  assert.equal(asksForList("?utm_source=x"), false);
});

test("the last of repeated single values counts", () => {
  const { query } = parseQuery("search=a&search=b&sort=name&sort=stars", index);
  assert.deepEqual([query.search, query.sort], ["b", "stars"]);
});

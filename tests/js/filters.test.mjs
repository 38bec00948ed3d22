/** The cases that tests/test_filters.py runs too, and what only the browser's side has. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { findTags, select } from "../../templates/assets/js/lib/filter.js";
import { FilterIndex, UNKNOWN } from "../../templates/assets/js/lib/filter-index.js";
import { EVERYTHING, parseQuery } from "../../templates/assets/js/lib/query.js";
import { waysOut } from "../../templates/assets/js/lib/rescue.js";
import { address, cases, index, ranking } from "./filter-cases.mjs";

const ids = (sources) => Array.from(sources, (source) => index.id(source));
const named = (facet, counts) =>
  Object.fromEntries([...counts].map((n, i) => [index.values[facet][i], n]).filter(([, n]) => n > 0));
const ask = (text) => {
  const { query } = parseQuery(text, index);
  return select(index, query, query.search ? ranking(query.search) : null);
};

for (const one of cases.found) {
  test(`finds: ${one.says}`, () => {
    const { sources, counts } = ask(address(one));
    assert.deepEqual(ids(sources), one.ids);
    for (const [facet, expected] of Object.entries(one.counts ?? {})) {
      assert.deepEqual(named(facet, counts[facet]), expected, facet);
    }
  });
}

for (const one of cases.wrong) {
  test(`is wrong: ${one.says}`, () => {
    assert.deepEqual(parseQuery(address(one), index).wrong.sort(), [...one.wrong].sort());
  });
}

test("check boxes of a form that a browser sends by itself are understood", () => {
  const { query } = parseQuery("?tags=ui&tags=python&trust_level=official&trust_level=verified&search=", index);
  assert.deepEqual([query.tags, query.trust_level, query.search], [["ui", "python"], ["official", "verified"], ""]);
});

test("an unknown trust level finds nothing, beside a known one it adds nothing", () => {
  assert.deepEqual(ids(ask("trust_level=nonsense").sources), []);
  assert.deepEqual(ids(ask("trust_level=nonsense,untrusted").sources), ["gone"]);
});

test("the walk over all sources in any order gives each of them once", () => {
  for (const sort of ["name", "relevance", "stars", "updated", "added", "artifacts"]) {
    const { sources } = select(index, { ...EVERYTHING, sort }, null);
    assert.deepEqual([...sources].sort(), Array.from({ length: index.size }, (_, i) => i), sort);
  }
});

const offered = (text, ranking = null) => {
  const { query } = parseQuery(text, index);
  const { words, offers } = waysOut(index, query, ranking);
  for (const { query: other, total } of offers) {
    assert.equal(select(index, other, other.search ? ranking : null).sources.length, total);
  }
  return [words, ...offers.map(({ part, values, total }) => [part, ...values, total])];
};

test("each filter less is offered with exactly what it would give, the most first", () => {
  const all = offered("artifact_type=mcp&tags=python,design&trust_level=verified,official");
  assert.deepEqual(all, ["without", ["tags", "design", 2], ["artifact_type", "mcp_server", 1]]);
});

test("two trust levels are left out together", () => {
  assert.deepEqual(offered("tags=documents&trust_level=verified,basic"), [
    "without",
    ["tags", "documents", 4],
    ["trust_level", "verified", "basic", 1],
  ]);
});

test("where one filter less is not enough, each filter alone is offered", () => {
  assert.deepEqual(offered("artifact_type=agent&tags=documents&status=missing&search=nothing+at+all", []), [
    "only",
    ["artifact_type", "agent", 1],
    ["tags", "documents", 1],
    ["status", "missing", 1],
  ]);
});

test("without the search the filters alone are counted", () => {
  assert.deepEqual(offered("search=nothing+at+all&status=stale", []), ["without", ["search", "nothing at all", 1]]);
});

test("tags that begin with a text come before those that hold it, full ones before empty ones", () => {
  const { counts } = select(index, EVERYTHING, null);
  assert.deepEqual(findTags(index, counts.tags, " DO", 9), ["docs", "documents"]);
  assert.deepEqual(findTags(index, counts.tags, "o", 3), ["official", "python", "docs"]);
  assert.deepEqual(findTags(index, new Uint32Array(index.tags.length), "xyz", 9), []);
});

test("what is not known is told apart from nothing", () => {
  const of = (id) => Array.from({ length: index.size }, (_, i) => i).find((i) => index.id(i) === id);
  assert.equal(index.stars[of("gone")], UNKNOWN);
  assert.equal(index.stars[of("con")], 0);
  assert.equal(index.added[of("mcp")], -1);
});

test("an index of another format is refused", () => {
  assert.throws(() => new FilterIndex({ ...index.file, format: 2 }), /format 2/);
});

test("an empty catalog is filtered to nothing", () => {
  const nothing = { ...index.file, size: 0, tags: "", sources: "", by_name: [], trust_of: "", status_of: "" };
  const empty = new FilterIndex({ ...nothing, stars: [], updated: [], added: [], tags_of: [], types_of: [] });
  assert.equal(select(empty, { ...EVERYTHING, sort: "stars" }, null).sources.length, 0);
});

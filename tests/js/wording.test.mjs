/** Words of the page: numbers, days, filters in a sentence, and which pages of a list are shown. */

import assert from "node:assert/strict";
import { test } from "node:test";

import "./texts.mjs";
import { cardOf } from "../../templates/assets/js/lib/card.js";
import { EVERYTHING } from "../../templates/assets/js/lib/query.js";
import { earlier, later, MOST_PAGES, restored } from "../../templates/assets/js/lib/shown-pages.js";
import { counted, day, number, shortNumber } from "../../templates/assets/js/lib/texts.js";
import { countText, filterLabel, sentence } from "../../templates/assets/js/lib/wording.js";
import { index } from "./filter-cases.mjs";

const said = (query) =>
  sentence(index, { ...EVERYTHING, ...query })
    .map(({ text, strong }) => (strong ? `*${text.trim()}*` : text.trim()))
    .join(" ");

test("numbers are grouped by thousands", () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(number), ["0", "999", "1,000", "1,234,567"]);
});

test("short numbers never say more than there is", () => {
  const numbers = [0, 9, 999, 1000, 1099, 1100, 9999, 10000, 13999, 999999, 1000000, 1250000, 2147483647];
  const short = ["0", "9", "999", "1k", "1k", "1.1k", "9.9k", "10k", "13k", "999k", "1M", "1.2M", "2147M"];
  assert.deepEqual(numbers.map(shortNumber), short);
});

test("one is one, and none is said so", () => {
  assert.deepEqual([0, 1, 2].map((n) => counted("count.sources", n)), ["no sources", "1 source", "2 sources"]);
});

test("how many of how many", () => {
  assert.deepEqual(
    [countText(412, 412), countText(37, 412), countText(0, 1), countText(0, 0)],
    ["412 sources", "37 of 412 sources", "0 of 1 source", "No sources"]
  );
});

test("days are counted in UTC, before 1970 too", () => {
  assert.deepEqual(day(20780), { iso: "2026-11-23", text: "23 Nov 2026" });
  assert.deepEqual(day(-1), { iso: "1969-12-31", text: "31 Dec 1969" });
});

test("filters are said in words, with what joins them made strong", () => {
  assert.equal(
    said({ artifact_type: ["skill", "hook"], tags: ["python"], trust_level: ["official", "verified"] }),
    "Skills *and* Hooks · tag python · trust Official *or* Verified"
  );
  assert.equal(said({ tags: ["ui", "docs"], status: ["stale"], search: "code" }), "Tags ui *and* docs · status Stale · matching “code”");
  assert.equal(said({}), "");
});

test("a chip names the kind of its filter", () => {
  assert.deepEqual(
    [filterLabel(index, "artifact_type", "mcp_server"), filterLabel(index, "search", "a b"), filterLabel(index, "tags", "gone")],
    ["type MCP servers", "search “a b”", "tag gone"]
  );
});

test("a card of many tags counts the rest", () => {
  const source = Array.from({ length: index.size }, (_, i) => i).find((i) => index.id(i) === "ecole");
  const card = cardOf(index, source);
  assert.deepEqual(card.tags, ["ui", "python", "testing", "docs"]);
  assert.deepEqual([card.moreTags, card.moreTagsLabel], ["+2", "design, forms"]);
});

test("only some pages are ever in the document", () => {
  let shown = { from: 0, to: 1 };
  for (let i = 0; i < 100; i++) {
    shown = later(shown);
    assert.ok(shown.to - shown.from <= MOST_PAGES);
  }
  assert.deepEqual(shown, { from: 101 - MOST_PAGES, to: 101 });
  while (shown.from > 0) shown = earlier(shown);
  assert.deepEqual(shown, { from: 0, to: MOST_PAGES });
});

test("remembered pages come back as far as they still exist", () => {
  assert.deepEqual(restored({ from: 1, to: 4 }, 0, 9), { from: 1, to: 4 });
  assert.deepEqual(restored({ from: 1, to: 4 }, 0, 2), { from: 1, to: 2 });
  assert.deepEqual(restored({ from: 5, to: 6 }, 0, 2), { from: 0, to: 1 });
});

test("nonsense from the history is forgotten", () => {
  for (const nonsense of [null, undefined, 3, {}, { from: -1, to: 2 }, { from: 2, to: 1 }, { from: 0, to: 1e9 }, { from: "0", to: "1" }]) {
    assert.deepEqual(restored(nonsense, 2, 9), { from: 2, to: 3 });
  }
});

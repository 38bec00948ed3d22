import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { key, queryWords, runs } from "../../templates/assets/js/lib/search-words.js";

const cases = JSON.parse(readFileSync(new URL("../cases/search-words.json", import.meta.url), "utf8"));

for (const { text, runs: expected, query, key: name } of cases) {
  test(`words of ${JSON.stringify(text)}`, () => {
    assert.deepEqual(runs(text), expected);
    assert.deepEqual(queryWords(text), query);
    assert.equal(key(text), name);
  });
}

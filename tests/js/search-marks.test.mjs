import assert from "node:assert/strict";
import { test } from "node:test";

import { around, mark } from "../../templates/assets/js/lib/search-marks.js";

/** The text with marked pieces in brackets. */
const shown = (pieces) => pieces.map(({ text, mark: marked }) => (marked ? `[${text}]` : text)).join("");

const cases = [
  ["Deploying servers", "deploy", "[Deploying] servers"],
  ["Deployment of déployés", "deploy", "[Deployment] of [déployés]"],
  ["a code-reviewer", "code reviewer", "a [code]-[reviewer]"],
  ["SuperClaude", "claude", "Super[Claude]"],
  ["GitHub", "github", "[GitHub]"],
  ["新しい図書館へ", "図書館", "新しい[図書館]へ"],
  ["新しい図書館へ", "館", "新しい図書[館]へ"],
  ["nothing here", "deploy", "nothing here"],
  ["the theme", "the theme", "the [theme]"],
  ["a walrus", "walurs", "a [walrus]"],
  ["<b>bold</b>", "b bold", "<[b]>[bold]</[b]>"],
  ["", "x", ""],
];
for (const [text, query, expected] of cases) {
  test(`${query} in ${text}`, () => assert.equal(shown(mark(text, query)), expected));
}

test("a suggestion is marked as well", () => {
  assert.equal(shown(mark("two walruses", "valruses", "walruses")), "two [walruses]");
});

test("a long text is cut around its first mark, at words", () => {
  const pieces = around(mark(`${"before ".repeat(40)}match ${"after ".repeat(40)}`, "match"), 60);
  const text = shown(pieces);
  assert.match(text, /^…before .*\[match\] .*after…$/);
  assert.ok(text.length <= 66);
});

test("a short text is kept whole, and a long one without a match gives nothing", () => {
  assert.equal(shown(around(mark("short match", "match"), 60)), "short [match]");
  assert.deepEqual(around(mark("no such word ".repeat(20), "match"), 60), []);
});

/**
 * Answers questions of tests/test_filters.py by the browser's code: one JSON object a line in and out.
 * In: {index, query, ranking}; out: what the page would show.
 */

import { createInterface } from "node:readline";

import "./texts.mjs";
import { cardOf } from "../../templates/assets/js/lib/card.js";
import { select } from "../../templates/assets/js/lib/filter.js";
import { FACETS, FilterIndex } from "../../templates/assets/js/lib/filter-index.js";
import { formatQuery, parseQuery } from "../../templates/assets/js/lib/query.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { index: file, query: text, ranking } = JSON.parse(line);
  const index = new FilterIndex(file);
  const { query, wrong } = parseQuery(text, index);
  const { sources, counts } = select(index, query, query.search ? ranking : null);
  const again = parseQuery(formatQuery(query), index);
  process.stdout.write(
    JSON.stringify({
      ids: Array.from(sources, (source) => index.id(source)),
      counts: Object.fromEntries(
        FACETS.map((facet) => [
          facet,
          Object.fromEntries([...counts[facet]].map((n, i) => [index.values[facet][i], n]).filter(([, n]) => n > 0)),
        ])
      ),
      wrong,
      query,
      again: again.query,
      cards: Array.from({ length: index.size }, (_, source) => ({
        ...cardOf(index, source),
        shard: index.shard(source),
      })),
    }) + "\n"
  );
}

/**
 * How long the browser's filters take: `node benchmarks/filter.mjs [sources …]`.
 *
 * Makes up catalogs (tags by Zipf's law, five a source; trust, status and types spread as in
 * real ones), reads them as the browser does, and prints milliseconds: reading the index once,
 * the first use of an order, and a filter with all facet counts: cold (each query for the first
 * time), then the median and the 95th of 100 parts of many runs, and the processor's time for one.
 */

import { gzipSync } from "node:zlib";

import { findTags, select } from "../templates/assets/js/lib/filter.js";
import { FilterIndex } from "../templates/assets/js/lib/filter-index.js";
import { EVERYTHING } from "../templates/assets/js/lib/query.js";
import { waysOut } from "../templates/assets/js/lib/rescue.js";

const RUNS = 60;
const TYPES = ["skill", "command", "agent", "hook", "mcp_server", "plugin"];
const LEVELS = ["untrusted", "basic", "verified", "official"];
const STATUSES = ["active", "stale", "archived", "moved", "missing"];

/** A generator of the same numbers every time (mulberry32). */
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function madeUp(size) {
  const random = numbers(size);
  const below = (n) => Math.floor(random() * n);
  const often = (n) => Math.min(n - 1, Math.floor(1 / random() ** 1.2) - 1);
  const tagCount = Math.round(40 * Math.sqrt(size / 10));
  const each = (make) => Array.from({ length: size }, (_, i) => make(i));
  const tags = each(() => [...new Set(Array.from({ length: below(8) + 2 }, () => often(tagCount)))]);
  const types = each(() => [...new Set(Array.from({ length: below(4) }, () => often(TYPES.length)))].sort());
  const order = each((i) => [random(), i]).sort((a, b) => a[0] - b[0]);
  const flat = (rows) => [...rows.map((row) => row.length), ...rows.flat()];
  return {
    format: 1,
    size,
    types: TYPES.map((id) => ({ id, words: [id], label: `${id}s`, one: id, many: `${id}s` })),
    trust: LEVELS.map((id) => ({ id, label: id })),
    statuses: STATUSES.map((id) => ({ id, label: id })),
    tags: Array.from({ length: tagCount }, (_, i) => `tag-${i.toString(36)}`).join("\n"),
    sources: each((i) => `owner${below(size)}-repo${i}\n\nowner${below(size)}/repo${i}`).join("\n"),
    slugs: {},
    by_name: order.map(([, i]) => i),
    trust_of: each(() => "1112311011"[below(10)]).join(""),
    status_of: each(() => "0000011234"[below(10)]).join(""),
    stars: each(() => (below(20) ? Math.floor(1 / random() ** 2) % 200_000 : null)),
    updated: each(() => 20_780 - Math.floor(-Math.log(random() + 1e-9) * 120)),
    added: each(() => (below(3) ? 20_780 - below(700) : null)),
    tags_of: flat(tags),
    types_of: [...flat(types), ...types.flat().map(() => 1 + below(40))],
    shard: 32,
    shards: "0123456789".repeat(Math.ceil(size / 32)),
  };
}

function timed(work) {
  const start = performance.now();
  const value = work();
  return [performance.now() - start, value];
}

const QUERIES = {
  everything: {},
  "one type": { artifact_type: ["skill"] },
  "type and tag": { artifact_type: ["skill"], tags: ["tag-1"] },
  "two tags": { tags: ["tag-0", "tag-3"] },
  "any of two levels": { trust_level: ["verified", "official"], sort: "stars" },
  "all at once": { artifact_type: ["skill", "hook"], tags: ["tag-0"], trust_level: ["basic"], status: ["active"] },
  "search of 10 %": { search: "words", tags: ["tag-0"] },
};

function row(size) {
  const text = JSON.stringify(madeUp(size));
  const [read, index] = timed(() => new FilterIndex(JSON.parse(text)));
  const [first] = timed(() => select(index, { ...EVERYTHING, sort: "stars" }, null));
  const ranking = Array.from({ length: Math.ceil(size / 10) }, (_, i) => (i * 7919) % size);
  const times = [];
  const cpu = process.cpuUsage();
  for (let run = 0; run < RUNS; run++) {
    for (const query of Object.values(QUERIES)) {
      const full = { ...EVERYTHING, ...query };
      times.push(timed(() => select(index, full, full.search ? ranking : null))[0]);
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  const cold = times.slice(0, Object.keys(QUERIES).length).sort((a, b) => a - b);
  const steady = times.slice(cold.length).sort((a, b) => a - b);
  const { counts } = select(index, EVERYTHING, null);
  const [find] = timed(() => findTags(index, counts.tags, "a", 12));
  const nothing = { ...EVERYTHING, tags: ["tag-0", "none"], trust_level: ["basic"], status: ["active"] };
  const [rescue] = timed(() => waysOut(index, nothing, null));
  return {
    sources: size.toLocaleString("en"),
    "index KB": Math.round(text.length / 1024),
    "gzip KB": Math.round(gzipSync(text).length / 1024),
    "read ms": read.toFixed(1),
    "first sort ms": first.toFixed(1),
    "cold ms": cold[cold.length >> 1].toFixed(2),
    "filter ms": steady[steady.length >> 1].toFixed(2),
    "95 % ms": steady[Math.floor(steady.length * 0.95)].toFixed(2),
    "CPU ms": ((user + system) / 1000 / times.length).toFixed(2),
    "find a tag ms": find.toFixed(2),
    "ways out ms": rescue.toFixed(2),
  };
}

const sizes = process.argv.slice(2).map(Number);
console.log(`Node ${process.version}, ${RUNS} runs of ${Object.keys(QUERIES).length} queries with all facet counts`);
console.table((sizes.length > 0 ? sizes : [1_000, 10_000, 100_000]).map(row));

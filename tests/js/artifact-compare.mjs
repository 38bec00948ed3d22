/**
 * Answers questions of tests/test_artifact_index.py by the browser's code: one JSON object a line in and out.
 * In: {files: {path: text}, filters, artifacts} once, then {text, types}; out: what the page would show.
 */

import { createInterface } from "node:readline";

import { ArtifactIndex } from "../../templates/assets/js/lib/artifact-index.js";
import { FilterIndex } from "../../templates/assets/js/lib/filter-index.js";

const BASE = "https://catalog.invalid/";
let files = {};
let loaded = [];
/** @type {ArtifactIndex} */
let index;

async function get(url) {
  const path = String(url).slice(BASE.length);
  loaded.push(path);
  return path in files ? new Response(files[path]) : new Response("", { status: 404 });
}

async function answer({ files: given, filters, artifacts, text, types }) {
  if (given) {
    files = given;
    index = new ArtifactIndex(JSON.parse(files[artifacts]), BASE + artifacts, new FilterIndex(JSON.parse(files[filters])), get);
    return {};
  }
  loaded = [];
  const found = await index.find(text, new Set(types));
  const { sources, counts, total, types: byType } = found;
  const words = loaded;
  loaded = [];
  const groups = [];
  for (const source of sources) {
    const numbers = index.of(found, source, 1e9);
    groups.push({ id: index.sources.id(source), count: counts[source], rows: await Promise.all(numbers.map((n) => index.row(n))) });
  }
  return { groups, total, byType: [...byType], words, rows: loaded };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + "\n");
}

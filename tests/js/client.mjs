/**
 * Answers questions of tests/test_query_contract.py by the client: one JSON object a line in and out.
 * In: {site, calls}; each call is [method, ...arguments]. Out: what each gives, or its problem.
 */

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { CatalogClient } from "../../templates/assets/js/client/client.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { site, calls } = JSON.parse(line);
  const client = new CatalogClient(new URL("api/v1/", pathToFileURL(`${site}/`)));
  const answers = [];
  for (const [method, ...given] of calls) {
    try {
      answers.push({ result: await client[method](...given) });
    } catch (error) {
      if (!error.problem) throw error;
      answers.push({ problem: error.problem });
    }
  }
  process.stdout.write(JSON.stringify(answers) + "\n");
}

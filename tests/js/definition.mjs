/** Answers JSON lines: what the form of the page "Add" makes of typed answers. Asked by tests/test_add_page.py. */
import { createInterface } from "node:readline";
import { fullAddress, idOf, newFileUrl, troubleOf, valueOf, yamlOf } from "../../templates/assets/js/lib/definition.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { rules, typed } = JSON.parse(line);
  const troubles = {};
  const fields = [];
  for (const [name, answer] of Object.entries(typed)) {
    const rule = rules.fields[name];
    let value = valueOf(rule, answer);
    if (name === "repo_url") value = fullAddress(value);
    troubles[name] = troubleOf(rule, value);
    if (!troubles[name]) fields.push([name, value]);
  }
  const yaml = yamlOf(fields);
  const id = idOf(Object.fromEntries(fields).repo_url ?? "");
  const url = newFileUrl(rules.form, `${rules.folder}${id}.yaml`, yaml, rules.longest);
  console.log(JSON.stringify({ troubles, yaml, id, url }));
}

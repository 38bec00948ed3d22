import assert from "node:assert/strict";
import { test } from "node:test";

import { SearchClient } from "../../templates/assets/js/lib/search.js";

const URL_OF_INDEX = "https://catalog.invalid/search/index.json";

/** A worker that answers as told. */
class FakeWorker {
  constructor(answer) {
    this.answer = answer;
    this.sent = [];
    this.ended = false;
  }

  postMessage(message) {
    this.sent.push(message);
    queueMicrotask(() => this.answer(this, message));
  }

  terminate() {
    this.ended = true;
  }
}

test("no worker is started before the first call", async () => {
  let started = 0;
  const client = new SearchClient(URL_OF_INDEX, {
    worker: () => {
      started += 1;
      return new FakeWorker((self, { number }) => self.onmessage({ data: { number, result: null } }));
    },
  });
  assert.equal(started, 0);
  client.warm();
  await client.search("x");
  assert.equal(started, 1);
});

test("answers reach their calls, whatever their order", async () => {
  const held = [];
  const worker = new FakeWorker((self, message) => {
    held.push(message);
    if (held.length < 2) return;
    for (const { number, given } of held.reverse()) self.onmessage({ data: { number, result: given[0] } });
  });
  const client = new SearchClient(URL_OF_INDEX, { worker: () => worker });
  assert.deepEqual(await Promise.all([client.search("one"), client.search("two")]), ["one", "two"]);
});

test("the worker is told where the index is", async () => {
  const worker = new FakeWorker((self, { number }) => self.onmessage({ data: { number, result: null } }));
  await new SearchClient(new URL(URL_OF_INDEX), { worker: () => worker }).search("x");
  assert.equal(worker.sent[0].url, URL_OF_INDEX);
});

test("an error in the worker rejects its call only", async () => {
  const worker = new FakeWorker((self, { number, given }) =>
    self.onmessage({ data: given[0] === "bad" ? { number, error: "HTTP 404" } : { number, result: "good" } })
  );
  const client = new SearchClient(URL_OF_INDEX, { worker: () => worker });
  await assert.rejects(client.search("bad"), /HTTP 404/);
  assert.equal(await client.search("good"), "good");
});

test("without workers the search runs in the page", async (t) => {
  t.mock.method(globalThis, "fetch", async () => new Response("", { status: 503 }));
  const client = new SearchClient(URL_OF_INDEX, {
    worker: () => {
      throw new Error("workers are forbidden");
    },
  });
  await assert.rejects(client.search("x"), /HTTP 503/);
});

test("a worker that fails hands its calls to the page", async (t) => {
  t.mock.method(globalThis, "fetch", async () => new Response("", { status: 503 }));
  const worker = new FakeWorker((self) => self.onerror({ preventDefault() {} }));
  const client = new SearchClient(URL_OF_INDEX, { worker: () => worker });
  await assert.rejects(client.search("x"), /HTTP 503/);
  assert.ok(worker.ended);
});

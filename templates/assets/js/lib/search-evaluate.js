/**
 * Lunr's query arithmetic over typed arrays: the same matches, scores and order, bit by bit,
 * as lunr.Index.query gives; the browser's side of generator/search/evaluate.py.
 */

/**
 * One term of the index with the postings of each field, in the order of documents.
 * @typedef {object} Term
 * @property {string} text
 * @property {number} birth  place (document × fields + field) of its first occurrence
 * @property {Array<{documents: ArrayLike<number>, scores: ArrayLike<number>} | null>} fields
 */

/**
 * Terms of which one must match (`required`), or which only raise the score.
 * @typedef {object} Clause
 * @property {Term[]} terms  each once
 * @property {number} boost
 * @property {boolean} required
 */

/**
 * @param {Term} a
 * @param {Term} b
 * @returns {number}
 */
export function byBirth(a, b) {
  return a.birth - b.birth || (a.text < b.text ? -1 : 1);
}

/**
 * Documents and scores of all matches, in the order in which Lunr first meets them.
 *
 * A score is the sum over the fields of the dot product of the query's vector and the
 * field's, divided by the length of the query's. Products are added in the order of Lunr's
 * term numbers and fields in that of their first match, since the last bit depends on it.
 *
 * @param {number} documents  how many the index has
 * @param {number} fields
 * @param {Clause[]} clauses
 * @returns {{documents: Uint32Array, scores: Float64Array}}
 */
export function evaluate(documents, fields, clauses) {
  /** @type {Map<Term, number>} */
  const weights = new Map();
  for (const clause of clauses) {
    for (const term of clause.terms) weights.set(term, (weights.get(term) ?? 0) + clause.boost);
  }
  const magnitude = Math.sqrt([...weights.values()].reduce((sum, weight) => sum + weight * weight, 0));

  const dots = new Float64Array(documents * fields);
  for (const term of [...weights.keys()].sort(byBirth)) {
    const weight = /** @type {number} */ (weights.get(term));
    term.fields.forEach((postings, field) => {
      if (!postings) return;
      const { documents: ids, scores } = postings;
      for (let at = 0; at < ids.length; at += 1) dots[ids[at] * fields + field] += weight * scores[at];
    });
  }

  // met[document × fields …] are the numbers, plus one, of its fields in the order of their first match.
  const met = new Uint8Array(documents * fields);
  const order = new Uint32Array(documents);
  let count = 0;
  const required = new Uint8Array(documents);
  let round = 0;
  const done = new Set();
  for (const clause of clauses) {
    for (const term of clause.terms) {
      const fresh = !done.has(term);
      done.add(term);
      term.fields.forEach((postings, field) => {
        if (!postings) return;
        const ids = postings.documents;
        for (let at = 0; at < ids.length; at += 1) {
          const id = ids[at];
          if (clause.required && required[id] === round) required[id] = round + 1;
          if (!fresh) continue;
          let slot = id * fields;
          if (met[slot] === 0) order[count++] = id;
          while (met[slot] !== 0 && met[slot] !== field + 1) slot += 1;
          met[slot] = field + 1;
        }
      });
    }
    if (clause.required) round += 1;
  }

  const found = new Uint32Array(count);
  const scores = new Float64Array(count);
  let kept = 0;
  for (let at = 0; at < count; at += 1) {
    const id = order[at];
    if (required[id] !== round) continue;
    let score = 0;
    for (let slot = id * fields; slot < (id + 1) * fields && met[slot] !== 0; slot += 1) {
      score += dots[id * fields + met[slot] - 1] / magnitude;
    }
    found[kept] = id;
    scores[kept] = score;
    kept += 1;
  }
  return { documents: found.subarray(0, kept), scores: scores.subarray(0, kept) };
}

/**
 * Reads the columns that generator/search/binary.py writes.
 */

const decoder = new TextDecoder();

/**
 * The columns of a file.
 * @param {Response} response
 * @returns {Promise<Uint8Array[]>}
 */
export async function unpack(response) {
  const body = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body);
  const inflated = body.pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(inflated).arrayBuffer());
  const reader = new Reader(bytes);
  const lengths = Array.from({ length: reader.number() }, () => reader.number());
  let at = reader.at;
  return lengths.map((length) => bytes.subarray(at, (at += length)));
}

/**
 * @param {Uint8Array} column
 * @returns {string}
 */
export function text(column) {
  return decoder.decode(column);
}

/** Reads numbers of seven bits a byte, the lowest first. */
export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** @returns {number} */
  number() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }
}

/**
 * The words of lines that leave out what they share with the line before.
 * @param {Uint8Array} column
 * @param {number} [tail]  characters between that number and the rest
 * @returns {{words: string[], tails: string[]}}
 */
export function frontCoded(column, tail = 0) {
  /** @type {string[]} */
  const words = [];
  /** @type {string[]} */
  const tails = [];
  let word = "";
  if (column.length) {
    for (const line of text(column).split("\n")) {
      word = word.slice(0, line.charCodeAt(0) - 32) + line.slice(1 + tail);
      words.push(word);
      if (tail) tails.push(line.slice(1, 1 + tail));
    }
  }
  return { words, tails };
}

/**
 * The name of a file, in hex digits.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} length  in bytes
 * @returns {string}
 */
export function nameIn(bytes, at, length) {
  return Array.from(bytes.subarray(at, at + length), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The last place in sorted texts at or before which `wanted` belongs; -1 when before all.
 * @param {string[]} sorted
 * @param {string} wanted
 * @returns {number}
 */
export function placeOf(sorted, wanted) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

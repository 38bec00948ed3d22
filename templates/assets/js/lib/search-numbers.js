/**
 * A number for each document, in files that are loaded as they are needed.
 */

import { Reader } from "./search-binary.js";

export class Numbers {
  /**
   * @param {number} documents
   * @param {number} perFile  documents of a file
   * @param {(file: number) => Promise<Uint8Array>} load
   */
  constructor(documents, perFile, load) {
    this.values = new Uint32Array(documents);
    this.perFile = perFile;
    this.load = load;
    /** @type {Map<number, Promise<void>>} */
    this.files = new Map();
  }

  /** @returns {number} */
  get count() {
    return Math.ceil(this.values.length / this.perFile);
  }

  /**
   * Loads the numbers of documents.
   * @param {ArrayLike<number>} ids
   * @returns {Promise<void>}
   */
  async have(ids) {
    if (this.files.size === this.count) {
      await Promise.all(this.files.values());
      return;
    }
    /** @type {Set<number>} */
    const files = new Set();
    for (let at = 0; at < ids.length; at += 1) files.add(Math.floor(ids[at] / this.perFile));
    await Promise.all([...files].map((file) => this.file(file)));
  }

  /**
   * Loads a file.
   * @param {number} file
   * @returns {Promise<void>}
   */
  file(file) {
    let filled = this.files.get(file);
    if (!filled) {
      filled = this.load(file).then((column) => {
        const reader = new Reader(column);
        for (let at = file * this.perFile; reader.at < column.length; at += 1) this.values[at] = reader.number();
      });
      filled.catch(() => this.files.delete(file));
      this.files.set(file, filled);
    }
    return filled;
  }
}

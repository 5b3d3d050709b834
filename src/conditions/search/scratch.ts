/** An array that is used again for each text and grows with the longest. */
export class Scratch {
  #values = new Int32Array(1024);

  /** At least `length` long; what it holds is undefined. */
  atLeast(length: number): Int32Array {
    if (this.#values.length < length) this.#values = new Int32Array(2 ** Math.ceil(Math.log2(length)));
    return this.#values;
  }
}

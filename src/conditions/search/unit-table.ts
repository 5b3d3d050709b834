/** UTF-16 unit → symbol (1 …) for the units that occur in what is looked for; 0 for all others. */
export class UnitTable {
  readonly #symbols = new Uint16Array(0x10000);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The symbols of a text whose units become known by it. */
  add(text: string): number[] {
    const symbols: number[] = [];
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (this.#symbols[unit] === 0) this.#symbols[unit] = this.#size += 1;
      symbols.push(this.#symbols[unit] ?? 0);
    }
    return symbols;
  }

  symbol(unit: number): number {
    return this.#symbols[unit] ?? 0;
  }

  /** Writes a text's symbols; `into` must be long enough. */
  symbols(text: string, into: Int32Array): void {
    for (let index = 0; index < text.length; index += 1) into[index] = this.symbol(text.charCodeAt(index));
  }
}

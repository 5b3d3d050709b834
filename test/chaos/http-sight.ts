/** One request as it went over the wire. */
export interface SeenRequest {
  verb: string;
  path: string;
  body: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Makes requests of the bytes of one connection, as they come; only bodies with a content-length, as our client sends them. */
export class HttpSight {
  #rest = Buffer.alloc(0);

  /** Requests that are whole with these bytes. */
  take(bytes: Buffer): SeenRequest[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const seen: SeenRequest[] = [];
    for (let one = this.#next(); one !== null; one = this.#next()) seen.push(one);
    return seen;
  }

  #next(): SeenRequest | null {
    const headEnd = this.#rest.indexOf(HEAD_END);
    if (headEnd === -1) return null;
    const head = this.#rest.toString('latin1', 0, headEnd);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
    const end = headEnd + HEAD_END.length + length;
    if (this.#rest.length < end) return null;
    const body = this.#rest.toString('utf8', headEnd + HEAD_END.length, end);
    const [verb = '', path = ''] = head.split(' ', 2);
    this.#rest = this.#rest.subarray(end);
    return { verb, path, body };
  }
}

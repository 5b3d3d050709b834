import { FaultBook } from './fault-picker.ts';
import { LOW_USAGE } from './headers.ts';
import type { Usage } from './headers.ts';
import { NO_ODDITIES } from './oddities.ts';
import type { Oddities } from './oddities.ts';
import { RequestLog } from './request-log.ts';

/** What surrounds the platform on the way to the client: faults, oddities, usage headers, and the log of calls. */
export class Weather {
  readonly faults = new FaultBook();
  readonly requests: RequestLog;
  oddities: Oddities = NO_ODDITIES;
  usage: Usage = LOW_USAGE;

  constructor(requestLogSize: number) {
    this.requests = new RequestLog(requestLogSize);
  }
}

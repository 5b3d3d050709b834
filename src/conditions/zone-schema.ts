import { z } from 'zod';
import { zoneProblem } from './zone-clock.ts';

export const DEFAULT_ZONE = 'UTC';

/** The name of a time zone; UTC when there is none. */
export const zoneSchema = z
  .string()
  .superRefine((zone, context) => {
    const message = zoneProblem(zone);
    if (message !== null) context.addIssue({ code: 'custom', message });
  })
  .default(DEFAULT_ZONE);

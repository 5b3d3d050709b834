import type { Sketch } from '../similar/sketch.ts';

/** What messages of different senders may have in common. */
export const TRAIT_KINDS = ['text', 'media', 'link'] as const;
export type TraitKind = (typeof TRAIT_KINDS)[number];

/** Something of a message by which it may belong to a campaign. */
export interface Trait {
  kind: TraitKind;
  /** Of a text 64 bytes, to be compared; of anything else a hash of 16 that must be the same. */
  sketch: Sketch;
  /** How it is shown: a host, a host with a path, the beginning of a file's hash, a hash of the sketch. Never what somebody wrote. */
  shown: string;
}

/** Bytes of a sketch two messages must have in common: of texts so many that about 45 % of all four-letter runs are shared. */
export const EQUAL_BYTES: Readonly<Record<TraitKind, number>> = { text: 29, media: 16, link: 16 };

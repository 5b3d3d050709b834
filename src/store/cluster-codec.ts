import { memberOf } from '../core/campaign/alike.ts';
import type { Cluster, Member } from '../core/campaign/cluster.ts';
import { slotsOf } from '../core/campaign/slots.ts';
import type { Trait } from '../core/campaign/trait.ts';
import { TRAIT_KINDS } from '../core/campaign/trait.ts';
import { SKETCH_LENGTH } from '../core/similar/sketch.ts';
import type { Observation } from '../core/state/sender-state.ts';

/** Clusters as Redis holds them, big-endian, and what is to be compared with them; campaigns.lua tells and knows the layout. */
const HEADER = 18;
const MEMBER = 12;
const EXACT_LENGTH = 16;
const lengthOf = (kind: Trait['kind']): number => (kind === 'text' ? SKETCH_LENGTH : EXACT_LENGTH);

/** A message's traits; `place` is that of its sender among those observed, from 1. */
export function encodeCompared(place: number, observation: Observation): Buffer {
  const head = Buffer.alloc(22);
  const member = memberOf(observation);
  head.writeUInt16BE(place, 0);
  head.write(observation.key, 2, 8, 'latin1');
  head.writeUInt32BE(member.sender, 10);
  head.writeUInt32BE(member.message, 14);
  head.writeUInt32BE(member.at, 18);
  return Buffer.concat([head, ...(observation.traits ?? []).map(encodeTrait)]);
}

function encodeTrait(trait: Trait): Buffer {
  const slots = slotsOf(trait);
  const packed = Buffer.alloc(1 + trait.sketch.length + 4 * slots.length);
  packed[0] = TRAIT_KINDS.indexOf(trait.kind) + 1;
  packed.write(trait.sketch, 1, 'latin1');
  for (const [index, { slot, tag }] of slots.entries()) {
    const at = 1 + trait.sketch.length + 4 * index;
    packed.writeUInt16BE(slot, at);
    packed.writeUInt16BE(tag, at + 2);
  }
  return packed;
}

export function decodeCluster(value: Buffer): Cluster {
  const kind = TRAIT_KINDS[(value[4] ?? 1) - 1] ?? 'text';
  const from = HEADER + lengthOf(kind);
  const members: Member[] = [];
  for (let at = from; at + MEMBER <= value.length; at += MEMBER)
    members.push({
      sender: value.readUInt32BE(at),
      message: value.readUInt32BE(at + 4),
      at: value.readUInt32BE(at + 8),
    });
  return {
    id: value.readUInt32BE(0),
    kind,
    firstAt: value.readUInt32BE(5),
    lastAt: value.readUInt32BE(9),
    senders: value.readUInt32BE(13),
    isTold: value[17] !== 0,
    sketch: value.toString('latin1', HEADER, from),
    members,
  };
}

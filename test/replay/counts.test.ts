import { describe, expect, it } from '@jest/globals';
import { CountTable, noActions, OTHERS } from '../../src/replay/counts.ts';

describe('CountTable', () => {
  it('counts decisions by name and label, in the order they came up', () => {
    const table = new CountTable();
    table.add('sms', 'ham', 'allow');
    table.add('chat', 'spam', 'block');
    table.add('sms', 'ham', 'allow');
    expect(JSON.stringify(table.toObject())).toBe(
      JSON.stringify({
        sms: { ham: { ...noActions(), allow: 2 } },
        chat: { spam: { ...noActions(), block: 1 } },
      }),
    );
  });

  it('takes names that mean something to JavaScript for names', () => {
    const table = new CountTable();
    for (const name of ['__proto__', 'constructor', 'toString']) table.add(name, name, 'flag');
    const counts = JSON.parse(JSON.stringify(table.toObject())) as object;
    expect(Object.keys(counts)).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('puts together what follows after a thousand names, and goes on counting the known ones', () => {
    const table = new CountTable();
    for (let n = 0; n < 5_000; n += 1) table.add('source', `label ${n}`, 'allow');
    table.add('source', 'label 0', 'allow');
    const { source = {} } = table.toObject();
    expect(Object.keys(source)).toHaveLength(1_001);
    expect(source[OTHERS]).toEqual({ ...noActions(), allow: 4_000 });
    expect(source['label 0']).toEqual({ ...noActions(), allow: 2 });
  });
});

import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { OUTCOME_TABLE } from '../../src/blocker/outcome-table.ts';
import { outcomeTables } from '../../src/blocker/docs.ts';
import { meaningOf } from '../../src/whatsapp/error-codes.ts';
import { expectGenerated } from '../helpers/generated-docs.ts';

it('docs/outcomes.md has the outcome table as it is in the code', async () => {
  await expectGenerated(
    join(import.meta.dirname, '../../docs/outcomes.md'),
    'outcomes',
    outcomeTables(meaningOf),
  );
});

it('each row has a line with something in every cell', () => {
  const [codes = ''] = outcomeTables(meaningOf).split('\n\n');
  const lines = codes.split('\n').slice(2);
  expect(lines).toHaveLength(OUTCOME_TABLE.length);
  for (const line of lines) expect(line).toMatch(/^(\| [^| ][^|]* ){6}\|$/);
});

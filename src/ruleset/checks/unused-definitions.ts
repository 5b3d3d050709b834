import type { Definition } from '../definitions.ts';
import type { Problem } from '../problem.ts';
import { finding } from './finding.ts';

const NOUNS = { list: 'list', block: 'block of conditions' } as const;

export const unusedDefinitions = (definitions: readonly Definition[]): Problem[] =>
  definitions
    .filter(({ used }) => !used)
    .map((definition) =>
      finding(
        'unused-definition',
        definition,
        `no rule uses the ${NOUNS[definition.kind]} '${definition.name}'`,
      ),
    );

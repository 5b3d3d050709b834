/**
 * The rooms of src/ and which others each may import; docs/architecture.md says what they do. Lint makes import zones of it,
 * test/architecture.test.ts checks it once more. Files beside the rooms (app.ts, events.ts …), cli/ and demo/ may import any room;
 * no room may import them: rooms meet in app.ts.
 */
export const rooms = {
  core: [],
  repeat: [],
  conditions: ['core'],
  ruleset: ['core', 'conditions', 'repeat'],
  config: ['repeat'],
  redis: [],
  queue: ['core'],
  webhook: ['core'],
  workers: ['core', 'queue'],
  blocker: ['core', 'whatsapp'],
  whatsapp: [],
  store: ['core'],
  admin: [],
  simulator: [],
  doctor: ['config', 'ruleset', 'store', 'whatsapp'],
  timeline: ['core'],
  stories: ['core', 'ruleset', 'timeline'],
  explain: ['core', 'ruleset', 'timeline', 'webhook'],
  replay: ['core', 'ruleset', 'explain', 'timeline'],
};

/** Room → room → the files of which it may also take values; of all others only types. */
export const typesOnly = { blocker: { whatsapp: ['list-all.ts'] } };

/** Rooms that do no I/O, read no clock, log nothing and are never async. */
export const pureRooms = ['core', 'conditions', 'timeline'];

/** Settings of `import-x/no-restricted-paths`. */
export const zones = Object.entries(rooms).map(([room, allowed]) => ({
  target: `./src/${room}`,
  from: './src',
  except: [room, ...allowed].map((name) => `./${name}`),
  message: `src/${room} may import ${allowed.length === 0 ? 'no other room' : `only ${allowed.join(', ')}`} (eslint.rooms.js).`,
}));

/** Config blocks of `@typescript-eslint/no-restricted-imports`, one for each room in `typesOnly`. */
export const typeZones = Object.entries(typesOnly).map(([room, others]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: Object.entries(others).map(([other, values]) => ({
          regex: `/${other}/(?!(?:${values.map((file) => file.replaceAll('.', '\\.')).join('|')})$)`,
          allowTypeImports: true,
          message: `src/${room} takes only types from src/${other}; values are injected by app.ts.`,
        })),
      },
    ],
  },
}));

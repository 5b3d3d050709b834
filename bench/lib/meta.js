/** The simulator in a process of its own, so that what it costs is not counted as anybody's. */
import { startSimulator } from '../../dist/simulator/server.js';
import { args, serveParent } from './processes.js';

const { latencyMs } = args();
const simulator = await startSimulator({ requestLogSize: 10 });
const { control } = simulator;
if (latencyMs > 0) control.addFault({ fault: { kind: 'latency', ms: latencyMs } });

let filled = 0;
let liftsBefore = 0;
let callsBefore = 0;
const lifts = (number) => control.log(number).filter(({ op }) => op === 'lift');
const isOn = (number) => control.state().numbers[number]?.blocked ?? 0;
const calls = () =>
  Object.entries(control.state().requests.counts).reduce(
    (sum, [name, count]) => (name.startsWith('DELETE') ? sum + count : sum),
    0,
  );

serveParent(
  { url: simulator.url },
  {
    /** Blocks these people; what is asked for later counts from here. */
    fill: ({ number, people }) => {
      for (const user of people) control.block(number, user);
      liftsBefore = lifts(number).length;
      callsBefore = calls();
      filled = isOn(number);
      return filled;
    },
    /** Who was lifted since, when, by how many calls; who is blocked still. */
    look: ({ number }) => ({
      lifts: lifts(number)
        .slice(liftsBefore)
        .map(({ at, input }) => [input, at]),
      calls: calls() - callsBefore,
      blocked: control.list(number).map(({ input }) => input),
    }),
    /** A cheap look: how many fewer people are blocked. */
    lifted: ({ number }) => filled - isOn(number),
  },
  () => simulator.close(),
);

/** Meta's stand-in in a process of its own. Prints one line of JSON when it serves. */
import { startSimulator } from '../../src/simulator/server.ts';

const simulator = await startSimulator({ strictWindow: true, requestLogSize: 1_000_000 });
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 1_000);
process.stdout.write(`${JSON.stringify({ url: simulator.url })}\n`);

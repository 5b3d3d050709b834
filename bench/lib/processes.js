import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A side or a load generator in a process of its own; it inherits nothing of this shell's settings but PATH. */
export function startProcess(file, args) {
  const child = fork(file, [JSON.stringify(args)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  });
  // One question is under way at a time: the next message answers it.
  let waiting = null;
  const arrived = [];
  child.on('message', (message) => {
    if (waiting === null) arrived.push(message);
    else waiting.resolve(message);
    waiting = null;
  });
  child.on('exit', (code) => waiting?.reject(new Error(`${file} ended early with ${code}`)));
  const next = () =>
    new Promise((resolve, reject) => {
      if (arrived.length > 0) resolve(arrived.shift());
      else waiting = { resolve, reject };
    });
  return {
    next,
    ask(question) {
      const answer = next();
      child.send(question);
      return answer;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

/** The child's end: says `hello`, then answers each question; ends when the parent lets go. */
export function serveParent(hello, answers, close) {
  process.on('message', async ({ kind, ...rest }) => process.send(await answers[kind](rest)));
  process.on('disconnect', async () => {
    await close?.();
    process.exit(0);
  });
  process.send(hello);
}
export const args = () => JSON.parse(process.argv[2]);

/** What every side tells about itself. */
export const usage = () => {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system, rss: process.memoryUsage.rss() };
};

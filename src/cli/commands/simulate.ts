import { UserError } from '../../errors.ts';
import { startSimulator } from '../../simulator/server.ts';
import { defineCommand } from '../command.ts';

/** `cordon simulate`: a Graph API stand-in for people without a Meta account. */
export const simulateCommand = (stop: AbortSignal) =>
  defineCommand({
    name: 'simulate',
    summary: 'Run a stand-in for the Graph API (block_users, messages) on loopback',
    options: {
      port: { type: 'string', value: 'N', default: '4000', about: 'Port on 127.0.0.1; 0 takes a free one' },
      'users-file': {
        type: 'string',
        value: 'FILE',
        about:
          'Who wrote when: a phone or BSUID a line, optionally a tab and a time; without it everyone has just written',
      },
    },
    details:
      'Set META_GRAPH_URL to the address it prints. POST /_control/… injects faults and moves time; GET /_control/state shows the list.',
    async run({ values }, io) {
      const port = Number(values.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new UserError(`"${values.port}" is not a port`, { hint: 'Use 0 to 65535.' });
      const usersFile = values['users-file'];
      await using simulator = await startSimulator({
        port,
        ...(usersFile === undefined ? {} : { usersFile }),
      }).catch((error: unknown) => {
        throw error instanceof Error ? new UserError(error.message, { cause: error }) : error;
      });
      io.stdout.write(`META_GRAPH_URL=${simulator.url}\n`);
      if (!stop.aborted)
        await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
      return 0;
    },
  });

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { lookAgain } from '../../src/repeat/look-again.ts';
import { waitFor } from '../helpers/wait-for.ts';

const HOUR = 3_600_000;

describe('looking again and again', () => {
  it('goes on until closed, one look at a time', async () => {
    let [looks, atOnce, most] = [0, 0, 0];
    const looking = lookAgain(async () => {
      most = Math.max(most, ++atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      looks += 1;
    }, 1);
    await waitFor(() => looks >= 5);
    await looking.close();
    expect([atOnce, most]).toEqual([0, 1]);
  });

  it('does not wait for the pause when closed', async () => {
    let looks = 0;
    const looking = lookAgain(() => Promise.resolve(void (looks += 1)), HOUR);
    await waitFor(() => looks === 1);
    await looking.close();
    expect(looks).toBe(1);
  });

  it('waits for the look under way when closed, and begins no pause after it', async () => {
    let finish = (): void => undefined;
    const looking = lookAgain(() => new Promise<void>((resolve) => (finish = resolve)), HOUR);
    let isClosed = false;
    const closing = looking.close().then(() => (isClosed = true));
    await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    finish();
    await closing;
    expect(isClosed).toBe(true);
  });

  it('keeps no process alive', async () => {
    const code = `import { lookAgain } from './src/repeat/look-again.ts';
      lookAgain(() => Promise.resolve(console.log('looked')), ${HOUR});`;
    const args = ['--import', './test/helpers/ts-loader.js', '--input-type=module', '-e', code];
    const cwd = join(import.meta.dirname, '../..');
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    expect(stdout).toBe('looked\n');
  });
});

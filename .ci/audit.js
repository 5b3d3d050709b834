// Fails on known vulnerabilities (high and above) of what is shipped. A registry without an audit endpoint is said, not failed.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
let report = null;
try {
  report = JSON.parse(stdout);
} catch {
  // Handled as unreachable below.
}
const found = report?.metadata?.vulnerabilities;
if (found === undefined) {
  console.log('audit: the package registry gave no report; nothing was checked');
} else {
  const serious = found.high + found.critical;
  console.log(`audit: ${found.total} known vulnerabilities, ${serious} of them high or critical`);
  process.exitCode = serious > 0 ? 1 : 0;
}

import { statSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { withEnvFile } from '../config/env-file.ts';
import { isLoopback } from '../config/loopback.ts';
import { readConfig, type Environment, type Problem } from '../config/read.ts';
import type { Secrets } from '../config/secrets.ts';
import { VARIABLES, variableNames, type Role } from '../config/variables.ts';
import { findings, type Finding } from './finding.ts';

const { ok, warn, fail } = findings('configuration');
const SHORTEST_WORD = 12;

export interface ConfigurationExam {
  findings: Finding[];
  /** As far as it can be used; null when values are wrong. */
  usable: { config: Config; secrets: Secrets } | null;
}

/** Everything wrong or careless in the environment and `.env`, for a start in this role. Secrets are never shown. */
export function examineConfiguration(environment: Environment, role: Role): ConfigurationExam {
  const file = withEnvFile(environment);
  const started = readConfig(file.env, { role });
  const inspected = readConfig(file.env, { role, purpose: 'inspect' });
  const problems = [...file.problems, ...(started.ok ? [] : started.problems)];
  const list = [
    ...problems.map((problem) => fail(sentence(problem), problem.fix)),
    ...[...file.warnings, ...started.warnings].map((problem) => warn(sentence(problem), problem.fix)),
    ...openFiles(file.env),
  ];
  if (!inspected.ok) return { findings: list, usable: null };
  const { config, secrets } = inspected;
  if (problems.length === 0) {
    const mode =
      config.mode === 'enforce' ? 'enforce (offenders are blocked)' : 'monitor (nobody is blocked)';
    const numbers = config.phoneNumberIds?.join(', ') ?? 'every number that is delivered';
    list.unshift(ok(`complete for the role ${role}; mode ${mode}; guards ${numbers}`));
  }
  return { findings: [...list, ...careless(config, secrets)], usable: { config, secrets } };
}

const sentence = ({ variable, message }: Problem): string => `${variable} ${message}`;

/** Secrets in files that other users may read. */
function openFiles(env: Environment): Finding[] {
  const paths = variableNames
    .filter((name) => VARIABLES[name].secret)
    .map((name) => ({ variable: `${name}_FILE`, path: env[`${name}_FILE`]?.trim() ?? '' }))
    .filter(({ path }) => path !== '');
  return paths.flatMap(({ variable, path }) => {
    const about = statSync(path, { throwIfNoEntry: false });
    if (about === undefined || !about.isFile() || (about.mode & 0o007) === 0) return [];
    return [
      warn(`${variable} names ${path}, which every user of this machine may read`, `Run: chmod 600 ${path}`),
    ];
  });
}

function careless(
  { graph, admin, role }: Config,
  { receiver, graph: token, adminToken }: Secrets,
): Finding[] {
  const url = new URL(graph.baseUrl);
  const list: Finding[] = [];
  if (url.protocol === 'https:')
    list.push(ok(`the Graph API is asked at ${graph.baseUrl}/${graph.version}, encrypted`));
  else {
    const mend = 'For the real one remove META_GRAPH_URL; http is only for a simulator on this machine.';
    list.push(warn(`the Graph API is asked at ${graph.baseUrl}, which is not Meta`, mend));
  }
  if (role !== 'receiver' && token !== null && token.appSecret === null) {
    const mend =
      'Give the worker META_APP_SECRET as well; then Meta can insist on the proof (“Require App Secret”).';
    list.push(warn('calls to Meta go out without appsecret_proof, because META_APP_SECRET is missing', mend));
  }
  if (receiver !== null && receiver.verifyToken.length < SHORTEST_WORD) {
    const mend = 'Choose a longer one, for example from: openssl rand -hex 16, and enter it at Meta too.';
    list.push(warn('META_VERIFY_TOKEN is short enough to be guessed', mend));
  }
  if (isLoopback(admin.host)) list.push(ok(`the admin port is open to this machine only (${admin.host})`));
  else if (adminToken !== null && adminToken.length < SHORTEST_WORD) {
    const mend = 'Set ADMIN_TOKEN to a long random word, for example from: openssl rand -hex 24.';
    list.push(warn(`ADMIN_TOKEN is short, and ${admin.host} can be reached from other machines`, mend));
  }
  return list;
}

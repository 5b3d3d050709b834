import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VARIABLES, variableNames } from '../../src/config/variables.ts';
import { USER } from './container.ts';
import { dockerfileText, letIn, readDockerfile, type Step } from './dockerfile.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const stages = readDockerfile();
const steps = stages.flatMap((stage) => stage.steps);
const image = stages.at(-1)?.steps ?? [];
const packageJson = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  version: string;
  license: string;
  engines: { node: string };
};

const text = (keyword: string): string[] =>
  image.flatMap((step) => (step.kind === 'other' && step.keyword === keyword ? [step.text] : []));
const words = (keyword: string): string[] | undefined =>
  image.find((step): step is Step & { kind: 'exec' } => step.kind === 'exec' && step.keyword === keyword)
    ?.words;

describe('Dockerfile', () => {
  it('passes the linter, which does find mistakes', () => {
    expect(validate(dockerfileText).map(({ message }) => message)).toEqual([]);
    expect(validate(dockerfileText.replace('STOPSIGNAL SIGTERM', 'STOPSIGNAL NOW'))).toHaveLength(1);
  });

  it('builds every stage on one base image, of a Node that Cordon runs on, and says its full tag', () => {
    const [, tag = ''] = /^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfileText) ?? [];
    expect(stages.map(({ base }) => base)).toEqual(Array(stages.length).fill('${NODE_IMAGE}'));
    expect(tag).toMatch(/^node:\d+-bookworm-slim$/);
    expect(Number(/\d+/.exec(tag)?.[0])).toBeGreaterThanOrEqual(
      Number(/\d+/.exec(packageJson.engines.node)?.[0]),
    );
  });

  it('copies nothing that .dockerignore holds back, and .dockerignore lets nothing in that is not copied', () => {
    const copied = steps.flatMap((step) => (step.kind === 'copy' && step.from === null ? step.sources : []));
    expect(letIn().sort()).toEqual([...new Set(copied)].sort());
    for (const name of letIn()) expect(existsSync(join(project, name))).toBe(true);
  });

  it('puts no secret into a layer', () => {
    expect(dockerfileText).not.toMatch(/^ADD /m);
    const set = steps.flatMap((step) => (step.kind === 'env' ? Object.keys(step.values) : []));
    const asked = [...dockerfileText.matchAll(/^ARG (\w+)/gm)].map(([, name]) => name);
    expect(new Set(asked)).toEqual(new Set(['NODE_IMAGE', 'REVISION']));
    expect(set).toEqual(['NODE_ENV', 'DATA_DIR']);
    expect(variableNames.filter((name) => VARIABLES[name].secret && set.includes(name))).toEqual([]);
  });

  it('leaves the development dependencies and the sources behind', () => {
    const runtime = stages.find(({ name }) => name === 'runtime')?.steps ?? [];
    const installs = runtime.flatMap((step) => (step.kind === 'run' ? [step.command] : []));
    expect(installs[0]).toMatch(/^npm ci --omit=dev --ignore-scripts/);
    const arrives = image.flatMap((step) => (step.kind === 'copy' ? [step.from, ...step.sources] : []));
    expect(arrives).toEqual(['runtime', '/app']);
  });

  it('runs as the user the tests use, who is not root and whom an orchestrator can tell from root', () => {
    expect(text('USER')).toEqual([`${USER}:${USER}`]);
  });

  it('is started without a shell, so that the signal to stop arrives', () => {
    expect(words('ENTRYPOINT')).toEqual(['node', 'bin/cordon.js']);
    expect(words('CMD')).toEqual(['start', '--role', 'all']);
    expect(words('HEALTHCHECK')).toEqual(['node', 'bin/healthcheck.js']);
    expect(text('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(text('EXPOSE')).toEqual([VARIABLES.PORT.fallback]);
  });

  it('carries the labels of this version', () => {
    const [labels = ''] = text('LABEL');
    const label = (name: string): string | undefined =>
      new RegExp(`org\\.opencontainers\\.image\\.${name}="([^"]+)"`).exec(labels)?.[1];
    expect(label('version')).toBe(packageJson.version);
    expect(label('licenses')).toBe(packageJson.license);
    expect(label('title')).toBe('Cordon');
    expect(label('base.name')).toBe('${NODE_IMAGE}');
  });
});

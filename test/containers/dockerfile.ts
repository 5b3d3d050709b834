import { readFileSync } from 'node:fs';
import { Copy, DockerfileParser, Env, From, type Instruction } from 'dockerfile-ast';

export type Step =
  | { kind: 'copy'; from: string | null; sources: string[]; to: string }
  | { kind: 'run'; command: string }
  | { kind: 'workdir'; path: string }
  | { kind: 'env'; values: Record<string, string> }
  | { kind: 'exec'; keyword: 'ENTRYPOINT' | 'CMD' | 'HEALTHCHECK'; words: string[] }
  | { kind: 'other'; keyword: string; text: string };

export interface Stage {
  /** null for the last one, which is the image. */
  name: string | null;
  base: string;
  steps: Step[];
}

export const dockerfileText = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');

/** The Dockerfile by stages. Throws for an ENTRYPOINT, CMD or HEALTHCHECK that is not in exec form: a shell would swallow signals. */
export function readDockerfile(text = dockerfileText): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction instanceof From) {
      stages.push({ name: instruction.getBuildStage(), base: instruction.getImage() ?? '', steps: [] });
    } else {
      stages.at(-1)?.steps.push(stepOf(instruction)); // what comes before the first FROM only names base images
    }
  }
  return stages;
}

function stepOf(instruction: Instruction): Step {
  const keyword = instruction.getKeyword();
  const text = instruction.getArgumentsContent() ?? '';
  if (instruction instanceof Copy) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const from = instruction.getFromFlag()?.getValue() ?? null;
    return { kind: 'copy', from, sources: words.slice(0, -1), to: words.at(-1) ?? '' };
  }
  if (instruction instanceof Env) {
    const pairs = instruction.getProperties().map((one) => [one.getName(), one.getValue() ?? '']);
    return { kind: 'env', values: Object.fromEntries(pairs) as Record<string, string> };
  }
  switch (keyword) {
    case 'RUN':
      return { kind: 'run', command: text };
    case 'WORKDIR':
      return { kind: 'workdir', path: text };
    case 'ENTRYPOINT':
    case 'CMD':
      return { kind: 'exec', keyword, words: JSON.parse(text) as string[] };
    case 'HEALTHCHECK':
      return { kind: 'exec', keyword, words: JSON.parse(text.slice(text.indexOf('CMD') + 3)) as string[] };
    default:
      return { kind: 'other', keyword, text };
  }
}

/** Names at the top of the project that .dockerignore lets through. Throws when it is anything but a list of what is let in. */
export function letIn(): string[] {
  const text = readFileSync(new URL('../../.dockerignore', import.meta.url), 'utf8');
  const [first, ...rest] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (first !== '*' || !rest.every((line) => /^![A-Za-z][A-Za-z.-]*$/.test(line)))
    throw new Error('.dockerignore is not "*" and then one !name a line');
  return rest.map((line) => line.slice(1));
}

/** What is known about the machine a Redis is to be installed on. */
export interface InstallSite {
  platform: NodeJS.Platform;
  root: boolean;
  /** Names of the package managers, and sudo, found on this machine. */
  tools: ReadonlySet<string>;
  /** Somebody sits at a terminal and can answer. */
  terminal: boolean;
  /** Asked to go ahead without asking (CI=1). */
  unasked: boolean;
}

export type InstallPlan =
  | { do: 'install'; manager: 'apt-get' | 'brew'; sudo: readonly string[]; ask: boolean }
  | { do: 'refuse'; why: string; advice: string };

const OWN_REDIS = 'or set REDIS_URL to a Redis or Valkey 7 or newer that you run yourself';
/** The one package to install by hand, where we do not do it. */
const BY_HAND: readonly (readonly [tool: string, command: string])[] = [
  ['dnf', 'dnf install valkey'],
  ['yum', 'yum install redis'],
  ['pacman', 'pacman -S valkey'],
  ['apk', 'apk add redis'],
  ['zypper', 'zypper install redis'],
];

/** Whether and how to install: unasked only as root or with CI=1, otherwise after asking, otherwise not at all. */
export function planInstall({ platform, root, tools, terminal, unasked }: InstallSite): InstallPlan {
  if (platform === 'win32') {
    return refuse(
      'Redis does not run on Windows',
      `Run Cordon inside WSL (https://aka.ms/wsl), ${OWN_REDIS}.`,
    );
  }
  if (platform === 'darwin') return planBrew({ root, tools, terminal, unasked });
  if (platform !== 'linux' || !tools.has('apt-get')) return adviseByHand(tools);
  if (root) return { do: 'install', manager: 'apt-get', sudo: [], ask: false };

  const advice = `Run: sudo apt-get install redis-server, ${OWN_REDIS}.`;
  if (!tools.has('sudo')) {
    return refuse('installing it takes root', `As root, run: apt-get install redis-server, ${OWN_REDIS}.`);
  }
  if (unasked) return { do: 'install', manager: 'apt-get', sudo: ['sudo', '-n'], ask: false };
  if (terminal) return { do: 'install', manager: 'apt-get', sudo: ['sudo'], ask: true };
  return refuse('there is no terminal to ask for permission to install it', advice);
}

function planBrew({ root, tools, terminal, unasked }: Omit<InstallSite, 'platform'>): InstallPlan {
  const advice = `Run: brew install redis, ${OWN_REDIS}.`;
  if (!tools.has('brew'))
    return refuse('Homebrew is not there to install it', `Get https://brew.sh, then ${advice}`);
  if (root)
    return refuse(
      'Homebrew does not work as root',
      `As your own user, run: brew install redis, ${OWN_REDIS}.`,
    );
  if (unasked || terminal) return { do: 'install', manager: 'brew', sudo: [], ask: !unasked };
  return refuse('there is no terminal to ask for permission to install it', advice);
}

function adviseByHand(tools: ReadonlySet<string>): InstallPlan {
  const known = BY_HAND.find(([tool]) => tools.has(tool));
  const what = known === undefined ? 'Install the package redis (or valkey)' : `As root, run: ${known[1]}`;
  return refuse('Cordon installs it by itself only with apt-get or Homebrew', `${what}, ${OWN_REDIS}.`);
}

function refuse(why: string, advice: string): InstallPlan {
  return { do: 'refuse', why, advice };
}

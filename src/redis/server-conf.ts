export interface ServerSettings {
  /** Keep the data on disk. Default in Cordon: true; tests that need no restart switch it off. */
  appendOnly: boolean;
  /** When a write counts as stored: `always` = on disk before it is acknowledged. */
  appendFsync: 'always' | 'everysec';
  /** Bytes after which writes are refused (noeviction: nothing is ever dropped silently). */
  maxMemoryBytes: number;
}

export interface ServerPlaces {
  /** Absolute folder for data, log and pid file. */
  folder: string;
  socketPath: string;
}

/**
 * The configuration file of a private server: reachable over its Unix socket only, and only by us. A file rather than
 * arguments, because its quoting is defined for every byte a folder name can hold.
 */
export function serverConf({ folder, socketPath }: ServerPlaces, settings: ServerSettings): string {
  const lines = [
    '# Written by Cordon at every start; edits are lost.',
    'port 0',
    `unixsocket ${quote(socketPath)}`,
    'unixsocketperm 700',
    'daemonize no',
    'supervised no',
    `dir ${quote(folder)}`,
    `pidfile ${quote(`${folder}/redis.pid`)}`,
    `logfile ${quote(`${folder}/redis.log`)}`,
    'loglevel notice',
    'always-show-logo no',
    'databases 1',
    'save ""',
    `appendonly ${settings.appendOnly ? 'yes' : 'no'}`,
    `appendfsync ${settings.appendFsync}`,
    'no-appendfsync-on-rewrite no',
    'aof-load-truncated yes',
    `maxmemory ${settings.maxMemoryBytes}`,
    'maxmemory-policy noeviction',
  ];
  return lines.join('\n') + '\n';
}

/** Redis' quoted form: everything but plain path characters is written as \xHH. */
export function quote(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9/._ -]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
  });
  return `"${bytes.join('')}"`;
}

import { cpus, release, totalmem } from 'node:os';

export const machine = () => ({
  cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memory: `${Math.round(totalmem() / 1024 ** 3)} GB`,
  os: `${process.platform} ${release()}`,
  node: `Node ${process.version}`,
});

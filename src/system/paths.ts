import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where this user's tonearm keeps its things; every path is absolute. */
export type Paths = {
  readonly configFolder: string;
  readonly dataFolder: string;
  readonly stateFolder: string;
  readonly cacheFolder: string;
  readonly configFile: string;
  readonly database: string;
  readonly socket: string;
  /** The socket was named by `TONEARM_SOCKET`: it may be another machine's, so no engine is ever started for it. */
  readonly isSocketForeign: boolean;
  readonly lock: string;
  readonly log: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** The longest path a Unix socket's address holds. */
const LONGEST_SOCKET_PATH_BYTES = 107;

/** Finds every path from the environment: `TONEARM_HOME`, else the XDG base folders. Creates nothing. */
export function findPaths(env: Environment): Paths {
  const home = env['HOME'] ?? homedir();
  const own = env['TONEARM_HOME'];
  const folder = (name: string, variable: string, standard: string): string => {
    if (own !== undefined && own !== '') return join(absolute(own), name);
    const base = env[variable];
    // The XDG specification: a path that is not absolute is to be ignored.
    return join(base !== undefined && isAbsolute(base) ? base : join(home, standard), 'tonearm');
  };
  const configFolder = folder('config', 'XDG_CONFIG_HOME', '.config');
  const dataFolder = folder('data', 'XDG_DATA_HOME', '.local/share');
  const stateFolder = folder('state', 'XDG_STATE_HOME', '.local/state');
  const cacheFolder = folder('cache', 'XDG_CACHE_HOME', '.cache');
  const foreignSocket = env['TONEARM_SOCKET'];
  const isSocketForeign = foreignSocket !== undefined && foreignSocket !== '';
  return {
    configFolder,
    dataFolder,
    stateFolder,
    cacheFolder,
    configFile: join(configFolder, 'config.toml'),
    database: join(dataFolder, 'library.db'),
    socket: isSocketForeign ? absolute(foreignSocket) : socketPath(stateFolder),
    isSocketForeign,
    lock: join(stateFolder, 'engine.lock'),
    log: join(stateFolder, 'engine.log'),
  };
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : join(process.cwd(), path);
}

/** A state folder too deep for a socket gets one in the temp folder, in a private folder named after the state folder. */
function socketPath(stateFolder: string): string {
  const path = join(stateFolder, 'engine.sock');
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH_BYTES) return path;
  // Loaded here, because it costs every command's start and is hardly ever needed.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const name = createHash('sha256').update(stateFolder).digest('hex').slice(0, 12);
  return join(tmpdir(), `tonearm-${process.getuid?.() ?? 0}-${name}`, 'engine.sock');
}

/** Makes a folder that only this user may enter, or narrows one that exists. Throws what the file system throws. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/** As `makePrivateFolder`, in a folder that all users share: throws when what is there belongs to another user. */
export function makePrivateSharedFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = lstatSync(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error('it belongs to another user');
  chmodSync(path, 0o700);
}

import { AppError } from '../model/app-error.ts';
import type { EngineResults } from '../model/results.ts';
import { version } from '../system/version.ts';
import type { Shell } from './shell.ts';

/** Tells versions and where things live; asks a running engine, starts none. */
export async function runInfo(shell: Shell): Promise<number> {
  const { paths } = shell;
  const engine = await askEngine(shell);
  const document = {
    version,
    node: process.versions.node,
    engine,
    paths: {
      config: paths.configFile,
      database: paths.database,
      socket: paths.socket,
      log: paths.log,
      cache: paths.cacheFolder,
    },
  };
  const text = [
    `tonearm  ${version} (Node ${process.versions.node})`,
    `engine   ${engine === null ? 'not running' : `${engine.version}, process ${engine.pid}, Node ${engine.node}, SQLite ${engine.sqlite}`}`,
    `mpv      ${engine === null ? 'known when the engine runs' : (engine.mpv ?? 'not started yet')}`,
    ...Object.entries(document.paths).map(([name, path]) => `${name.padEnd(8)} ${path}`),
  ].join('\n');
  shell.answer(document, text);
  return 0;
}

async function askEngine(shell: Shell): Promise<EngineResults['engine.info'] | null> {
  try {
    const engine = await shell.connect({ mayStart: false });
    return await engine.run('engine.info', {});
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-not-running') return null;
    throw error;
  }
}

import type { CommandParams, ShellCommandId } from '../commands/all.ts';
import { AppError } from '../model/app-error.ts';
import { formatStatus, formats } from './format.ts';
import { runInfo } from './info.ts';
import type { Shell } from './shell.ts';
import { fillStatusFormat } from './status-format.ts';
import { runWatch } from './watch.ts';

type ShellCommands = {
  readonly [Id in Exclude<ShellCommandId, 'shell.engine'>]: (
    shell: Shell,
    params: CommandParams<Id>,
  ) => Promise<number>;
};

/** The commands that the shell's own side carries out, by asking the engine for one thing or several; each answers the exit code. */
export const shellCommands: ShellCommands = {
  'shell.status': async (shell, { format }) => {
    const engine = await shell.connect({ mayStart: false });
    const status = await engine.run('engine.status', {});
    shell.answer(status, format === undefined ? formatStatus(status) : fillStatusFormat(format, status));
    return 0;
  },
  'shell.watch': runWatch,
  'shell.info': runInfo,
  'shell.login': async (shell, params) => {
    const { runLogin } = await import('./login.ts');
    return runLogin(shell, params);
  },
  'shell.queueRemove': async (shell, { positions }) => {
    const engine = await shell.connect();
    const entryIds = await Promise.all(positions.map((position) => entryAt(engine, position)));
    const change = await engine.run('queue.remove', { entryIds });
    shell.answer(change, formats['queue.remove']?.(change) ?? '');
    return 0;
  },
  'shell.queueMove': async (shell, { from, to }) => {
    const engine = await shell.connect();
    const change = await engine.run('queue.move', { entryId: await entryAt(engine, from), to });
    shell.answer(change, formats['queue.move']?.(change) ?? '');
    return 0;
  },
};

/** The entry that stands at a position now: it is named by its id from here on, so that nothing else can slip into its place. */
async function entryAt(engine: Awaited<ReturnType<Shell['connect']>>, position: number): Promise<number> {
  const { items, total } = await engine.run('queue.list', { offset: Math.max(0, position - 1), limit: 1 });
  const [item] = items;
  if (item === undefined || item.position !== position) {
    throw new AppError('usage', `the play queue has no position ${position}`, { hint: `It has ${total} entries.` });
  }
  return item.entryId;
}

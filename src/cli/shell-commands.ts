import type { CommandParams, ShellCommandId } from '../commands/all.ts';
import type { Engine } from '../engine/engine.ts';
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
    const change = await engine.run('queue.remove', { entryIds: await entriesAt(engine, positions) });
    shell.answer(change, formats['queue.remove']?.(change) ?? '');
    return 0;
  },
  'shell.queueMove': async (shell, { from, to }) => {
    const engine = await shell.connect();
    const [entryId = 0] = await entriesAt(engine, [from]);
    const change = await engine.run('queue.move', { entryId, to });
    shell.answer(change, formats['queue.move']?.(change) ?? '');
    return 0;
  },
};

/**
 * The entries that stand at these positions, all of them at one moment. From here on they are named by their ids, so that no
 * other can slip into their places.
 */
async function entriesAt(engine: Engine, positions: readonly number[]): Promise<readonly number[]> {
  for (;;) {
    const pages = await Promise.all(
      positions.map((position) => engine.run('queue.list', { offset: Math.max(0, position - 1), limit: 1 })),
    );
    if (new Set(pages.map((page) => page.revision)).size > 1) continue;
    return pages.map(({ items: [item], total }, index) => {
      if (item !== undefined && item.position === positions[index]) return item.entryId;
      throw new AppError('usage', `the play queue has no position ${positions[index]}`, {
        hint: `It has ${total} entries.`,
      });
    });
  }
}

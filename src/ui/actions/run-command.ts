import type { CommandParams, EngineCommandId, WindowCommandId } from '../../commands/all.ts';
import { isEngineCommandId } from '../../commands/all.ts';
import type { ActionContext, Settled } from '../context.ts';
import { formatCount } from '../format.ts';
import type { BoundCommand } from '../keymap.ts';
import { activeList } from '../selection.ts';
import type { View } from '../window-state.ts';
import { addSelected, appendAll, type AddMode } from './add-tracks.ts';
import { findAgain, openFind } from './find.ts';
import { openFirstRun } from './first-run.ts';
import { connect, retryQueue } from './lastfm.ts';
import { goInto, goOut, goRound } from './library.ts';
import { move } from './move.ts';
import { shutDown } from './prompt.ts';
import { askToClear, moveEntry, playEntry, removeEntry, showPlaying } from './queue.ts';

/** Runs what a key means. The count is what was typed before it, if the command takes one. */
export function runBound(context: ActionContext, bound: BoundCommand, count: number | null): Settled {
  if (isEngineCommandId(bound.id)) return runEngineCommand(context, bound.id, bound.params);
  return windowActions[bound.id as WindowCommandId](context, count);
}

const windowActions: Readonly<Record<WindowCommandId, (context: ActionContext, count: number | null) => Settled>> = {
  'window.quit': (context) => context.end('quit'),
  'window.redraw': (context) => context.redraw(),
  'window.help': (context) => context.dispatch({ type: 'overlaid', overlay: { kind: 'help', query: '' } }),
  'window.library': (context) => openView(context, 'library'),
  'window.queue': (context) => openView(context, 'queue'),
  'window.lastfm': (context) => openView(context, 'lastfm'),
  'window.nextPane': (context) => goRound(context, 1),
  'window.previousPane': (context) => goRound(context, -1),
  'window.down': (context, count) => move(context, (index) => index + (count ?? 1)),
  'window.up': (context, count) => move(context, (index) => index - (count ?? 1)),
  'window.into': goInto,
  'window.out': goOut,
  'window.top': (context, count) => move(context, () => (count ?? 1) - 1),
  'window.bottom': (context, count) => move(context, (_, total) => (count ?? total) - 1),
  'window.halfPageDown': (context, count) =>
    move(context, (index, _, rows) => index + Math.ceil(rows / 2) * (count ?? 1)),
  'window.halfPageUp': (context, count) =>
    move(context, (index, _, rows) => index - Math.ceil(rows / 2) * (count ?? 1)),
  'window.pageDown': (context, count) => move(context, (index, _, rows) => index + rows * (count ?? 1)),
  'window.pageUp': (context, count) => move(context, (index, _, rows) => index - rows * (count ?? 1)),
  'window.play': (context) => {
    const list = activeList(context.state());
    if (list === 'queue') return playEntry(context);
    if (list === 'artists' && context.lists.artists.total() === 0) return openFirstRun(context);
    return add(context, 'play');
  },
  'window.append': (context) => add(context, 'append'),
  'window.appendAll': (context) => appendAll(context, activeList(context.state())),
  'window.playNext': (context) => add(context, 'next'),
  'window.find': openFind,
  'window.findNext': (context, count) => findAgain(context, 1, count ?? 1),
  'window.findPrevious': (context, count) => findAgain(context, -1, count ?? 1),
  'window.remove': removeEntry,
  'window.moveDown': (context, count) => moveEntry(context, count ?? 1),
  'window.moveUp': (context, count) => moveEntry(context, -(count ?? 1)),
  'window.showPlaying': showPlaying,
  'window.connect': connect,
};

function openView(context: ActionContext, view: View): void {
  context.dispatch({ type: 'view-opened', view });
}

function add(context: ActionContext, mode: AddMode): Settled {
  if (context.state().view === 'library') return addSelected(context, activeList(context.state()), mode);
}

/** Runs an engine command; the next key does not wait for it. Some say what came of them, two ask first. */
function runEngineCommand(context: ActionContext, id: EngineCommandId, params: BoundCommand['params']): void {
  const special = specialEngineCommands[id];
  if (special !== undefined) special(context);
  else void context.engine.run(id, params as CommandParams<typeof id>).catch(context.reportError);
}

const specialEngineCommands: Partial<Record<EngineCommandId, (context: ActionContext) => void>> = {
  'engine.shutdown': askToShutDown,
  'queue.clear': askToClear,
  'lastfm.queueRetry': (context) => void retryQueue(context).catch(context.reportError),
  'library.scan': (context) => void scan(context).catch(context.reportError),
};

function askToShutDown(context: ActionContext): void {
  if (context.engine.state('playback').status !== 'playing') return shutDown(context);
  const question = 'Stop the music and the engine?';
  context.dispatch({ type: 'prompted', prompt: { kind: 'confirm', question, action: 'shutdown' } });
}

async function scan(context: ActionContext): Promise<void> {
  const answer = await context.engine.run('library.scan', {});
  for (const warning of answer.warnings) context.notify({ level: 'warning', message: warning, hint: null });
  const parts = [
    `${formatCount(answer.found)} found`,
    `${formatCount(answer.added)} added`,
    `${formatCount(answer.changed)} changed`,
    `${formatCount(answer.missing)} missing`,
    `${formatCount(answer.failed.length)} failed`,
  ];
  context.notify({ level: 'info', message: `Library scanned: ${parts.join(', ')}`, hint: null });
}

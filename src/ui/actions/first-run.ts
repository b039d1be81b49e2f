import { AppError, messageOf } from '../../model/app-error.ts';
import type { ActionContext } from '../context.ts';
import { formatAmount } from '../format.ts';
import type { KeyPress } from '../key-names.ts';
import type { FirstRun } from '../window-state.ts';
import { editText } from './edit-text.ts';

/** Opens the screen for a library without music, if this is one. */
export async function beginFirstRun(context: ActionContext): Promise<void> {
  const library = context.engine.state('library');
  if (library.tracks > 0 || library.missing > 0 || library.scan !== null) return;
  if (context.engine.state('queue').length > 0) return;
  const folders = await context.engine.run('library.folders', {});
  if (folders.total === 0) openFirstRun(context);
}

/** Asks where the music is. */
export function openFirstRun(context: ActionContext): void {
  show(context, { path: '', isBusy: false, completions: [], problem: null });
}

/** Takes a key on the screen for a library without music. */
export function pressInFirstRun(context: ActionContext, firstRun: FirstRun, key: KeyPress): void | Promise<void> {
  if (key.name === 'Esc') return leave(context);
  if (firstRun.isBusy) return;
  if (firstRun.path === '') {
    if (key.name === 'd' && context.host.demoFolder !== null) {
      return void playDemo(context, context.host.demoFolder).catch(context.reportError);
    }
    if (key.name === 'q') return context.end('quit');
  }
  if (key.name === 'Enter') {
    const typed = firstRun.path.trim();
    if (typed !== '') void addFolder(context, firstRun, typed).catch((error: unknown) => fail(context, error));
    return;
  }
  if (key.name === 'Tab') return complete(context, firstRun);
  const path = editText(firstRun.path, key);
  if (path !== null) show(context, { ...firstRun, path, completions: [], problem: null });
}

/** Adds the folder whose path was typed; the window shows how far the scan is, and what went wrong. */
async function addFolder(context: ActionContext, firstRun: FirstRun, typed: string): Promise<void> {
  show(context, { ...firstRun, isBusy: true, completions: [], problem: null });
  const scan = await context.engine.run('library.add', { path: context.host.expandPath(typed) });
  for (const warning of scan.warnings) context.notify({ level: 'warning', message: warning, hint: null });
  if (scan.found === 0) {
    const hint = 'tonearm plays mp3, m4a, flac, ogg, opus and wav files';
    throw new AppError('not-found', `There is no music in ${typed}`, { hint });
  }
  leave(context);
  const failed = scan.failed.length === 0 ? '' : `, ${formatAmount(scan.failed.length, 'file')} could not be read`;
  context.notify({ level: 'info', message: `${formatAmount(scan.added, 'track')} added${failed}`, hint: null });
}

async function playDemo(context: ActionContext, demoFolder: string): Promise<void> {
  await context.engine.run('playback.play', { paths: [demoFolder] });
  leave(context);
  context.dispatch({ type: 'view-opened', view: 'queue' });
}

/** Goes on with what was typed as far as it can only mean one thing, and shows the choice from there. */
async function complete(context: ActionContext, firstRun: FirstRun): Promise<void> {
  const completions = await context.host.completeFolder(firstRun.path);
  const first = completions[0];
  if (first === undefined) return;
  const path = completions.reduce(commonStart, first);
  const isLonger = path.length > firstRun.path.length;
  show(context, {
    ...firstRun,
    path: isLonger ? path : firstRun.path,
    completions: completions.length > 1 ? completions : [],
    problem: null,
  });
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}

/** Says what went wrong where the path was typed, or, if that is no longer open, as a notice. */
function fail(context: ActionContext, error: unknown): void {
  const { firstRun } = context.state();
  if (firstRun === null) return context.reportError(error);
  const problem = { message: messageOf(error), hint: error instanceof AppError ? error.hint : null };
  show(context, { ...firstRun, isBusy: false, problem });
}

function leave(context: ActionContext): void {
  context.dispatch({ type: 'first-run', firstRun: null });
}

function show(context: ActionContext, firstRun: FirstRun): void {
  context.dispatch({ type: 'first-run', firstRun });
}

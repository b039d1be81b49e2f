import type { ActionContext, Settled } from '../context.ts';
import type { KeyPress } from '../key-names.ts';
import type { Prompt } from '../window-state.ts';
import { editText } from './edit-text.ts';
import { findFrom } from './find.ts';
import { moveIn } from './move.ts';

type TextPrompt = Exclude<Prompt, { readonly kind: 'confirm' }>;

/** Takes a key while a question or a line of text is open. */
export function pressInPrompt(context: ActionContext, prompt: Prompt, key: KeyPress): Settled {
  if (prompt.kind === 'confirm') return answer(context, prompt.action, key);
  switch (key.name) {
    case 'Enter':
      return accept(context, prompt);
    case 'Esc':
    case 'Ctrl-c':
      return cancel(context, prompt);
    case 'Down':
    case 'Up': {
      const step = key.name === 'Down' ? 1 : -1;
      const list = prompt.kind === 'find' ? prompt.list : prompt.kind;
      return moveIn(context, list, (index) => index + step);
    }
    default: {
      if (prompt.text === '' && key.name === 'Backspace') return cancel(context, prompt);
      const text = editText(prompt.text, key);
      if (text !== null) return changeText(context, prompt, text);
    }
  }
}

/** Takes the text of an open line as it has become: finding and searching go along with it. */
export function changeText(context: ActionContext, prompt: TextPrompt, text: string): Settled {
  context.dispatch({ type: 'prompted', prompt: { ...prompt, text } });
  switch (prompt.kind) {
    case 'search':
      context.dispatch({ type: 'search-changed', query: text.trim() === '' ? null : text.trim() });
      return;
    case 'help':
      context.dispatch({ type: 'overlaid', overlay: { kind: 'help', query: text } });
      return;
    case 'find':
      // Typing goes on while rows are read; what is no longer sought stops by itself.
      if (text !== '') {
        void findFrom(context, { list: prompt.list, text, from: prompt.startIndex, step: 1 }).catch(
          context.reportError,
        );
      }
  }
}

function answer(context: ActionContext, action: 'clear' | 'shutdown', key: KeyPress): void {
  context.dispatch({ type: 'prompted', prompt: null });
  if (key.name !== 'y' && key.name !== 'Y') return;
  if (action === 'clear') void context.engine.run('queue.clear', {}).catch(context.reportError);
  else shutDown(context);
}

/** Stops the engine, and with it the window. */
export function shutDown(context: ActionContext): void {
  context.engine.run('engine.shutdown', {}).then(() => context.end('shutdown'), context.reportError);
}

async function accept(context: ActionContext, prompt: TextPrompt): Promise<void> {
  if (prompt.kind === 'find' && prompt.text !== '') {
    context.dispatch({ type: 'sought', text: prompt.text });
    await findFrom(context, { list: prompt.list, text: prompt.text, from: prompt.startIndex, step: 1 });
  }
  context.dispatch({ type: 'prompted', prompt: null });
}

function cancel(context: ActionContext, prompt: TextPrompt): Settled {
  context.dispatch({ type: 'prompted', prompt: null });
  if (prompt.kind === 'search') context.dispatch({ type: 'search-changed', query: null });
  if (prompt.kind === 'help') context.dispatch({ type: 'overlaid', overlay: { kind: 'help', query: '' } });
  if (prompt.kind === 'find') return moveIn(context, prompt.list, () => prompt.startIndex);
}

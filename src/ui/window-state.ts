import type { Notice } from '../model/events.ts';
import type { KeyInput } from './key-input.ts';
import { NO_KEYS } from './key-input.ts';
import type { Size } from './layout.ts';

export type View = 'library' | 'queue' | 'lastfm';
export type LibraryColumn = 'artists' | 'albums' | 'tracks';
export type ListName = LibraryColumn | 'search' | 'queue' | 'waiting' | 'help';

/** Which row is selected and which is the first one drawn, from 0. */
export type Cursor = { readonly index: number; readonly top: number };

/** A question or a line of text that takes the keys. */
export type Prompt =
  | { readonly kind: 'confirm'; readonly question: string; readonly action: 'clear' | 'shutdown' }
  | { readonly kind: 'find'; readonly text: string; readonly list: ListName; readonly startIndex: number }
  | { readonly kind: 'search'; readonly text: string }
  | { readonly kind: 'help'; readonly text: string };

/** A notice and when it came, in UNIX milliseconds. */
export type TimedNotice = Notice & { readonly atMs: number };

/** What is shown over a view. */
export type Overlay =
  | { readonly kind: 'help'; readonly query: string }
  | {
      readonly kind: 'connect';
      readonly url: string;
      readonly token: string;
      readonly expiresAt: number;
      readonly isTrying: boolean;
    };

/** The screen that a library without music opens with. */
export type FirstRun = {
  readonly path: string;
  readonly isBusy: boolean;
  readonly completions: readonly string[];
  readonly problem: { readonly message: string; readonly hint: string | null } | null;
};

export type WindowState = {
  readonly size: Size;
  readonly view: View;
  readonly column: LibraryColumn;
  readonly cursors: Readonly<Record<ListName, Cursor>>;
  /** The library search whose results stand in place of the columns. */
  readonly search: string | null;
  /** What `n` and `N` look for. */
  readonly sought: string | null;
  readonly prompt: Prompt | null;
  readonly overlay: Overlay | null;
  readonly firstRun: FirstRun | null;
  /** Newest first. */
  readonly notices: readonly TimedNotice[];
  /** Whether the newest notice still stands above the strip. */
  readonly isNoticeShown: boolean;
  readonly keys: KeyInput;
  /** Why the engine does not answer; `null` while it does. */
  readonly lostEngine: string | null;
};

/** Everything that can change what the window shows, apart from the engine's own state. */
export type WindowAction =
  | { readonly type: 'resized'; readonly size: Size }
  | { readonly type: 'view-opened'; readonly view: View }
  | { readonly type: 'column-entered'; readonly column: LibraryColumn }
  | { readonly type: 'cursor-placed'; readonly list: ListName; readonly index: number; readonly rows: number }
  | { readonly type: 'search-changed'; readonly query: string | null }
  | { readonly type: 'sought'; readonly text: string | null }
  | { readonly type: 'prompted'; readonly prompt: Prompt | null }
  | { readonly type: 'overlaid'; readonly overlay: Overlay | null }
  | { readonly type: 'first-run'; readonly firstRun: FirstRun | null }
  | { readonly type: 'noticed'; readonly notice: TimedNotice }
  | { readonly type: 'notice-hidden' }
  | { readonly type: 'keys-typed'; readonly keys: KeyInput }
  | { readonly type: 'engine-lost'; readonly reason: string }
  | { readonly type: 'engine-back' };

const KEPT_NOTICES = 50;
const TOP: Cursor = { index: 0, top: 0 };

/** The state a window opens with. */
export function initialState(size: Size): WindowState {
  return {
    size,
    view: 'library',
    column: 'artists',
    cursors: { artists: TOP, albums: TOP, tracks: TOP, search: TOP, queue: TOP, waiting: TOP, help: TOP },
    search: null,
    sought: null,
    prompt: null,
    overlay: null,
    firstRun: null,
    notices: [],
    isNoticeShown: false,
    keys: NO_KEYS,
    lostEngine: null,
  };
}

/** The state after an action. Pure. */
export function reduceWindow(state: WindowState, action: WindowAction): WindowState {
  switch (action.type) {
    case 'resized':
      return { ...state, size: action.size };
    case 'view-opened':
      return { ...state, view: action.view, overlay: null, prompt: null };
    case 'column-entered':
      return { ...state, column: action.column };
    case 'cursor-placed':
      return placeCursor(state, action.list, action);
    case 'search-changed':
      return { ...state, search: action.query, cursors: { ...state.cursors, search: TOP } };
    case 'sought':
      return { ...state, sought: action.text };
    case 'prompted':
      return { ...state, prompt: action.prompt };
    case 'overlaid':
      return { ...state, overlay: action.overlay, cursors: { ...state.cursors, help: TOP } };
    case 'first-run':
      return { ...state, firstRun: action.firstRun };
    case 'noticed':
      return { ...state, notices: [action.notice, ...state.notices].slice(0, KEPT_NOTICES), isNoticeShown: true };
    case 'notice-hidden':
      return { ...state, isNoticeShown: false };
    case 'keys-typed':
      return action.keys === state.keys ? state : { ...state, keys: action.keys };
    case 'engine-lost':
      return { ...state, lostEngine: action.reason };
    case 'engine-back':
      return { ...state, lostEngine: null };
  }
}

/** The cursor with `index` scrolled into the `rows` that are seen, moving the view no more than needed. */
export function scrollTo(cursor: Cursor, index: number, rows: number): Cursor {
  const top = Math.max(Math.min(cursor.top, index), index - Math.max(rows, 1) + 1, 0);
  return { index, top };
}

/** The lists whose rows depend on the one that moved start anew: another artist, other albums. */
const DEPENDENT_LISTS: Partial<Record<ListName, readonly ListName[]>> = {
  artists: ['albums', 'tracks'],
  albums: ['tracks'],
};

type Place = { readonly index: number; readonly rows: number };

function placeCursor(state: WindowState, list: ListName, place: Place): WindowState {
  const old = state.cursors[list];
  const cursor = scrollTo(old, place.index, place.rows);
  if (cursor.index === old.index && cursor.top === old.top) return state;
  const dependent = cursor.index === old.index ? [] : (DEPENDENT_LISTS[list] ?? []);
  const reset = Object.fromEntries(dependent.map((name) => [name, TOP]));
  return { ...state, cursors: { ...state.cursors, ...reset, [list]: cursor } };
}

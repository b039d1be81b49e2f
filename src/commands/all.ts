import type { ParamsOf } from './command.ts';
import { engineCommands } from './engine.ts';
import { lastfmCommands } from './lastfm.ts';
import { libraryCommands } from './library.ts';
import { playbackCommands } from './playback.ts';
import { queueCommands } from './queue.ts';
import { windowCommands } from './window.ts';

/** Every command there is, by id: the one table behind shell, protocol, keys, help and docs. */
export const allCommands = {
  ...engineCommands,
  ...playbackCommands,
  ...queueCommands,
  ...libraryCommands,
  ...lastfmCommands,
  ...windowCommands,
} as const;

type All = typeof allCommands;

export type CommandId = keyof All;

type IdsAt<Place> = { [Id in CommandId]: All[Id]['place'] extends Place ? Id : never }[CommandId];

/** The protocol's methods. */
export type EngineCommandId = IdsAt<'engine'>;
export type ShellCommandId = IdsAt<'shell'>;
export type WindowCommandId = IdsAt<'window'>;

export type CommandParams<Id extends CommandId> = ParamsOf<All[Id]>;

/** Whether the id names a protocol method. */
export function isEngineCommandId(id: string): id is EngineCommandId {
  return Object.hasOwn(allCommands, id) && allCommands[id as CommandId].place === 'engine';
}

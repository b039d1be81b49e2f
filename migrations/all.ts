import type { Migration } from 'kysely/migration';
import * as initial from './0001-initial.ts';

/** Every migration by name, in order. A released one is never edited. */
export const allMigrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
};

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './say.mjs';

const POLL_MS = 200;

/**
 * Does the work while no other process that asks for the same lock file does its own. A file whose process has died
 * is taken over.
 *
 * @template Result
 * @param {string} path
 * @param {() => Result | Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withLock(path, work) {
  const own = `${path}.${process.pid}`;
  const remove = () => rmSync(path, { force: true });
  let hasSaid = false;
  writeFileSync(own, String(process.pid));
  try {
    while (!tryLink(own, path)) {
      const holder = readHolder(path);
      if (holder !== undefined && !isAlive(holder)) {
        takeAway(path, holder);
        continue;
      }
      if (!hasSaid) say(`Waiting for another set-up to end (process ${holder ?? 'unknown'}, ${path}) …`);
      hasSaid = true;
      await wait(POLL_MS);
    }
    process.once('exit', remove);
    return await work();
  } finally {
    rmSync(own, { force: true });
    if (process.listeners('exit').includes(remove)) {
      process.removeListener('exit', remove);
      remove();
    }
  }
}

/**
 * A link comes with its content at once, so nobody ever sees a lock without its holder.
 *
 * @param {string} own
 * @param {string} path
 */
function tryLink(own, path) {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} path */
function readHolder(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/**
 * Removes a dead process's lock, and gives back the lock of whoever was quicker to take it over.
 *
 * @param {string} path
 * @param {number} holder
 */
function takeAway(path, holder) {
  const aside = `${path}.${process.pid}.dead`;
  try {
    renameSync(path, aside);
    if (readHolder(aside) !== holder) tryLink(aside, path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}

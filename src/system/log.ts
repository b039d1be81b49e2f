import { appendFileSync, chmodSync, renameSync, statSync } from 'node:fs';
import { cleanForDisplay } from '../model/clean-text.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

/** The engine's log: JSON lines. Never hand it a session key, shared secret or token. */
export type Log = {
  readonly debug: (message: string, facts?: LogFacts) => void;
  readonly info: (message: string, facts?: LogFacts) => void;
  readonly warn: (message: string, facts?: LogFacts) => void;
  readonly error: (message: string, facts?: LogFacts) => void;
};

const LARGEST_LOG_BYTES = 5 * 1024 * 1024;

/** A log that says nothing. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Logs to a file of mode 0600, begun anew (the old one kept as `.1`) when it passes 5 MiB. A log that cannot be written,
 * as on a full disk, is given up on silently: it must never stop the music.
 */
export function openLog(path: string, options: { readonly isDebug: boolean }): Log {
  let writtenBytes = 0;
  const write = (level: LogLevel, message: string, facts: LogFacts = {}): void => {
    const cleaned = Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'string' ? cleanForDisplay(value) : value,
    ]);
    const entry = { at: new Date().toISOString(), level, message: cleanForDisplay(message) };
    const line = JSON.stringify(cleaned.length === 0 ? entry : { ...entry, facts: Object.fromEntries(cleaned) });
    writtenBytes += line.length;
    if (writtenBytes > LARGEST_LOG_BYTES) {
      rotate(path);
      writtenBytes = 0;
    }
    try {
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
    } catch {
      // There is nowhere left to say so.
    }
  };
  rotate(path);
  return {
    debug: (message, facts) => {
      if (options.isDebug) write('debug', message, facts);
    },
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  };
}

function rotate(path: string): void {
  try {
    chmodSync(path, 0o600);
    if (statSync(path).size > LARGEST_LOG_BYTES) renameSync(path, `${path}.1`);
  } catch {
    // No log yet.
  }
}

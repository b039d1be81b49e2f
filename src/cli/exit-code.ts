import type { AppError } from '../model/app-error.ts';

/** What the shell is told: the contract of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2, engineNotRunning: 3, notSignedIn: 4 } as const;

/** The exit code that an error stands for. */
export function exitCodeOf(error: AppError): number {
  switch (error.code) {
    case 'usage':
      return EXIT.usage;
    case 'engine-not-running':
      return EXIT.engineNotRunning;
    case 'not-signed-in':
    case 'not-configured':
      return EXIT.notSignedIn;
    case 'failed':
    case 'not-found':
    case 'engine-incompatible':
    case 'mpv-missing':
    case 'mpv-failed':
    case 'database':
    case 'lastfm':
      return EXIT.failed;
  }
}

/** An error number of the system, such as `ENOENT`, if the error carries one. */
function errorCodeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** The file or folder is not there (any more). */
export function isGone(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  EIO: 'cannot be read: the disk reports an error',
  ELOOP: 'is a link that leads back to itself',
  ENAMETOOLONG: 'cannot be read: its path is longer than the system can open',
  ESTALE: 'cannot be read: the network disk lost it',
  ETIMEDOUT: 'cannot be read: the network disk does not answer',
  EMFILE: 'cannot be read: too many files are open',
  ENFILE: 'cannot be read: too many files are open',
};

/** Why the system could not read a file or folder, in words for people, to follow its path. */
export function failureReason(error: unknown): string {
  const code = errorCodeOf(error);
  return (code === null ? undefined : REASONS[code]) ?? `cannot be read${code === null ? '' : ` (${code})`}`;
}

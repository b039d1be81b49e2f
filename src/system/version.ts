declare const TONEARM_VERSION: string | undefined;

/** The program's version; the build writes it in, the sources run as `0.0.0-dev`. */
export const version = typeof TONEARM_VERSION === 'string' ? TONEARM_VERSION : '0.0.0-dev';

/** What every list takes. */
export const listParams = {
  limit: { kind: 'integer', min: 0, max: 100_000, about: 'how many rows (default 100)' },
  offset: { kind: 'integer', min: 0, about: 'rows to leave out at the start' },
} as const;

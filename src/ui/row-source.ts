/** One answer of a list command. */
export type RowPage<Row> = { readonly total: number; readonly rows: readonly Row[] };

/** A long list of which only the pages in use are held. */
export type RowSource<Row> = {
  /** How many rows there are; `undefined` until the first answer. */
  readonly total: () => number | undefined;
  /** The row from 0, as last heard; `undefined` while it is not held. */
  readonly row: (index: number) => Row | undefined;
  /** Sees to it that the rows `first` to `last` are held and current; does nothing when they are. */
  readonly want: (first: number, last: number) => void;
  /** The row as it is after the last `refresh`; `undefined` beyond the end. Rejects when it cannot be had. */
  readonly load: (index: number) => Promise<Row | undefined>;
  /** A stretch of rows straight from the engine, not kept. */
  readonly read: (offset: number, limit: number) => Promise<RowPage<Row>>;
  /** Says that the rows changed: what is held stays visible until the new answer replaces it. */
  readonly refresh: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Another number after every change. */
  readonly version: () => number;
};

export type RowSourceOptions<Row> = {
  readonly fetchPage: (offset: number, limit: number) => Promise<RowPage<Row>>;
  readonly onError: (error: unknown) => void;
};

type Page<Row> = { readonly rows: readonly Row[]; readonly generation: number };

const PAGE_ROWS = 100;
const KEPT_PAGES = 20;

/**
 * Makes a row source. One request a page is under way at most; an answer older than what is held is dropped; a page
 * that failed is asked for again only after `refresh` or by `load`.
 */
export function createRowSource<Row>({ fetchPage, onError }: RowSourceOptions<Row>): RowSource<Row> {
  const pages = new Map<number, Page<Row>>();
  const underWay = new Map<number, Promise<void>>();
  const failedIn = new Map<number, number>();
  const listeners = new Set<() => void>();
  let generation = 0;
  let totalGeneration = -1;
  let total: number | undefined;
  let version = 0;

  const changed = (): void => {
    version++;
    for (const listener of listeners) listener();
  };

  const keep = (number: number, answer: RowPage<Row>, askedIn: number): void => {
    if ((pages.get(number)?.generation ?? -1) > askedIn) return;
    pages.delete(number);
    pages.set(number, { rows: answer.rows, generation: askedIn });
    if (pages.size > KEPT_PAGES) pages.delete(pages.keys().next().value ?? number);
    if (askedIn >= totalGeneration) {
      total = answer.total;
      totalGeneration = askedIn;
    }
  };

  const fetchNumber = (number: number): Promise<void> => {
    const running = underWay.get(number);
    if (running !== undefined) return running;
    const askedIn = generation;
    const request = fetchPage(number * PAGE_ROWS, PAGE_ROWS)
      .then((answer) => keep(number, answer, askedIn))
      .catch((error: unknown) => {
        failedIn.set(number, askedIn);
        throw error;
      })
      .finally(() => {
        underWay.delete(number);
        changed();
      });
    underWay.set(number, request);
    return request;
  };

  const isCurrent = (number: number): boolean => {
    const page = pages.get(number);
    if (page === undefined) return false;
    pages.delete(number);
    pages.set(number, page);
    return page.generation === generation;
  };

  const row = (index: number): Row | undefined => {
    if (index < 0 || (total !== undefined && index >= total)) return undefined;
    return pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
  };

  return {
    total: () => total,
    row,
    want: (first, last) => {
      const end = total === undefined || totalGeneration < generation ? last : Math.min(last, total - 1);
      for (let number = Math.floor(Math.max(first, 0) / PAGE_ROWS); number * PAGE_ROWS <= end; number++) {
        if (isCurrent(number) || failedIn.get(number) === generation) continue;
        fetchNumber(number).catch(onError);
      }
    },
    load: async (index) => {
      const number = Math.floor(Math.max(index, 0) / PAGE_ROWS);
      while (!isCurrent(number)) await fetchNumber(number);
      return row(index);
    },
    read: fetchPage,
    refresh: () => {
      generation++;
      changed();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}

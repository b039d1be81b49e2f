import { expect, test } from 'vitest';
import { createRowSource, type RowPage } from '../../src/ui/row-source.ts';

type Request = {
  readonly offset: number;
  readonly answer: (page: RowPage<string>) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
};

/** A source whose requests the test answers one by one. */
function open() {
  const requests: Request[] = [];
  const errors: unknown[] = [];
  const source = createRowSource<string>({
    fetchPage: (offset) => {
      const { promise, resolve, reject } = Promise.withResolvers<RowPage<string>>();
      const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));
      requests.push({
        offset,
        answer: (page) => (resolve(page), turn()),
        fail: (error) => (reject(error), turn()),
      });
      return promise;
    },
    onError: (error) => errors.push(error),
  });
  return { source, requests, errors };
}

const page = (offset: number, total: number, mark = ''): RowPage<string> => ({
  total,
  rows: Array.from(
    { length: Math.max(0, Math.min(100, total - offset)) },
    (_, index) => `row ${offset + index}${mark}`,
  ),
});

test('asks for the pages in sight, once', async () => {
  const { source, requests } = open();
  source.want(80, 120);
  source.want(80, 120);
  expect(requests.map(({ offset }) => offset)).toEqual([0, 100]);
  await requests[0]?.answer(page(0, 100_000));
  await requests[1]?.answer(page(100, 100_000));
  source.want(60, 140);
  expect(requests).toHaveLength(2);
  expect([source.total(), source.row(99), source.row(100), source.row(200)]).toEqual([
    100_000,
    'row 99',
    'row 100',
    undefined,
  ]);
});

test('shows what it holds until the new rows are there', async () => {
  const { source, requests } = open();
  source.want(0, 10);
  await requests[0]?.answer(page(0, 50));
  source.refresh();
  source.want(0, 10);
  expect(source.row(3)).toBe('row 3');
  await requests[1]?.answer(page(0, 40, ' new'));
  expect([source.row(3), source.total()]).toEqual(['row 3 new', 40]);
});

test('asks again after an answer that was out of date when it came, but shows it meanwhile', async () => {
  const { source, requests } = open();
  source.want(0, 10);
  source.refresh();
  source.want(0, 10);
  expect(requests).toHaveLength(1);
  await requests[0]?.answer(page(0, 50, ' old'));
  expect(source.row(0)).toBe('row 0 old');
  source.want(0, 10);
  await requests[1]?.answer(page(0, 50, ' new'));
  expect(source.row(0)).toBe('row 0 new');
});

test('does not ask for a page again that failed, until the rows change', async () => {
  const { source, requests, errors } = open();
  source.want(0, 10);
  await requests[0]?.fail(new Error('no'));
  source.want(0, 10);
  expect([requests.length, errors.length]).toEqual([1, 1]);
  source.refresh();
  source.want(0, 10);
  expect(requests).toHaveLength(2);
});

test('loads a row that is not held, and knows nothing beyond the end', async () => {
  const { source, requests } = open();
  const loading = source.load(250);
  await requests[0]?.answer(page(200, 260));
  expect(await loading).toBe('row 250');
  expect(await source.load(259)).toBe('row 259');
  expect(await source.load(260)).toBeUndefined();
  expect(requests).toHaveLength(1);
});

test('loads a row anew after a change, never an old one', async () => {
  const { source, requests } = open();
  source.want(0, 10);
  await requests[0]?.answer(page(0, 50));
  source.refresh();
  const loading = source.load(1);
  await requests[1]?.answer(page(0, 50, ' new'));
  expect(await loading).toBe('row 1 new');
});

test('keeps a bounded number of pages, those used last', async () => {
  const { source, requests } = open();
  for (let number = 0; number < 30; number++) {
    source.want(number * 100, number * 100 + 10);
    await requests.at(-1)?.answer(page(number * 100, 100_000));
  }
  expect([source.row(0), source.row(2950)]).toEqual([undefined, 'row 2950']);
});

test('tells its listeners of every change until they leave', async () => {
  const { source, requests } = open();
  let count = 0;
  const leave = source.subscribe(() => count++);
  source.want(0, 10);
  await requests[0]?.answer(page(0, 50));
  expect(count).toBe(1);
  leave();
  source.refresh();
  expect(count).toBe(1);
});

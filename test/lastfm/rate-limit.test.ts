import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, type RequestKind } from '../../src/lastfm/rate-limit.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

type Taken = { readonly kind: RequestKind; readonly atMs: number };

async function run(requests: readonly { readonly kind: RequestKind; readonly afterMs: number }[]): Promise<Taken[]> {
  const clock = createManualClock(0);
  const limiter = createRateLimiter(clock);
  const taken: Taken[] = [];
  const all: Promise<void>[] = [];
  for (const { kind, afterMs } of requests) {
    await clock.advance(afterMs);
    all.push(limiter.take(kind).then(() => void taken.push({ kind, atMs: clock.now() })));
    await clock.advance(0);
  }
  await clock.runUntil(Promise.all(all));
  return taken;
}

function mostInOneSecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 1000).length));
}

describe('the pace', () => {
  it('is four at once, then a pause, never eight around a full second', async () => {
    const taken = await run(Array.from({ length: 9 }, () => ({ kind: 'write' as const, afterMs: 0 })));
    expect(taken.map(({ atMs }) => atMs)).toEqual([0, 0, 0, 0, 1100, 1100, 1100, 1100, 2200]);
  });

  it('is two a second for reads, which writes may pass', async () => {
    const kinds: readonly RequestKind[] = ['read', 'read', 'read', 'write', 'read'];
    const taken = await run(kinds.map((kind) => ({ kind, afterMs: 0 })));
    expect(taken).toEqual([
      { kind: 'read', atMs: 0 },
      { kind: 'read', atMs: 0 },
      { kind: 'write', atMs: 0 },
      { kind: 'read', atMs: 1100 },
      { kind: 'read', atMs: 1100 },
    ]);
  });

  it('holds for any mixture, and nobody is forgotten', async () => {
    const request = fc.record({
      kind: fc.constantFrom<RequestKind>('read', 'write'),
      afterMs: fc.integer({ min: 0, max: 700 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 25 }), async (requests) => {
        const taken = await run(requests);
        expect(taken).toHaveLength(requests.length);
        expect(mostInOneSecond(taken.map(({ atMs }) => atMs))).toBeLessThanOrEqual(4);
        const reads = taken.filter(({ kind }) => kind === 'read').map(({ atMs }) => atMs);
        expect(mostInOneSecond(reads)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 40 },
    );
  });

  it('does not stop when the clock is set back', async () => {
    const clock = createManualClock(10_000_000);
    const limiter = createRateLimiter(clock);
    await Promise.all([1, 2, 3, 4].map(() => limiter.take('write')));
    clock.jump(-3_600_000);
    const fifth = limiter.take('write');
    expect(clock.nextTimerMs()).toBe(1100);
    await clock.advance(1100);
    await expect(fifth).resolves.toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import type { EngineEvent } from '../../src/model/events.ts';
import { keepEngine } from '../../src/ui/lasting-engine.ts';
import { createFakeEngine, type FakeEngine } from '../helpers/fake-engine.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

function keep(reconnect: () => Promise<FakeEngine>) {
  const clock = createManualClock();
  const engine = createFakeEngine();
  const lasting = keepEngine({ engine, reconnect, clock });
  const connections: (string | null)[] = [];
  const events: EngineEvent[] = [];
  lasting.onConnection((lostBecause) => connections.push(lostBecause));
  lasting.listen((event) => events.push(event));
  return { clock, engine, lasting, connections, events };
}

const never = () => Promise.reject(new Error('nobody answers'));

test('hands out the state and events of its engine', () => {
  const { engine, lasting, events } = keep(never);
  engine.set('playback', { volumePercent: 35 });
  expect(lasting.state('playback').volumePercent).toBe(35);
  expect(events.map(({ name }) => name)).toEqual(['playback.changed']);
});

test('takes the progress of a scan as part of the library', () => {
  const { engine, lasting } = keep(never);
  const scan = { phase: 'reading', root: '/m', found: 10, read: 3, toRead: 9, failed: 1 } as const;
  engine.emit({ name: 'library.scanProgress', data: scan });
  expect(lasting.state('library')).toMatchObject({ tracks: 300, scan });
  engine.set('library', { scan: null });
  expect(lasting.state('library').scan).toBeNull();
});

test('connects again when the engine is lost, and shows the new one', async () => {
  const next = createFakeEngine({ tracks: 7 });
  const { clock, engine, lasting, connections, events } = keep(async () => next);
  engine.end('lost');
  await clock.advance(0);
  expect(connections).toEqual(['', null]);
  expect(lasting.state('library').tracks).toBe(7);
  expect(events).toHaveLength(1);
  await lasting.run('queue.list', {});
  expect(next.calls.map(({ id }) => id)).toEqual(['queue.list']);
});

test('tries again and again, each time later, and says why it has not succeeded', async () => {
  let tries = 0;
  const { clock, engine, connections } = keep(() => {
    tries++;
    return never();
  });
  engine.end('lost');
  await clock.advance(0);
  expect([tries, clock.nextTimerMs()]).toEqual([1, 100]);
  await clock.advance(100);
  expect([tries, clock.nextTimerMs()]).toEqual([2, 200]);
  for (let round = 0; round < 6; round++) await clock.advanceToNext();
  expect(clock.nextTimerMs()).toBe(5000);
  expect(connections.at(-1)).toBe('nobody answers');
});

test('keeps the last state readable and refuses commands while the engine is away', async () => {
  const { clock, engine, lasting } = keep(never);
  engine.end('lost');
  await clock.advance(0);
  expect(lasting.state('library').tracks).toBe(300);
  await expect(lasting.run('playback.toggle', {})).rejects.toThrow('The engine is gone; it is being started again.');
  expect(engine.calls).toEqual([]);
});

test('does not start an engine again that was shut down', async () => {
  let tries = 0;
  const { engine, lasting, connections } = keep(() => {
    tries++;
    return never();
  });
  engine.end('shutdown');
  await lasting.shutDown;
  expect([tries, connections]).toEqual([0, []]);
});

test('lets go of an engine without starting it again', async () => {
  const { clock, engine, lasting, connections } = keep(never);
  await lasting.release();
  await engine.closed;
  await clock.advance(10_000);
  expect(connections).toEqual([]);
});

test('closes an engine that answers only after the window has gone', async () => {
  const late = Promise.withResolvers<FakeEngine>();
  const { clock, engine, lasting } = keep(() => late.promise);
  engine.end('lost');
  await clock.advance(0);
  await lasting.release();
  const next = createFakeEngine();
  late.resolve(next);
  expect(await next.closed).toBe('lost');
});

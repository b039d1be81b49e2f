import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createMpvIpcClient } from '../../src/player/mpv-ipc-client.ts';
import type { MpvIpcClient } from '../../src/player/mpv-ipc-client.ts';
import { createManualClock } from '../helpers/manual-clock.ts';

type Heard = { readonly notes: string[]; readonly client: MpvIpcClient; readonly mpv: Duplex };

function connect(clock = createManualClock()): Heard {
  const [ours, mpv] = duplexPair();
  const notes: string[] = [];
  const client = createMpvIpcClient({
    stream: ours,
    clock,
    timeoutMs: 10_000,
    onEvent: (event) => notes.push(`event ${JSON.stringify(event)}`),
    onGarbage: (line) => notes.push(`garbage ${line}`),
    onClose: () => notes.push('closed'),
  });
  return { notes, client, mpv };
}

const text = (data: unknown): string => z.string().parse(data);

async function nextLine(mpv: Duplex): Promise<unknown> {
  const [chunk] = (await once(mpv, 'data')) as [Buffer];
  return JSON.parse(chunk.toString());
}

test('a request is one JSON line with an id of its own, and its reply answers it', async () => {
  const { client, mpv } = connect();
  const version = client.request(['get_property', 'mpv-version'], text);
  expect(await nextLine(mpv)).toEqual({ command: ['get_property', 'mpv-version'], request_id: 1 });
  const loaded = client.request({ name: 'loadfile', url: '/a', options: { start: '1' } }, () => 'loaded');
  expect(await nextLine(mpv)).toEqual({
    command: { name: 'loadfile', url: '/a', options: { start: '1' } },
    request_id: 2,
  });
  mpv.write('{"request_id":2,"error":"success"}\n{"data":"mpv 0.35.1","request_id":1,"error":"success"}\n');
  expect(await version).toBe('mpv 0.35.1');
  expect(await loaded).toBe('loaded');
});

test('what mpv refuses is rejected with its words', async () => {
  const { client, mpv } = connect();
  const refused = client.request(['frobnicate'], text);
  mpv.write('{"request_id":1,"error":"invalid parameter"}\n');
  await expect(refused).rejects.toMatchObject({
    reason: 'refused',
    message: 'mpv refused "frobnicate": invalid parameter',
  });
});

test('a reply with other data than asked for is rejected', async () => {
  const { client, mpv } = connect();
  const odd = client.request(['get_property', 'mpv-version'], text);
  mpv.write('{"data":{"no":1},"request_id":1,"error":"success"}\n');
  await expect(odd).rejects.toMatchObject({ reason: 'unexpected' });
});

test('garbage, unknown ids, partial lines and cut characters disturb nothing', async () => {
  const { client, mpv, notes } = connect();
  const name = client.request(['get_property', 'filename'], text);
  const reply = Buffer.from('{"data":"世界😀","request_id":1,"error":"success"}\n');
  mpv.write('not json\n\n[1,2]\n"text"\n{"request_id":99,"error":"success"}\n{"error":5}\n');
  for (const byte of reply) mpv.write(Buffer.from([byte]));
  expect(await name).toBe('世界😀');
  expect(notes).toEqual(['garbage not json', 'garbage [1,2]', 'garbage "text"', 'garbage {"error":5}']);
});

test("a reply's data are noted before a later event in the same chunk is handed out", async () => {
  const { client, mpv, notes } = connect();
  const loaded = client.request(['loadfile', '/a'], () => notes.push('reply'));
  mpv.write('{"request_id":1,"error":"success"}\n{"event":"start-file","playlist_entry_id":1}\n');
  await loaded;
  await new Promise(setImmediate);
  expect(notes).toEqual(['reply', 'event {"event":"start-file","playlist_entry_id":1}']);
});

test('observed properties go to whoever observes them', async () => {
  const { client, mpv } = connect();
  const seen: unknown[] = [];
  const observed = Promise.all([
    client.observe('volume', (value) => seen.push(['volume', value])),
    client.observe('current-ao', (value) => seen.push(['current-ao', value])),
  ]);
  mpv.write('{"request_id":1,"error":"success"}\n{"request_id":2,"error":"success"}\n');
  await observed;
  mpv.write('{"event":"property-change","id":2,"name":"current-ao"}\n');
  mpv.write('{"event":"property-change","id":1,"name":"volume","data":50.5}\n');
  mpv.write('{"event":"property-change","id":7,"name":"pause","data":true}\n');
  await new Promise(setImmediate);
  expect(seen).toEqual([
    ['current-ao', undefined],
    ['volume', 50.5],
  ]);
});

test('a request without a reply is given up after its time, and a late reply is passed over', async () => {
  const clock = createManualClock();
  const { client, mpv } = connect(clock);
  const first = client.request(['get_property', 'a'], text).catch((error: unknown) => error);
  await clock.advance(10_250);
  expect(await first).toMatchObject({
    reason: 'timeout',
    message: 'mpv did not answer "get_property" within 10 s.',
  });
  const second = client.request(['get_property', 'b'], text);
  mpv.write('{"data":"late","request_id":1,"error":"success"}\n{"data":"b","request_id":2,"error":"success"}\n');
  expect(await second).toBe('b');
});

test('a reply that was waiting while this process was stopped still counts', async () => {
  const clock = createManualClock();
  const { client, mpv } = connect(clock);
  const asked = client.request(['get_property', 'a'], text);
  await clock.advance(10_000);
  mpv.write('{"data":"there","request_id":1,"error":"success"}\n');
  expect(await asked).toBe('there');
});

test('everything under way is rejected when mpv closes the connection', async () => {
  const { client, mpv, notes } = connect();
  const first = client.request(['get_property', 'a'], text);
  const second = client.request(['get_property', 'b'], text);
  mpv.end();
  await expect(first).rejects.toMatchObject({ reason: 'closed' });
  await expect(second).rejects.toMatchObject({ reason: 'closed' });
  await expect(client.request(['get_property', 'c'], text)).rejects.toMatchObject({ reason: 'closed' });
  client.close();
  expect(notes).toEqual(['closed']);
});

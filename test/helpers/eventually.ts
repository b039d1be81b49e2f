import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 25;

/** Asks again and again until the answer is neither `null`, `undefined` nor `false`; throws, naming the fact, when it never comes. */
export async function eventually<T>(
  fact: string,
  ask: () => Promise<T> | T,
  timeoutMs = 20_000,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) {
      return answer as Exclude<T, null | undefined | false>;
    }
    if (Date.now() > deadline) throw new Error(`waited in vain: ${fact}`);
    await sleep(LOOK_AGAIN_MS);
  }
}

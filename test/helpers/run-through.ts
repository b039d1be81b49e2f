/** Everything an async generator yields, and what it returns. */
export async function runThrough<Y, R>(
  steps: AsyncGenerator<Y, R>,
): Promise<{ readonly yielded: readonly Y[]; readonly result: R }> {
  const yielded: Y[] = [];
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return { yielded, result: step.value };
    yielded.push(step.value);
  }
}

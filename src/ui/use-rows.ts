import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RowSource } from './row-source.ts';
import { useWindow } from './window-context.ts';

const NEVER = (): (() => void) => () => {};
const NOTHING = (): number => 0;

/** Keeps `count` rows from `first` on held and current while they are shown, and draws again when they change. */
export function useRows(source: RowSource<unknown> | undefined, first: number, count: number): void {
  useVersion(source);
  // After every drawing, because rows that went stale have to be asked for again; it does nothing when they have not.
  useEffect(() => {
    source?.want(first, first + count - 1);
  });
}

/** The value once it has stayed the same for `delayMs`; at once with a delay of 0. */
export function useRested<Value extends object | undefined>(value: Value, delayMs: number): Value {
  const { clock } = useWindow();
  const [rested, setRested] = useState<Value>(value);
  if (delayMs === 0 && rested !== value) setRested(value);
  useEffect(() => (delayMs === 0 ? undefined : clock.after(delayMs, () => setRested(value))), [clock, delayMs, value]);
  return delayMs === 0 ? value : rested;
}

/** The source once its first answer is there; until then the one before, so that nothing flickers. */
export function useSettled<Row>(source: RowSource<Row> | undefined): RowSource<Row> | undefined {
  const [settled, setSettled] = useState<RowSource<Row> | undefined>(undefined);
  useVersion(source);
  const isSettled = source?.total() !== undefined;
  if (isSettled && settled !== source) setSettled(source);
  useEffect(() => {
    source?.want(0, 0);
  }, [source]);
  return isSettled ? source : settled;
}

function useVersion(source: RowSource<unknown> | undefined): void {
  useSyncExternalStore(source?.subscribe ?? NEVER, source?.version ?? NOTHING);
}

/** Distance of neighbours at either end of a list: room for 20 halvings, and 2^33 entries before doubles lose whole steps. */
const STEP = 2 ** 20;

/**
 * `count` sort keys in rising order, each strictly between `before` and `after` (`null`: that end is open), so that rows can be
 * put between others without renumbering. `null` when doubles leave no room there: number the whole list anew.
 */
export function ranksBetween(before: number | null, after: number | null, count: number): number[] | null {
  const rankAt = (index: number): number => {
    if (before !== null && after !== null) return before + (after - before) * ((index + 1) / (count + 1));
    if (after !== null) return after - STEP * (count - index);
    return (before ?? 0) + STEP * (index + 1);
  };
  const ranks = Array.from({ length: count }, (_, index) => rankAt(index));
  const bounds = [before ?? -Infinity, ...ranks, after ?? Infinity];
  return bounds.every((rank, index) => index === 0 || rank > (bounds[index - 1] ?? NaN)) ? ranks : null;
}

/** How many rows a list answers with when nobody said. */
export const DEFAULT_LIMIT = 100;

/** The rows a list command asks for. */
export function pageOf({
  limit = DEFAULT_LIMIT,
  offset = 0,
}: {
  limit?: number | undefined;
  offset?: number | undefined;
}) {
  return { limit, offset };
}

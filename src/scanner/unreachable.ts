/** A path at or below which nothing can be said about files. `isMusic` is false for a broken link to who knows what. */
export type UnreachablePath = { readonly path: string; readonly reason: string; readonly isMusic: boolean };

export type UnreachablePaths = {
  readonly add: (unreachable: UnreachablePath) => void;
  /** The unreachable path at or above this one. */
  readonly above: (path: string) => UnreachablePath | undefined;
};

/** Collects what a walk could not reach, to tell whether a file that was not found may still be there. */
export function createUnreachablePaths(): UnreachablePaths {
  const paths = new Map<string, UnreachablePath>();
  return {
    add: (unreachable) => paths.set(unreachable.path, unreachable),
    above: (path) => {
      if (paths.size === 0) return undefined;
      for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
        const found = paths.get(path.slice(0, end));
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

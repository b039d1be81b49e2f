/** One package in `package-lock.json`, as far as it is looked at here. */
export type LockedPackage = {
  readonly version?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly cpu?: readonly string[];
  readonly os?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

export type LockFile = { readonly packages: Readonly<Record<string, LockedPackage>> };

/** The entries that `npm ci` will miss: optional packages of other platforms, by their place in the lock file. */
export function missingPlatformPackages(lock: LockFile): Readonly<Record<string, LockedPackage>> {
  const missing: Record<string, LockedPackage> = {};
  for (const [place, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (lock.packages[`${place}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`]) continue;
      missing[`node_modules/${name}`] = { version, ...platformOf(name) };
    }
  }
  return missing;
}

/** The platform in the name of a native package, such as `@oxlint/binding-linux-x64-musl`. */
function platformOf(name: string): LockedPackage {
  const [os = '', cpu = '', abi = ''] = name
    .replace(/^.*\//, '')
    .replace(/^binding-/, '')
    .split('-');
  const libc = abi.startsWith('musl') ? 'musl' : 'glibc';
  return { cpu: [cpu], dev: true, ...(os === 'linux' && { libc: [libc] }), optional: true, os: [os] };
}

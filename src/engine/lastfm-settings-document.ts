import { AppError } from '../model/app-error.ts';
import type { LastfmSettingsDocument } from '../model/results.ts';
import type { LastfmAccount } from './lastfm-account.ts';

/** The settings in force, in the words of the contract. */
export function describeSettings(account: LastfmAccount, isConfigured: boolean): LastfmSettingsDocument {
  const { enabled, scrobbleThreshold, weeklySync, apiUrl, fixedBy } = account.settings();
  const username = account.session()?.username ?? null;
  return {
    configured: isConfigured,
    authenticated: username !== null,
    username,
    enabled,
    scrobbleThreshold,
    weeklySync,
    apiUrl,
    fixedBy,
  };
}

/** Throws `AppError` when one of the changes is of a setting that is fixed outside the program. */
export function refuseFixed(account: LastfmAccount, changes: Readonly<Record<string, unknown>>): void {
  const { fixedBy } = account.settings();
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || fixedBy[name] === undefined) continue;
    throw new AppError('failed', `${name} is fixed in the ${fixedBy[name]}.`, { hint: 'Change it there.' });
  }
}

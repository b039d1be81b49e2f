import type { Config } from '../system/config.ts';
import type { Environment } from '../system/paths.ts';
import type { SettingKey } from '../db/settings.ts';

declare const TONEARM_LASTFM_API_KEY: string | undefined;
declare const TONEARM_LASTFM_API_SECRET: string | undefined;

/** The Last.fm settings in force. */
export type LastfmSettings = {
  readonly apiKey: string | null;
  readonly apiSecret: string | null;
  readonly apiUrl: string;
  readonly authUrl: string;
  /** `lastfm`, or the host of a custom API URL: whose sessions and scrobbles these are. */
  readonly service: string;
  readonly enabled: boolean;
  /** Per cent, 25 to 100. */
  readonly scrobbleThreshold: number;
  readonly weeklySync: boolean;
  /** Where a setting is fixed outside the program, by its name. */
  readonly fixedBy: Readonly<Record<string, string>>;
};

const API_URL = 'https://ws.audioscrobbler.com/2.0/';
const AUTH_URL = 'https://www.last.fm/api/auth/';
const THRESHOLD = 50;

type Sources = {
  readonly env: Environment;
  readonly config: Config['lastfm'];
  readonly stored: Readonly<Partial<Record<SettingKey, string>>>;
};

/** Puts the settings together, in this order: environment, config file, what was stored, what is built in. */
export function resolveLastfmSettings({ env, config, stored }: Sources): LastfmSettings {
  const fixedBy: Record<string, string> = {};
  const text = (name: 'apiKey' | 'apiSecret' | 'apiUrl' | 'authUrl', variable: string): string | null => {
    const fromEnv = env[variable];
    if (fromEnv !== undefined && fromEnv !== '') {
      fixedBy[name] = 'environment';
      return fromEnv;
    }
    const fromConfig = config[name];
    if (fromConfig === undefined) return null;
    fixedBy[name] = 'config file';
    return fromConfig;
  };
  const fixed = <T>(name: string, value: T | undefined): T | null => {
    if (value === undefined) return null;
    fixedBy[name] = 'config file';
    return value;
  };
  const apiUrl = text('apiUrl', 'LASTFM_API_URL') ?? API_URL;
  return {
    apiKey: text('apiKey', 'LASTFM_API_KEY') ?? builtIn('key'),
    apiSecret: text('apiSecret', 'LASTFM_API_SECRET') ?? builtIn('secret'),
    apiUrl,
    authUrl: text('authUrl', 'LASTFM_AUTH_URL') ?? AUTH_URL,
    service: apiUrl === API_URL ? 'lastfm' : hostOf(apiUrl),
    enabled: fixed('enabled', config.enabled) ?? stored.lastfm_scrobbling_enabled !== 'off',
    scrobbleThreshold:
      fixed('scrobbleThreshold', config.scrobbleThreshold) ?? Number(stored.lastfm_scrobble_threshold ?? THRESHOLD),
    weeklySync: fixed('weeklySync', config.weeklySync) ?? stored.lastfm_weekly_sync !== 'off',
    fixedBy,
  };
}

/** Keys that whoever built this program put in; empty in a build from the sources. */
function builtIn(which: 'key' | 'secret'): string | null {
  const value =
    which === 'key'
      ? typeof TONEARM_LASTFM_API_KEY === 'string' && TONEARM_LASTFM_API_KEY
      : typeof TONEARM_LASTFM_API_SECRET === 'string' && TONEARM_LASTFM_API_SECRET;
  return value === false || value === '' ? null : value;
}

function hostOf(url: string): string {
  try {
    return new URL(url).host.toLowerCase();
  } catch {
    return 'custom';
  }
}

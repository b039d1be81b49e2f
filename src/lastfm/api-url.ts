import { AppError } from '../model/app-error.ts';

export type ApiServer = {
  readonly url: URL;
  readonly isLoopback: boolean;
  /** What the user should know about this address; `null` when there is nothing. */
  readonly warning: string | null;
};

/** Reads the address of a Last.fm-compatible server. Throws `AppError('usage')` for anything but http and https. */
export function parseApiUrl(text: string): ApiServer {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new AppError('usage', 'The Last.fm address is not an http or https address', {
      hint: 'Leave LASTFM_API_URL out for Last.fm itself',
    });
  }
  const isLoopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(url.hostname);
  return {
    url,
    isLoopback,
    warning:
      url.protocol === 'http:' && !isLoopback
        ? `${url.host} is reached without encryption: the sign-in can be read on the way`
        : null,
  };
}

/** Where the user allows the application: the authorisation page with key and token. */
export function approvalUrl(authUrl: string, apiKey: string, token: string): string {
  const url = new URL(authUrl);
  url.searchParams.set('api_key', apiKey);
  url.searchParams.set('token', token);
  return url.href;
}

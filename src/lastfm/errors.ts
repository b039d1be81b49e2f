import { AppError, type ErrorCode } from '../model/app-error.ts';
import { ERROR_ROWS, type ErrorMeaning, HTTP_ROWS, NO_ANSWER, type Treatment, UNKNOWN_CODE } from './error-rows.ts';
import type { LastfmError } from './lastfm-error.ts';

/** What a failed request means: by its error number, else by its HTTP status, else as no answer. Never throws. */
export function classify(error: LastfmError): ErrorMeaning {
  const { code, httpStatus } = error;
  if (code !== null) {
    const words = error.serverMessage ?? '';
    return ERROR_ROWS.find((row) => row.code === code && (row.saying?.test(words) ?? true)) ?? UNKNOWN_CODE;
  }
  if (httpStatus === null) return NO_ANSWER;
  return HTTP_ROWS.find((row) => httpStatus >= row.from && httpStatus <= row.to) ?? NO_ANSWER;
}

const APP_CODES: Partial<Record<Treatment, ErrorCode>> = {
  'sign-in-again': 'not-signed-in',
  'doubt-session': 'not-signed-in',
  configuration: 'not-configured',
  'check-signature': 'not-configured',
};

/** The same failure in the user's words, Last.fm's own in brackets. */
export function toAppError(error: LastfmError): AppError {
  const { treatment, message, hint } = classify(error);
  const words = error.serverMessage === null ? '' : ` (${error.serverMessage})`;
  return new AppError(APP_CODES[treatment] ?? 'lastfm', message + words, { hint: hint ?? undefined, cause: error });
}

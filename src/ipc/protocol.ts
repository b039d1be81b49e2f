import { AppError, type ErrorCode } from '../model/app-error.ts';

/** Grows when a client of an older number could no longer be served. */
export const PROTOCOL = 1;

/** A line longer than this, in bytes, is refused. */
export const LONGEST_LINE_BYTES = 1024 * 1024;

export type RequestId = number | string | null;

/** The JSON-RPC error object; `data` says what the number cannot. */
export type ProtocolError = {
  readonly code: number;
  readonly message: string;
  readonly data?: { readonly code: ErrorCode; readonly hint: string | null };
};

export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;
export const METHOD_NOT_FOUND = -32_601;
const INVALID_PARAMS = -32_602;
export const INTERNAL_ERROR = -32_603;
const COMMAND_FAILED = -32_000;

/** The greeting: the first notification on every connection. */
export type Hello = {
  readonly version: string;
  readonly protocol: number;
  /** The engine's clock in UNIX milliseconds, so that a client of another clock can place its times. */
  readonly nowMs: number;
};

export function encodeAnswer(id: RequestId, result: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result });
}

export function encodeError(id: RequestId, error: ProtocolError): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error });
}

export function encodeNotification(method: string, params: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params });
}

/** An `AppError` in the protocol's words. */
export function toProtocolError(error: AppError): ProtocolError {
  return {
    code: error.code === 'usage' ? INVALID_PARAMS : COMMAND_FAILED,
    message: error.message,
    data: { code: error.code, hint: error.hint },
  };
}

/** The protocol's error as the engine threw it. */
export function fromProtocolError(error: ProtocolError): AppError {
  return new AppError(error.data?.code ?? 'failed', error.message, { hint: error.data?.hint ?? undefined });
}

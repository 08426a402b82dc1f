/**
 * Sends requests and reads answers. A change carries the csrf text of the session. A request that
 * the server refuses for want of a session waits at the Door until the same account has signed in
 * again, and is then sent once more: what called it notices nothing but the time.
 */
import { Failure } from './failure';

/** What the console does when the server wants more than the request had (use/session.ts). */
export interface Door {
  csrf: () => string;
  /** The session has ended. True when the same account is signed in again. */
  signInAgain: () => Promise<boolean>;
  /** The password must be changed first. True when it is. */
  changePassword: () => Promise<boolean>;
  /** A change was denied: asks for the session. True when `sent` is not its csrf text any more, as
   * after a sign-in in another window. */
  hasNewCsrf: (sent: string) => Promise<boolean>;
}

let door: Door | null = null;
export function setDoor(given: Door) {
  door = given;
}

/** When a request was last sent: the server counts the idle minutes from there. */
export let sentAt = Date.now();

export interface Sending extends RequestInit {
  /** Throws also where others wait at the door: for the requests that the door itself makes. */
  bare?: boolean;
}

async function sendOnce(path: string, init: Sending, csrf: string): Promise<Response> {
  const headers = new Headers(init.headers);
  if (init.method && csrf) headers.set('X-CSRF-Token', csrf);
  sentAt = Date.now();
  try {
    return await fetch(path, { credentials: 'same-origin', ...init, headers });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw Failure.unreachable();
  }
}

/** True when what was missing is there now, and the request is worth sending again. */
async function mended(failure: Failure, init: Sending, sent: string): Promise<boolean> {
  if (!door || init.bare) return false;
  if (failure.code === 'UNAUTHENTICATED') return door.signInAgain();
  if (failure.code === 'PASSWORD_DUE') return door.changePassword();
  return failure.code === 'DENIED' && !!init.method && door.hasNewCsrf(sent);
}

export async function send(path: string, init: Sending = {}): Promise<Response> {
  const csrf = door?.csrf() ?? '';
  const response = await sendOnce(path, init, csrf);
  if (response.ok) return response;
  const failure = await Failure.of(response);
  if (!(await mended(failure, init, csrf))) throw failure;
  const again = await sendOnce(path, init, door?.csrf() ?? '');
  if (!again.ok) throw await Failure.of(again);
  return again;
}

/** The JSON of an answer; undefined when it has none (204). */
export async function read<T>(path: string, init?: Sending): Promise<T> {
  const response = await send(path, { headers: { Accept: 'application/json' }, ...init });
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const postJson = <T>(path: string, body: unknown = {}, init?: Sending) =>
  read<T>(path, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });

export const remove = <T>(path: string, init?: Sending) => read<T>(path, { method: 'DELETE', ...init });

export const postFile = (file: Blob): Sending => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/octet-stream' },
  body: file,
});

/** An address whose variable parts are escaped. */
export function address(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((path, part, i) => path + encodeURIComponent(String(values[i - 1])) + part);
}

/** Empty query values are left out. */
export function withQuery(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') pairs.set(name, String(value));
  }
  const text = pairs.toString();
  return text ? `${path}?${text}` : path;
}

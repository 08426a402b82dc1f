/**
 * Lists that follow what happens: reloaded within a second or two of a change in the units one may
 * see, as the server tells it (GET /api/stream); where it cannot, every few seconds.
 */
import { effectScope, onScopeDispose, shallowRef, watch } from 'vue';
import { asked, session } from './session';

/** What happened; null = too much to tell, everything may have changed. */
export interface Change {
  type: string;
  subject: string;
  unit_id: number;
  from_unit_id: number;
  at: string;
  /** It came to a unit one may see, from none of these. */
  arrived: boolean;
  /** What the one who holds it is to know of, though it stays where it is (“催办”); "" = nothing. */
  notice: string;
}

/** Several changes in a row are one reason to reload. */
const GATHER_MS = 800;
const POLL_MS = 4_000;
/** While the stream is there: in case it is not, after all. */
const CALM_MS = 60_000;
const AGAIN_MS = 20_000;
const ARRIVALS_MAX = 50;

const listeners = new Set<(change: Change | null) => void>();
let live = false;
let port: MessagePort | null = null;

/** Numbers of the matters that have come in since they were last looked at, newest first. */
export const arrivals = shallowRef<string[]>([]);
/** What happened to those that were there already, newest first. */
export const reminders = shallowRef<{ number: string; what: string }[]>([]);

function hear(change: Change | null) {
  if (change?.arrived)
    arrivals.value = [change.subject, ...arrivals.value.filter((one) => one !== change.subject)].slice(0, ARRIVALS_MAX);
  if (change?.notice) reminders.value = [{ number: change.subject, what: change.notice }, ...reminders.value].slice(0, ARRIVALS_MAX);
  for (const listener of listeners) listener(change);
}

const reader = () => {
  const view = session.value;
  return view && !asked.value && !view.password_due ? `${view.account_id}/${view.post_id}` : null;
};

function forget() {
  arrivals.value = [];
  reminders.value = [];
}

function start() {
  if (port || typeof SharedWorker === 'undefined') return;
  const worker = new SharedWorker(new URL('./stream.worker.ts', import.meta.url), { type: 'module', name: 'tongban' });
  port = worker.port;
  port.onmessage = ({ data }) => {
    if ('change' in data) hear(data.change);
    else live = data.live;
  };
  const enter = () => {
    const who = reader();
    if (who) port?.postMessage(who);
  };
  // Not of the component that happens to be the first: as long as the console.
  effectScope(true).run(() =>
    watch(reader, (who, before) => {
      if (before && who && who !== before) forget();
      enter();
    }),
  );
  addEventListener('pagehide', () => port?.postMessage(null));
  addEventListener('pageshow', enter);
  setInterval(() => !live && enter(), AGAIN_MS);
  enter();
}

/** For as long as the page is looked at; `reload` is called again only when the one before has ended. */
export function useStream(reload: () => Promise<unknown>) {
  let busy = false;
  let stale = false;
  let seen = Date.now();
  let gathering: ReturnType<typeof setTimeout> | undefined;

  async function look() {
    if (busy || document.visibilityState !== 'visible' || !reader()) return;
    busy = true;
    stale = false;
    seen = Date.now();
    try {
      await reload();
    } finally {
      busy = false;
    }
  }
  function onChange() {
    stale = true;
    gathering ??= setTimeout(() => {
      gathering = undefined;
      void look();
    }, GATHER_MS);
  }
  function onTurn() {
    if (stale || Date.now() - seen >= (live ? CALM_MS : POLL_MS)) void look();
  }

  start();
  listeners.add(onChange);
  const timer = setInterval(onTurn, POLL_MS);
  document.addEventListener('visibilitychange', onTurn);
  onScopeDispose(() => {
    listeners.delete(onChange);
    clearInterval(timer);
    clearTimeout(gathering);
    document.removeEventListener('visibilitychange', onTurn);
  });
}

/** For what only counts what comes in. */
export function useArrivals() {
  start();
  return { arrivals, reminders, forget };
}

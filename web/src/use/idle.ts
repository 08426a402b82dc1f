/** Locks the page after idle_minutes without input, and keeps the session awake while one types. */
import { onScopeDispose } from 'vue';
import { sentAt } from '@/api/wire';
import { asked, lock, lookAgain, session } from './session';

const LOOK_MS = 5_000;
/** Input in any window counts for all of them: they share one session. */
const KEY = 'tongban.active';
const NOTE_MS = 1_000;
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'input'] as const;

export function watchIdle() {
  let noted = 0;

  function note() {
    const now = Date.now();
    if (now - noted < NOTE_MS || asked.value) return;
    noted = now;
    localStorage.setItem(KEY, String(now));
  }

  function look() {
    if (!session.value || asked.value || session.value.idle_minutes <= 0) return;
    const idle = session.value.idle_minutes * 60_000;
    const last = Math.max(noted, Number(localStorage.getItem(KEY)) || 0);
    const now = Date.now();
    // The server hears of typing only when something is sent.
    if (now - last >= idle) lock('idle');
    else if (now - sentAt >= idle / 3 && last > sentAt) void lookAgain();
  }

  function onVisible() {
    if (document.visibilityState !== 'visible') return;
    look();
    if (!asked.value || asked.value === 'lost') void lookAgain();
  }

  /** Back to a page that the browser kept: what it shows may be of one who has signed out. */
  function onShow(event: PageTransitionEvent) {
    if (event.persisted) location.reload();
  }

  note();
  const timer = setInterval(look, LOOK_MS);
  for (const name of INPUTS) document.addEventListener(name, note, { capture: true, passive: true });
  document.addEventListener('visibilitychange', onVisible);
  addEventListener('pageshow', onShow);
  onScopeDispose(() => {
    clearInterval(timer);
    for (const name of INPUTS) document.removeEventListener(name, note, { capture: true });
    document.removeEventListener('visibilitychange', onVisible);
    removeEventListener('pageshow', onShow);
  });
}

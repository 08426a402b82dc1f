/** Keeps what a page shows no older than a few seconds, for as long as it is looked at. */
import { onScopeDispose } from 'vue';

const EVERY_MS = 4_000;

/** `reload` is called again only when the one before has ended. */
export function useLive(reload: () => Promise<unknown>) {
  let busy = false;
  async function look() {
    if (busy || document.visibilityState !== 'visible') return;
    busy = true;
    try {
      await reload();
    } finally {
      busy = false;
    }
  }
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener('visibilitychange', look);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
  });
}

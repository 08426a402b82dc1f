// Which page is shown: its address below /12345/. Back and Forward work.
import { nextTick, reactive } from 'vue';

const BASE = '/12345/';
const here = () => ({
  name: location.pathname.slice(BASE.length).replace(/\/+$/, ''),
  query: new URLSearchParams(location.search),
});

export const route = reactive(here());

/** A new page begins at its heading, for eyes and for screen readers. */
async function arrive() {
  await nextTick();
  scrollTo(0, 0);
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

export async function go(name: string, { replace = false } = {}): Promise<void> {
  if (replace) history.replaceState(null, '', BASE + name);
  else history.pushState(null, '', BASE + name);
  Object.assign(route, here());
  await arrive();
}

addEventListener('popstate', () => {
  Object.assign(route, here());
  void arrive();
});

export const address = (name: string) => BASE + name;

/** For links: they stay links, and do not load the page anew. */
export function follow(event: MouseEvent, name: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  void go(name);
}

// The service worker of the citizen's pages: they open without a network, so that what was being written
// can be gone on with. It keeps the files of one build and nothing else: what the server answers to a
// question, and whatever a person wrote, never comes into its store. vite.config.ts puts VERSION and
// FILES in front of it, so that every build has a worker of its own, which throws away what the one
// before kept.
/* global VERSION, FILES */
const PAGE = '/12345/';
const STORE_START = 'tongban-12345-';
const STORE = STORE_START + VERSION;
const NETWORK_MS_MAX = 4000;

// The pages have one script: the new worker can take over at once, also for those that are open.
self.addEventListener('install', (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: 'reload', credentials: 'omit' }));
  event.waitUntil(
    caches
      .open(STORE)
      .then((store) => store.addAll(fresh))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith(STORE_START) && name !== STORE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const kept = (file) => caches.open(STORE).then((store) => store.match(file));

/** The server's page as long as it answers; the kept one without a network, or over one that hangs. */
async function page(request) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(NETWORK_MS_MAX) });
    if (answer.ok) return answer;
    return (await kept(PAGE)) ?? answer;
  } catch (failure) {
    const found = await kept(PAGE);
    if (found) return found;
    throw failure;
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname.startsWith(PAGE)) event.respondWith(page(request));
  } else if (pathname !== PAGE && FILES.includes(pathname)) {
    event.respondWith(kept(pathname).then((found) => found ?? fetch(request)));
  }
});

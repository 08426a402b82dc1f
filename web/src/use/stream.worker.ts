/**
 * One stream of the server for all tabs of the console (use/stream.ts): a browser allows few
 * connections to a host, and an answer that never ends is none of a page's own requests.
 */
const ports = new Set<MessagePort>();
let source: EventSource | null = null;
let reader = '';
let live = false;

function tell(message: unknown) {
  for (const port of ports) port.postMessage(message);
}

function turn(now: boolean) {
  live = now;
  tell({ live });
}

function close() {
  source?.close();
  source = null;
  if (live) turn(false);
}

function open() {
  const mine = new EventSource('/api/stream');
  source = mine;
  mine.addEventListener('open', () => turn(true));
  mine.addEventListener('message', (event) => tell({ change: JSON.parse(event.data) }));
  mine.addEventListener('reset', () => tell({ change: null }));
  mine.addEventListener('error', () => {
    turn(false);
    if (mine.readyState === EventSource.CLOSED && source === mine) source = null;
  });
}

/** `who` reads now: a stream of another account or post is not his. */
function hear(port: MessagePort, who: string | null) {
  if (who === null) {
    ports.delete(port);
    if (ports.size === 0) close();
    return;
  }
  if (who !== reader) close();
  reader = who;
  if (!source) open();
  else port.postMessage({ live });
}

addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0]!;
  ports.add(port);
  port.onmessage = ({ data }) => hear(port, data);
});

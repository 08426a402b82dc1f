// Sends the draft once it is ready, now or when the network is back: the order under its key, then the
// photographs one by one. The server takes the same key for the same order, so that an answer that
// was lost on its way costs nothing but a second question.
import { reactive } from 'vue';
import { draft, loadDraft, saveDraft } from './draft';
import { Refusal, sendOrder, sendPhoto } from './wire';

const AGAIN_MS = 15_000;

export const sending = reactive({ busy: false, ready: false, online: navigator.onLine, refusal: null as Refusal | null });

function body() {
  const { answers } = draft;
  return {
    kind: answers.kind,
    category: answers.category,
    content: answers.content.trim(),
    address: answers.address.trim(),
    ...(answers.longitude === null || answers.latitude === null
      ? {}
      : { longitude: answers.longitude, latitude: answers.latitude }),
    name: answers.name.trim(),
    phone: answers.phone.trim(),
    anonymous: answers.anonymous,
    confidential: answers.confidential,
    ...(answers.kind === '举报' ? { reported: answers.reported.trim() } : {}),
    idempotency_key: draft.key,
    seconds: Math.round((Date.now() - draft.opened) / 1000),
    website: '',
  };
}

async function sendWords() {
  const taken = await sendOrder(body());
  Object.assign(draft, { state: 'photos', number: taken.number, due: taken.due_text, next: taken.next, ticket: taken.ticket });
  await saveDraft();
}

/** A photograph that is refused for good holds up no other. */
async function sendPhotos() {
  while (draft.photos.length) {
    const photo = draft.photos[0]!;
    try {
      await sendPhoto(draft.ticket, photo.name, photo.blob);
    } catch (failure) {
      if (!(failure instanceof Refusal) || failure.passing) throw failure;
      draft.lost.push(`${photo.name}：${failure.message}`);
    }
    draft.photos.shift();
    await saveDraft();
  }
  draft.state = 'done';
  await saveDraft();
}

async function sendAll() {
  sending.refusal = null;
  try {
    if (draft.state === 'waiting') await sendWords();
    if (draft.state === 'photos') await sendPhotos();
  } catch (failure) {
    const refusal = failure instanceof Refusal ? failure : new Refusal(0, '没有发出去', '请再试一次');
    sending.refusal = refusal;
    if (refusal.passing) return;
    // What it says can be mended; the server has kept nothing under this key.
    draft.state = 'writing';
    await saveDraft();
  }
}

/** Two windows of one browser send after each other; the second finds nothing left to send. */
export async function sendNow(): Promise<void> {
  if (sending.busy || (draft.state !== 'waiting' && draft.state !== 'photos')) return;
  sending.busy = true;
  try {
    if (navigator.locks) await navigator.locks.request('tongban-12345', sendAll);
    else await sendAll();
  } finally {
    sending.busy = false;
  }
}

export async function startSending(): Promise<void> {
  await loadDraft();
  sending.ready = true;
  addEventListener('online', () => {
    sending.online = true;
    void sendNow();
  });
  addEventListener('offline', () => (sending.online = false));
  setInterval(() => void sendNow(), AGAIN_MS);
  await sendNow();
}

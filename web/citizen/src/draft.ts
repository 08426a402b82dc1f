// What is being written, kept in the browser until the server has it: it survives a lost connection,
// a closed page, an empty battery.
import { reactive } from 'vue';

export interface Photo {
  name: string;
  blob: Blob;
}

export interface Answers {
  kind: string;
  category: string;
  content: string;
  address: string;
  longitude: number | null; // millionths of a degree
  latitude: number | null;
  name: string;
  phone: string;
  anonymous: boolean;
  confidential: boolean;
  reported: string; // of a 举报: whom it is about
}

/** writing → waiting (to be sent, not to be changed) → photos (the order is there) → done. */
export type DraftState = 'writing' | 'waiting' | 'photos' | 'done';

export interface Draft {
  key: string; // of idempotency: whatever is sent under it is one order
  opened: number; // ms
  saved: number; // ms; 0 = not yet
  state: DraftState;
  answers: Answers;
  photos: Photo[];
  lost: string[]; // photographs that the server would not take, with why
  number: string;
  due: string;
  next: string;
  ticket: string;
}

const blank = (): Draft => ({
  key: [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  opened: Date.now(),
  saved: 0,
  state: 'writing',
  answers: {
    kind: '', category: '', content: '', address: '', longitude: null, latitude: null, name: '', phone: '', anonymous: false, confidential: false, reported: '',
  },
  photos: [],
  lost: [],
  number: '',
  due: '',
  next: '',
  ticket: '',
});

export const draft = reactive<Draft>(blank());

/* ---- IndexedDB, which keeps photographs too ---- */

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('tongban-12345', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('draft');
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction('draft', mode);
      const asked = work(transaction.objectStore('draft'));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Nothing reactive may go into the store. */
function plain(): Draft {
  return {
    ...draft,
    answers: { ...draft.answers },
    photos: draft.photos.map(({ name, blob }) => ({ name, blob })),
    lost: [...draft.lost],
  };
}

/** False where the browser keeps nothing (a private window): then the page says so. */
export async function saveDraft(): Promise<boolean> {
  draft.saved = Date.now();
  try {
    await within('readwrite', (store) => store.put(plain(), 'current'));
    return true;
  } catch {
    draft.saved = 0;
    return false;
  }
}

export async function loadDraft(): Promise<void> {
  const kept = await within<Draft | undefined>('readonly', (store) => store.get('current')).catch(() => undefined);
  const fresh = blank();
  if (kept?.key) Object.assign(draft, { ...fresh, ...kept, answers: { ...fresh.answers, ...kept.answers } });
}

export async function newDraft(): Promise<void> {
  Object.assign(draft, blank());
  await within('readwrite', (store) => store.delete('current')).catch(() => undefined);
}

export const hasWords = () => Boolean(draft.answers.kind || draft.answers.content || draft.photos.length);

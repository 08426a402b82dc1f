// The citizen's calls of the server, and what they answer.

const BASE = '/api/public/hotline';

export interface Form {
  kinds: { kind: string; says: string }[];
  categories: { code: string; name: string; group: string }[];
  content_runes_max: number;
  address_runes_max: number;
  complaint_runes_max: number;
  photos_max: number;
  photo_mib_max: number;
  photo_kinds: string;
}

export interface Taken {
  number: string;
  received_at: string;
  due_text: string;
  next: string;
  ticket: string;
  repeated: boolean;
}

export interface Progress {
  number: string;
  kind: string;
  category: string;
  state_name: string;
  done: boolean;
  received_at: string;
  due_text: string;
  steps: { says: string; at: string; unit: string }[];
  waiting: string;
  until: string | null;
  reply: string;
  may_rate: boolean;
  rated: string;
  may_complain: boolean;
  ticket: string;
}

/** What the server would not do; `status` 0: it was not reached. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly hint = '',
    readonly problems: { field: string; message: string; hint: string }[] = [],
  ) {
    super(message);
  }

  /** The same may be taken later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

const SECONDS_MAX = 60;

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(BASE + path, { ...init, signal: AbortSignal.timeout(SECONDS_MAX * 1000) });
  } catch {
    throw new Refusal(0, '网络不通，没有连上服务器', '请检查网络后再试');
  }
  if (answer.status === 204) return undefined as T;
  const body = await answer.json().catch(() => null);
  if (answer.ok && body) return body as T;
  const told = body?.error;
  throw new Refusal(answer.status, told?.message ?? '服务器没有正常回答', told?.hint ?? '请过一会儿再试', told?.problems ?? []);
}

const post = <T>(path: string, body: unknown) =>
  ask<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/* What can be chosen in the form is the same for everybody: it is kept, for when there is no network. */
const FORM_KEY = 'tongban-12345-form';

function keptForm(): Form | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(FORM_KEY) ?? 'null');
    return Array.isArray(kept?.kinds) ? kept : undefined;
  } catch {
    return undefined; // nothing may be kept here, or it is of another version
  }
}

let form: Promise<Form> | undefined;
/** Asked for once; again after a failure, for which what was kept stands in. */
export function readForm(): Promise<Form> {
  form ??= ask<Form>('/form').then(
    (answer) => {
      try {
        localStorage.setItem(FORM_KEY, JSON.stringify(answer));
      } catch {
        // A private window keeps nothing.
      }
      return answer;
    },
    (failure) => {
      form = undefined;
      const kept = failure instanceof Refusal && failure.passing ? keptForm() : undefined;
      if (kept) return kept;
      throw failure;
    },
  );
  return form;
}

/** Asked for before it is needed: who opens the page with a network may go on without one. */
export const keepForm = () => readForm().then(() => undefined, () => undefined);

export const sendOrder = (body: object) => post<Taken>('/orders', body);
export const sendPhoto = (ticket: string, name: string, photo: Blob) =>
  ask(`/photos?ticket=${encodeURIComponent(ticket)}&name=${encodeURIComponent(name)}`, { method: 'POST', body: photo });
export const readProgress = (number: string, tail: string) => post<Progress>('/progress', { number, tail });
export const sendRating = (ticket: string, satisfaction: string) => post<void>('/rating', { ticket, satisfaction });
export const sendComplaint = (ticket: string, words: string) => post<void>('/complaint', { ticket, words });
export const qrAddress = (number: string) => `${BASE}/qr?number=${encodeURIComponent(number)}`;

/**
 * Who is signed in, and what he may do. The page stays as it is while a session ends: a dialog asks
 * for the password over it (shell/LockDialog.vue), and what waited goes on.
 */
import { computed, ref, shallowRef } from 'vue';
import { account } from '@/api/account';
import { Failure } from '@/api/failure';
import { setDoor } from '@/api/wire';
import type { SessionView } from '@/api/types';
import { forgetDrafts } from './draft';

export const session = shallowRef<SessionView | null>(null);

/** What the dialog over the page asks for, and why; null = it is closed. */
export type Asked = 'lost' | 'idle' | 'locked' | 'password';
export const asked = ref<Asked | null>(null);
/** The one who was signed in here before is not the one who is now. */
export const stranger = shallowRef<SessionView | null>(null);

const routes = computed(() => new Set(session.value?.routes));

/** Whether the server would take this route, as its table writes it: may('POST /api/months/{period}/freeze').
 * A button that is shown by it and the request behind it have the same right. */
export const may = (route: string): boolean => routes.value.has(route);
/** Every one of them. */
export const mayAll = (needs: string[]): boolean => needs.every(may);

/** Reads the session once, before the first page. False = nobody is signed in. */
export async function startSession(): Promise<boolean> {
  try {
    session.value ??= await account.session();
    return true;
  } catch (thrown) {
    if (Failure.from(thrown).code === 'UNAUTHENTICATED') return false;
    throw thrown;
  }
}

let waiting: ((isBack: boolean) => void)[] = [];

/** Opens the dialog; all who wait share one answer. */
function ask(what: Asked): Promise<boolean> {
  asked.value ??= what;
  return new Promise((resolve) => waiting.push(resolve));
}

function answer() {
  const all = waiting;
  waiting = [];
  asked.value = null;
  for (const resolve of all) resolve(true);
}

/** The work in hand was of one post: it goes on in that post, or not at all. */
async function backInPost(view: SessionView, before: SessionView | null): Promise<SessionView> {
  if (!before || before.account_id !== view.account_id || before.post_id === view.post_id) return view;
  if (!view.posts.some((post) => post.id === before.post_id)) return view;
  session.value = view;
  return account.actAs(before.post_id, true);
}

/** After a sign-in, wherever it was made. */
export async function enter(view: SessionView): Promise<void> {
  const before = session.value;
  if (asked.value && before && before.account_id !== view.account_id) {
    stranger.value = view;
    return;
  }
  session.value = view.password_due ? view : await backInPost(view, before);
  if (!asked.value) return;
  if (view.password_due) asked.value = 'password';
  else answer();
}

/** The password has been changed; the session has to be read again, its rights are back. */
export async function passwordChanged(): Promise<void> {
  await enter(await account.session());
}

export function lock(why: 'idle' | 'locked') {
  if (!session.value || asked.value) return;
  asked.value = why;
  // The lock is the server's, not this page's alone.
  account.signOut().catch(() => undefined);
}

/** Signs out, and leaves nothing of the pages in memory. */
export async function leave(): Promise<void> {
  await account.signOut().catch(() => undefined);
  forgetDrafts();
  location.assign('/admin/sign-in');
}

const isSame = (a: SessionView, b: SessionView) => a.account_id === b.account_id && a.post_id === b.post_id;

/** Looks whether the session is still this one: another window may have signed in, out, or as
 * another post. What is on the page belongs to the one who opened it, so he is asked. */
export async function lookAgain(): Promise<void> {
  if (!session.value || stranger.value) return;
  try {
    const view = await account.session();
    if (isSame(view, session.value)) {
      if (asked.value) await enter(view);
      else session.value = view;
    } else if (asked.value) {
      await enter(view);
    } else {
      asked.value = 'lost';
      stranger.value = view;
    }
  } catch (thrown) {
    if (Failure.from(thrown).code === 'UNAUTHENTICATED') asked.value ??= 'lost';
  }
}

/** The stranger was himself in another post: back to the one that this page was opened in. */
export async function backToPost(): Promise<void> {
  const before = session.value;
  if (!before || !stranger.value) return;
  session.value = stranger.value;
  try {
    const view = await account.actAs(before.post_id, true);
    stranger.value = null;
    session.value = view;
    answer();
  } catch (thrown) {
    session.value = before;
    throw thrown;
  }
}

setDoor({
  csrf: () => session.value?.csrf ?? '',
  signInAgain: () => (session.value ? ask('lost') : Promise.resolve(false)),
  changePassword: () => (session.value ? ask('password') : Promise.resolve(false)),
  async hasNewCsrf(sent) {
    await lookAgain();
    return stranger.value === null && session.value !== null && session.value.csrf !== sent;
  },
});

/** Signing in and out, and what an account does about itself. */
import type * as t from './types';
import { address, postJson, read, remove, withQuery } from './wire';

export const account = {
  /** What the sign-in page shows; needs no session. */
  signInPage: () => read<t.SignInPage>('/api/sign-in', { bare: true }),
  signIn: (name: string, password: string, code: string) =>
    postJson<t.SessionView>('/api/session', code ? { name, password, code } : { name, password }, { bare: true }),
  session: () => read<t.SessionView>('/api/session', { bare: true }),
  signOut: () => remove<unknown>('/api/session', { bare: true }),
  actAs: (post: number, bare = false) => postJson<t.SessionView>('/api/session/post', { post }, { bare }),

  changePassword: (before: string, after: string, bare = false) =>
    postJson<unknown>('/api/account/password', { before, after }, { bare }),
  secondFactor: () => postJson<t.SecondFactorSetup>('/api/account/second-factor'),
  confirmSecondFactor: (code: string) => postJson<unknown>('/api/account/second-factor/confirm', { code }),
  endSecondFactor: (password: string) => postJson<unknown>('/api/account/second-factor/end', { password }),
  devices: () => read<{ devices: t.Device[] }>('/api/account/devices').then((r) => r.devices),
  endDevice: (id: number) => remove<unknown>(address`/api/account/devices/${id}`),
  leave: (leave: t.Leave) => postJson<unknown>('/api/account/leave', leave),
  /** What a route needs, and which roles have it. */
  right: (route: string) => read<t.RouteRight>(withQuery('/api/account/right', { route })),
  notices: () => read<{ notices: t.NoticeEntry[] }>('/api/account/notices').then((r) => r.notices),
  readNotice: (id: number) => postJson<unknown>(address`/api/account/notices/${id}/read`),
};

/** The one place that talks to the server. Every call returns typed data or throws a Failure. */
import type * as t from './types';

/** What went wrong, in words a clerk can act on. */
export class Failure extends Error {
  readonly status: number;
  readonly failure: t.ApiFailure;

  constructor(status: number, failure: t.ApiFailure) {
    super(failure.message);
    this.name = 'Failure';
    this.status = status;
    this.failure = failure;
  }

  /** Any thrown thing as a Failure, so that pages show one kind of error. */
  static from(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Failure(0, { code: 'page', title: '页面出错', message, hint: '刷新页面再试；仍不行时，把此页内容告诉管理员' });
  }
}

const UNREACHABLE: t.ApiFailure = {
  code: 'unreachable',
  title: '连不上服务',
  message: '服务器没有应答',
  hint: '确认 tongban serve 正在运行，然后点“重试”',
};

async function failureOf(response: Response): Promise<Failure> {
  try {
    const body = (await response.json()) as { error?: t.ApiFailure };
    if (body.error?.message) return new Failure(response.status, body.error);
  } catch {
    // Not JSON: a proxy's page or an empty body; the status below must do.
  }
  return new Failure(response.status, {
    code: `http_${response.status}`,
    title: '服务器拒绝了请求',
    message: `服务器返回 ${response.status} ${response.statusText}`.trim(),
    hint: '刷新页面再试；仍不行时运行 tongban doctor 查看原因',
  });
}

async function send(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw new Failure(0, UNREACHABLE);
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

async function read<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await send(path, { headers: { Accept: 'application/json' }, ...init });
  return (await response.json()) as T;
}

/** An address whose variable parts are escaped; empty query values are left out. */
export function address(
  parts: TemplateStringsArray,
  ...values: (string | number)[]
): string {
  return parts.reduce((path, part, i) => path + encodeURIComponent(String(values[i - 1])) + part);
}

export function withQuery(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') pairs.set(name, String(value));
  }
  const text = pairs.toString();
  return text ? `${path}?${text}` : path;
}

const postJson = <T>(path: string, body: unknown = {}) =>
  read<T>(path, {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

const postFile = (file: Blob): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/octet-stream' },
  body: file,
});

export interface ImportTarget {
  table: string;
  period: t.Month;
  name: string;
}

export type BulletinFormat = 'html' | 'docx' | 'pdf' | 'xlsx';

export const api = {
  about: () => read<t.About>('/api/about'),
  units: () => read<{ units: t.Unit[] }>('/api/units').then((r) => r.units),
  months: () => read<{ months: t.MonthEntry[] }>('/api/months').then((r) => r.months),
  scores: (period: t.Month, scheme: string, group?: string) =>
    read<t.Scores>(withQuery(address`/api/months/${period}/scores/${scheme}`, { group })),
  deductions: (period: t.Month, scheme: string, group?: string) =>
    read<t.Deductions>(withQuery(address`/api/months/${period}/deductions/${scheme}`, { group })),
  explain: (period: t.Month, scheme: string, unit: string, item?: string) =>
    read<t.Explanation>(withQuery(address`/api/months/${period}/explain/${scheme}/${unit}`, { item })),
  freeze: (period: t.Month) => postJson<t.MonthMoved>(address`/api/months/${period}/freeze`),
  publish: (period: t.Month, despite: string) =>
    postJson<t.MonthMoved>(address`/api/months/${period}/publish`, { despite }),
  monthCheck: (period: t.Month) =>
    read<{ findings: t.Finding[] }>(address`/api/months/${period}/check`).then((r) => r.findings),
  reopen: (period: t.Month, reason: string) =>
    postJson<t.MonthMoved>(address`/api/months/${period}/reopen`, { reason }),
  versions: (period: t.Month) =>
    read<{ versions: t.MonthVersion[] }>(address`/api/months/${period}/versions`).then((r) => r.versions),
  changes: (period: t.Month) =>
    read<{ changes: t.FigureChange[] }>(address`/api/months/${period}/changes`).then((r) => r.changes),
  schemes: () => read<{ schemes: t.SchemeEntry[] }>('/api/schemes').then((r) => r.schemes),
  scheme: (code: string) => read<t.Scheme>(address`/api/schemes/${code}`),
  tables: () => read<{ tables: t.FigureTable[] }>('/api/tables').then((r) => r.tables),
  templateAddress: (table: string) => address`/api/tables/${table}/template`,
  preview: (target: ImportTarget, file: Blob) =>
    read<t.ImportPreview>(withQuery('/api/imports/preview', { ...target }), postFile(file)),
  import: (target: ImportTarget, partial: boolean, file: Blob) =>
    read<t.ImportDone>(withQuery('/api/imports', { ...target, partial: partial || undefined }), postFile(file)),
  importErrors: (target: ImportTarget, file: Blob) =>
    send(withQuery('/api/imports/errors', { ...target }), postFile(file)),
  imports: (period?: t.Month) =>
    read<{ imports: t.ImportEntry[] }>(withQuery('/api/imports', { period })).then((r) => r.imports),
  undoImport: (number: number) => postJson<unknown>(address`/api/imports/${number}/undo`),
  check: (file: File) => read<t.CheckedFile>(withQuery('/api/check', { name: file.name }), postFile(file)),
  bulletinAddress: (period: t.Month, format: BulletinFormat, document: string) =>
    withQuery(`${address`/api/months/${period}/bulletin`}.${format}`, { document }),
  doctor: () => read<{ checks: t.DoctorCheck[] }>('/api/doctor').then((r) => r.checks),
  file: (path: string) => send(path),
};

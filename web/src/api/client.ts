/** What the pages ask of the server, call by call. Every call returns typed data or throws a Failure. */
import type * as t from './types';
import { address, postFile, postJson, read, send, withQuery } from './wire';

export { address, withQuery } from './wire';
export { Failure } from './failure';

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

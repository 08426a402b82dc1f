/** What the pages of the hotline ask of the server (src/domain/hotline). */
import { address, postFile, postJson, read, send, withQuery } from '@/api/wire';
import type * as t from './types';

export type Filters = Record<string, string>;

export const hotline = {
  desk: () => read<{ boxes: t.DeskBox[] }>('/api/hotline/desk').then((answer) => answer.boxes),
  orders: (filters: Filters) => read<t.OrderList>(withQuery('/api/hotline/orders', filters)),
  order: (number: string) => read<t.OrderPage>(address`/api/hotline/orders/${number}`),
  take: (order: t.OrderRequest) => postJson<t.OrderTaken>('/api/hotline/orders', order),
  move: (number: string, move: string, deed: t.Deed) =>
    postJson<t.OrderDone>(address`/api/hotline/orders/${number}/moves/${move}`, deed),
  moveMany: (move: string, numbers: string[], { unit, reason, basis, words, grade }: t.Deed) =>
    postJson<t.OrderBulk>(address`/api/hotline/moves/${move}`, { numbers, unit, reason, basis, words, grade }),

  reveal: (number: string, field: 'name' | 'phone', reason: string) =>
    postJson<{ text: string }>(address`/api/hotline/orders/${number}/reveal`, { field, reason }),
  callers: (phone: string) =>
    read<{ orders: t.CallerOrder[] }>(withQuery('/api/hotline/callers', { phone })).then((answer) => answer.orders),
  similar: (asked: { kind: string; category: string; address: string; phone: string; content: string }) =>
    read<{ orders: t.RelatedOrder[] }>(withQuery('/api/hotline/similar', asked)).then((answer) => answer.orders),
  candidates: (number: string) =>
    read<{ candidates: t.Candidate[] }>(address`/api/hotline/orders/${number}/candidates`).then((answer) => answer.candidates),

  rules: () => read<t.RulesView>('/api/hotline/categories'),
  phrases: (move: string) =>
    read<{ phrases: t.Phrase[] }>(withQuery('/api/hotline/phrases', { move })).then((answer) => answer.phrases),
  lifecycle: () => read<t.LifecycleView>('/api/hotline/lifecycle'),
  units: () => read<{ units: t.UnitName[] }>('/api/hotline/units').then((answer) => answer.units),

  columns: () => read<{ columns: t.SavedColumn[] }>('/api/hotline/columns').then((answer) => answer.columns),
  saveColumns: (columns: t.SavedColumn[]) => postJson<unknown>('/api/hotline/columns', { columns }),
  exportFile: (format: 'csv' | 'xlsx', filters: Filters) => send(withQuery(`/api/hotline/orders.${format}`, filters)),
  exportChosen: (format: 'csv' | 'xlsx', numbers: string[], box: string) =>
    send(`/api/hotline/orders.${format}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ numbers, box }) }),
  exportJob: (format: 'csv' | 'xlsx', filters: Filters) => postJson<{ id: number }>(withQuery('/api/hotline/exports', { ...filters, format })),
  exports: () => read<{ exports: t.ExportEntry[] }>('/api/hotline/exports').then((answer) => answer.exports),
  cancelExport: (id: number) => postJson<unknown>(address`/api/hotline/exports/${id}/cancel`),
  exportResult: (id: number) => send(address`/api/hotline/exports/${id}/file`),
  imports: () => read<{ imports: t.ImportRecord[] }>('/api/hotline/imports').then((answer) => answer.imports),
  importPreview: (file: File) => read<t.ImportView>(withQuery('/api/hotline/imports/preview', { name: file.name }), postFile(file)),
  importOrders: (file: File, partial: boolean) =>
    read<t.ImportView>(withQuery('/api/hotline/imports', { name: file.name, partial: partial || undefined }), postFile(file)),
  importProgress: () => read<t.ImportProgress>('/api/hotline/imports/progress'),
  cancelImport: () => postJson<unknown>('/api/hotline/imports/cancel'),
  importErrors: (file: File) => send(withQuery('/api/hotline/imports/errors', { name: file.name }), postFile(file)),
  undoImport: (number: number) => postJson<unknown>(address`/api/hotline/imports/${number}/undo`),
  statistics: (by: string, filters: Filters) =>
    read<{ rows: t.StatisticRow[] }>(withQuery('/api/hotline/statistics', { ...filters, by })).then((answer) => answer.rows),
  printAddress: (number: string, format: 'html' | 'pdf' | 'docx') =>
    `${address`/api/hotline/orders/${number}/print`}.${format}`,
  /** Of 催办 and of 督办, as paper. */
  noticeAddress: (number: string, notice: 'urging' | 'notice', format: 'pdf' | 'docx') =>
    `${address`/api/hotline/orders/${number}`}/${notice}.${format}`,
  receiptAddress: (number: string, format: 'html' | 'pdf' | 'docx') =>
    `${address`/api/hotline/orders/${number}/receipt`}.${format}`,
  attachmentAddress: (number: string, id: number) => address`/api/hotline/orders/${number}/attachments/${id}`,
  attachmentView: (number: string, id: number) => address`/api/hotline/orders/${number}/attachments/${id}/view`,
  attachmentText: (path: string) => send(path).then((answer) => answer.text()),
  attachmentPaper: (number: string, id: number) => read<t.AttachmentPaper>(address`/api/hotline/orders/${number}/attachments/${id}/paper`),
  thumbnailAddress: (number: string, id: number) => address`/api/hotline/orders/${number}/attachments/${id}/thumbnail`,
  attach: (number: string, file: File) =>
    read<unknown>(withQuery(address`/api/hotline/orders/${number}/attachments`, { name: file.name }), postFile(file)),
};

/** What can be handed in to be checked; told before anything is sent. */
export const PAPER_BYTES_MAX = 64 * 1024 * 1024;
export const PAPER_ACCEPT = '.csv,.tsv,.xlsx,.docx,.html,.htm,.txt,.md';

const OLD = /\.(xls|et|doc|wps)$/i;

/** Why the file is not taken, and what to do; empty when it is. */
export function refusalOf(file: { name: string; size: number }): string {
  const old = OLD.exec(file.name)?.[1]?.toLowerCase();
  if (old) return `是旧格式，请在 Word、Excel 或 WPS 中另存为 ${old === 'xls' || old === 'et' ? '.xlsx' : '.docx'} 再选。`;
  if (/\.pdf$/i.test(file.name)) return '是 PDF，里面没有表格的结构；请选它的 Word、Excel 或网页原件。';
  if (file.size > PAPER_BYTES_MAX) return '超过 64 MB，请拆成几个文件。';
  if (file.size === 0) return '是空文件。';
  return '';
}

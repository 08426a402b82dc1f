/** What does not hold in a paper: the words for its kinds, and a file of it. */
import type { Finding } from '@/api/types';
// The table of kinds that the program itself is built from, so that none is missing here.
import kindsTable from '../../../src/engine/check/finding.def?raw';

const names = new Map<string, string>();
for (const [, code, name] of kindsTable.matchAll(/^K\(\w+, "(\w+)", "([^"]+)"\)/gm)) if (code && name) names.set(code, name);

export const kindName = (kind: string): string => names.get(kind) ?? kind;

/** A cell that no spreadsheet takes for a formula; a signed number stays a number. */
function csvCell(text: string): string {
  const harmless = /^[=+@\t]|^[-−](?!\s*[\d.])/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

export interface CheckedPaper {
  file: string;
  findings: Finding[];
}

/** UTF-8 with the mark that Excel and WPS look for. */
export function findingsCsv(papers: CheckedPaper[]): string {
  const rows = [['文件', '位置', '类别', '单位', '印为', '应为', '允许误差', '原因']];
  for (const { file, findings } of papers)
    for (const one of findings)
      rows.push([file, one.place, kindName(one.kind), one.unit, one.printed, one.recomputed, one.tolerance, one.cause]);
  return `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

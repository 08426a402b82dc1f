/** Words found in a text, line by line. */
export interface FoundLine {
  number: number;
  /** Plain and found pieces in turn; the odd ones are found. */
  pieces: string[];
}

export function foundLines(text: string, words: string): FoundLine[] {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const wanted = words.trim();
  if (!wanted) return lines.map((line, at) => ({ number: at + 1, pieces: [line] }));
  const low = wanted.toLowerCase();
  return lines.map((line, at) => {
    const pieces: string[] = [];
    const folded = line.toLowerCase();
    // Lower case may be longer than the line (İ): then its places mean nothing.
    if (folded.length !== line.length) return { number: at + 1, pieces: [line] };
    let from = 0;
    for (let hit = folded.indexOf(low); hit >= 0; hit = folded.indexOf(low, from)) {
      pieces.push(line.slice(from, hit), line.slice(hit, hit + low.length));
      from = hit + low.length;
    }
    pieces.push(line.slice(from));
    return { number: at + 1, pieces };
  });
}

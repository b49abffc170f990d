import { durationWords } from '@/lib/statements/words';

/** Text as one line of Markdown that shows it as it is: nothing of it is formatting, and it ends no line, cell or heading. */
export function plainLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.replace(/[\\`*_[\]<>#|~&]/g, String.raw`\$&`).replace(/^([-+]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** Markdown of somebody as a quotation: what it leaves open, such as a fence, ends with it. */
export function quoted(text: string): string {
  return text.trim().split(/\r\n|\r|\n/).map((line) => `> ${line}`.trimEnd()).join('\n');
}

/** Headings outside of fences (CommonMark, sections 4.2 and 4.5) are `levels` deeper, so that a document can be a part of another one. */
export function withDeeperHeadings(text: string, levels: number): string {
  let fence: string | null = null;
  const lines = text.split(/\r\n|\r|\n/).map((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
      return line;
    }
    if (mark) fence = mark;
    return line.replace(/^( {0,3})(#{1,6})(?=\s|$)/, (_, space: string, marks: string) => space + '#'.repeat(Math.min(6, marks.length + levels)));
  });
  return lines.join('\n') + (fence === null ? '' : `\n${fence as string}`);
}

/** A moment (milliseconds since 1970) as 2026-01-05 03:00:00 UTC. */
export function momentText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A length of time in whole seconds; `none` where there is none. */
export function lengthText(ms: number | null): string {
  return ms === null ? 'none' : durationWords(Math.round(ms / 1_000) * 1_000);
}

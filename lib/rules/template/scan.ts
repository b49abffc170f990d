import { unquote } from '@/lib/promql/literals';
import { TemplateError } from './syntax';

type TokenContent =
  | { kind: 'word' | 'variable' | 'field'; text: string }
  | { kind: 'literal'; value: string | number | bigint }
  | { kind: 'mark'; text: '(' | ')' | '|' | ',' | ':=' | '=' | '.' };

/** `isSpaced`: white space or the action's begin is before it. */
export type ActionToken = TokenContent & { isSpaced: boolean };

/** Text between actions, or an action cut into tokens; `line` is where it begins, from 1. */
export type Piece = { kind: 'text'; text: string; line: number } | { kind: 'action'; tokens: readonly ActionToken[]; line: number };

/** Cuts a template at `{{` and `}}`, comments left out, white space trimmed where `{{-` and `-}}` ask for it. Throws TemplateError. */
export function scanTemplate(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let line = 1;
  let trimsNext = false;
  const pushText = (raw: string, trimsEnd: boolean): void => {
    let text = trimsNext ? raw.replace(/^[ \t\r\n]+/, '') : raw;
    if (trimsEnd) text = text.replace(/[ \t\r\n]+$/, '');
    if (text !== '') pieces.push({ kind: 'text', text, line });
    line += countLines(raw);
  };
  for (;;) {
    const open = source.indexOf('{{', at);
    if (open === -1) break;
    const trimsBefore = /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4));
    pushText(source.slice(at, open), trimsBefore);
    const from = open + 2 + (trimsBefore ? 2 : 0);
    const action = scanAction(source, from, line);
    if (action.tokens) pieces.push({ kind: 'action', tokens: action.tokens, line });
    line += countLines(source.slice(open, action.end));
    trimsNext = action.trimsAfter;
    at = action.end;
  }
  pushText(source.slice(at), false);
  return pieces;
}

interface Action {
  tokens: ActionToken[] | null;
  end: number;
  trimsAfter: boolean;
}

function scanAction(source: string, from: number, line: number): Action {
  const comment = /\/\*[\s\S]*?\*\//y;
  comment.lastIndex = from;
  const isComment = comment.test(source);
  const tokens: ActionToken[] = [];
  let at = isComment ? comment.lastIndex : from;
  for (;;) {
    const space = matchAt(/[ \t\r\n]+/y, source, at);
    if (isComment && !/^(?:\}\}|[ \t\r\n]-\}\})/.test(source.slice(at, at + 4))) throw new TemplateError(`${line}: comment ends before closing delimiter`);
    const afterSpace = at + space.length;
    if (source.startsWith('}}', afterSpace)) return { tokens: isComment ? null : tokens, end: afterSpace + 2, trimsAfter: false };
    if (space !== '' && source.startsWith('-}}', afterSpace)) return { tokens: isComment ? null : tokens, end: afterSpace + 3, trimsAfter: true };
    if (afterSpace >= source.length) throw new TemplateError(`${line}: ${isComment ? 'unclosed comment' : 'unclosed action'}`);
    at = afterSpace + scanToken(source, afterSpace, space !== '' || tokens.length === 0, tokens, line);
  }
}

function scanToken(source: string, at: number, isSpaced: boolean, tokens: ActionToken[], line: number): number {
  const push = (token: TokenContent, length: number): number => {
    tokens.push({ ...token, isSpaced });
    return length;
  };
  const variable = matchAt(/\$\w*/y, source, at);
  if (variable !== '') return push({ kind: 'variable', text: variable }, variable.length);
  const field = matchAt(/\.[\p{L}_][\p{L}\p{N}_]*/uy, source, at);
  if (field !== '') return push({ kind: 'field', text: field.slice(1) }, field.length);
  const number = matchAt(/[+-]?(?:0[xX][0-9a-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y, source, at);
  if (number !== '') return push({ kind: 'literal', value: toNumber(number, line) }, number.length);
  const mark = matchAt(/:=|[()|,=.]/y, source, at);
  if (mark !== '') return push({ kind: 'mark', text: mark as '(' | ')' | '|' | ',' | ':=' | '=' | '.' }, mark.length);
  const word = matchAt(/[\p{L}_][\p{L}\p{N}_]*/uy, source, at);
  if (word !== '') return push({ kind: 'word', text: word }, word.length);
  const string = matchAt(/"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`|'(?:[^'\\\n]|\\[^\n])+'/y, source, at);
  if (string !== '') return push({ kind: 'literal', value: toText(string, line) }, string.length);
  if (source[at] === '"' || source[at] === '`') throw new TemplateError(`${line}: unterminated ${source[at] === '"' ? '' : 'raw '}quoted string`);
  throw new TemplateError(`${line}: unexpected ${JSON.stringify(String.fromCodePoint(source.codePointAt(at) ?? 0))} in command`);
}

function toText(literal: string, line: number): string | bigint {
  const text = unquote(literal);
  if (text === null) throw new TemplateError(`${line}: invalid syntax`);
  if (literal[0] !== "'") return text;
  if ([...text].length !== 1) throw new TemplateError(`${line}: malformed character constant: ${literal}`);
  return BigInt(text.codePointAt(0) ?? 0);
}

function toNumber(text: string, line: number): number | bigint {
  const plain = text.replaceAll('_', '');
  if (/^[+-]?(?:0|[1-9]\d*|0[0-7]+|0[xX][0-9a-fA-F]+)$/.test(plain)) {
    const magnitude = BigInt(plain.replace(/^[+-]/, '').replace(/^0(?=[0-7])/, '0o'));
    return plain.startsWith('-') ? -magnitude : magnitude;
  }
  const value = Number(plain);
  if (!Number.isFinite(value) || /^[+-]?\d+$/.test(plain)) throw new TemplateError(`${line}: bad number syntax: ${JSON.stringify(text)}`);
  return value;
}

function matchAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

import type { ActionToken } from './scan';
import { TemplateError } from './syntax';

/** Reads the tokens of one action. */
export class ActionCursor {
  private index = 0;
  private isUnspaced = false;

  constructor(
    private readonly tokens: readonly ActionToken[],
    readonly line: number,
  ) {}

  peek(ahead: number): ActionToken | undefined {
    const token = this.tokens[this.index + ahead];
    return ahead === 0 && this.isUnspaced && token?.kind === 'field' ? { ...token, isSpaced: false } : token;
  }

  skip(count = 1): void {
    this.index += count;
    this.isUnspaced = false;
  }

  /** Lets the field ahead belong to what is before it. */
  unspace(): void {
    this.isUnspaced = true;
  }

  isDone(): boolean {
    return this.index >= this.tokens.length;
  }

  word(): string | null {
    const token = this.peek(0);
    return token?.kind === 'word' ? token.text : null;
  }

  string(context: string): string {
    const token = this.peek(0);
    if (token?.kind !== 'literal' || typeof token.value !== 'string') throw this.unexpected(context);
    this.skip();
    return token.value;
  }

  finish(context: string): void {
    if (!this.isDone()) throw this.unexpected(context);
  }

  error(problem: string): TemplateError {
    return new TemplateError(`${this.line}: ${problem}`);
  }

  unexpected(context: string): TemplateError {
    const token = this.peek(0);
    if (!token) return this.error(`unexpected "}}" in ${context}`);
    const text = token.kind === 'literal' ? JSON.stringify(String(token.value)) : `<${token.kind === 'field' ? '.' : ''}${token.text}>`;
    return this.error(`unexpected ${text} in ${context}`);
  }
}

export function isMark(token: ActionToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

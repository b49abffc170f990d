import { describe, expect, it } from 'vitest';
import { parseTargetFile } from './target-file';

describe('a file of targets', () => {
  it('is JSON or YAML', () => {
    const groups = [{ targets: ['a:1', 'b:2'], labels: { env: 'prod' } }];
    expect(parseTargetFile(JSON.stringify(groups), 'json')).toEqual(groups);
    expect(parseTargetFile('- targets:\n    - a:1\n    - b:2\n  labels:\n    env: prod\n', 'yaml')).toEqual(groups);
    expect(parseTargetFile('[{"targets": ["a:1"]}]', 'json')).toEqual([{ targets: ['a:1'], labels: {} }]);
    expect(parseTargetFile('', 'yaml')).toEqual([]);
  });

  const secret = 'root:x:0:0:hunter2';
  const wrong: [what: string, text: string, format: 'json' | 'yaml'][] = [
    ['is no JSON', secret, 'json'],
    ['is no YAML', `a: [${secret}\n  b: }`, 'yaml'],
    ['is text', secret, 'yaml'],
    ['has another field', JSON.stringify([{ targets: [], [secret]: 1 }]), 'json'],
    ['has a wrong label', JSON.stringify([{ targets: [], labels: { [secret]: 'x' } }]), 'json'],
    ['has a wrong value', JSON.stringify([{ targets: [], labels: { a: { [secret]: secret } } }]), 'json'],
    ['has a wrong target', JSON.stringify([{ targets: [`http://${secret}/`] }]), 'json'],
    ['is a bomb of aliases', `a: &a [${secret}]\n${Array.from({ length: 12 }, (_, index) => `${'bcdefghijklm'[index]}: &${'bcdefghijklm'[index]} [${Array(20).fill(`*${'abcdefghijkl'[index]}`).join()}]`).join('\n')}`, 'yaml'],
  ];
  it.each(wrong)('that %s is refused without a word of what is in it', (_, text, format) => {
    let message = '';
    try {
      parseTargetFile(text, format);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^The file is /);
    expect(message).not.toContain('hunter2');
  });
});

import { describe, expect, it } from 'vitest';
import { isAppError } from '@/lib/errors';
import { parseSelector } from './selector';

const m = (label: string, operator: string, value: string) => ({ label, operator, value });

describe('parseSelector', () => {
  it.each([
    ['up', [m('__name__', '=', 'up')]],
    [' up { } ', [m('__name__', '=', 'up')]],
    ['job:rate:5m{a="b",c!~"x.*",}', [m('__name__', '=', 'job:rate:5m'), m('a', '=', 'b'), m('c', '!~', 'x.*')]],
    ['{__name__=~"system_.+"}', [m('__name__', '=~', 'system_.+')]],
    [`{a='it\\'s', b!=\`\\d "x"\`}`, [m('a', '=', "it's"), m('b', '!=', '\\d "x"')]],
    ['{a="tab\\tA\\x41\\u00e9\\U0001F600\\\\"}', [m('a', '=', 'tab\tAA\u00e9\u{1F600}\\')]],
    ['{a!="",b=~".*"}', [m('a', '!=', ''), m('b', '=~', '.*')]],
    ['{a!~"|x"}', [m('a', '!~', '|x')]],
  ])('reads %s', (source, expected) => {
    expect(parseSelector(source)).toEqual(expected);
  });

  it.each([
    ['', 'Character 1: expected a metric name or {'],
    ['{}', 'at least one matcher'],
    ['{a=""}', 'at least one matcher'],
    ['{a=~".*"}', 'at least one matcher'],
    ['{a=~"(b?|c*)$"}', 'at least one matcher'],
    ['{a!~"b+"}', 'at least one matcher'],
    ['up{', 'Character 4: expected a label name or }'],
    ['up{a}', 'Character 5: expected ='],
    ['up{a=b}', 'Character 6: expected a quoted value'],
    ['up{a="b', 'Character 6: this string is not closed'],
    ['up{a="b" c="d"}', 'Character 10: expected , or }'],
    ['up{__name__="x"}', 'Character 4: the metric name is given twice'],
    ['up[5m]', 'Character 3: a selector ends here'],
    ['up{a="\\q"}', 'unknown escape'],
    ['up{a="\\ud800"}', 'valid UTF-8'],
    ['up{a=~"("}', 'this group is not closed'],
    ['1up', 'Character 1'],
  ])('refuses %s and says where', (source, message) => {
    expect(issueOf(source)).toContain(message);
  });

  it('bounds the number of matchers', () => {
    expect(issueOf(`up{${Array.from({ length: 40 }, (_, index) => `l${index}="x"`).join(',')}}`)).toContain('at most 32');
  });
});

function issueOf(source: string): string {
  try {
    parseSelector(source);
  } catch (error) {
    if (!isAppError(error)) throw error;
    expect(error.code).toBe('invalid');
    expect(error.issues[0]?.path).toBe('query.selector');
    return error.issues[0]?.message ?? '';
  }
  throw new Error(`${source} was accepted`);
}

import { describe, expect, it } from 'vitest';
import type { StatementDocument } from './schemas';
import { statementCsv, statementFileName } from './statement-csv';
import { monthOf, settingsOf, spanOf, statedOf, type TestSpan } from './test-months';

const september = monthOf('2026-09', 'UTC');
const hostile = '=cmd|"/c calc"!A1\n,@x';

function documentOf(serviceName: string, reason = hostile): StatementDocument {
  const rows: TestSpan[] = [['1', september.fromMs, '2026-09-03T10:00:00Z', 'up'], ['1', '2026-09-03T10:00:00Z', '2026-09-03T10:04:12Z', 'down', null, '7'], ['1', '2026-09-03T10:04:12Z', september.toMs, 'up']];
  const spans = rows.map(spanOf).map((span) => ({ ...span, reason }));
  return {
    format: 'nines-sla-statement/1', tenantId: '00000000-0000-4000-8000-000000000002', number: 7, previousHash: '0'.repeat(64), replaces: null, issuedAt: september.toMs, issuedBy: 'Alice',
    statement: {
      issuer: 'Alpha', service: { id: '00000000-0000-4000-8000-000000000001', name: serviceName, tier: 1 }, customer: 'Acme', month: '2026-09', timeZone: 'UTC', from: september.fromMs, to: september.toMs, measuredUntil: september.toMs,
      hasReasons: true, objectives: [statedOf(settingsOf(september, { 1: {} }, { name: '+1' }), spans, september)],
    },
  };
}

describe('a statement as CSV', () => {
  it('has a row for the objective, for each day and for each stretch', () => {
    const lines = statementCsv(documentOf('shop')).replace(/"(?:[^"]|"")*"/g, 'quoted').split('\r\n');
    expect(lines).toHaveLength(1 + 1 + 30 + 1 + 1);
    expect(new Set(lines.slice(0, -1).map((line) => line.split(',').length))).toEqual(new Set([30]));
    expect(lines[1]).toBe("objective,'+1,99.9,,2026-09-01T00:00:00.000Z,2026-10-01T00:00:00.000Z,,,99.990277,true,2591748000,252000,0,ms,2591748000,0,252000,0,0,2592000,2340000,check 1,,,,,,,,");
    expect(lines[4]).toBe("day,'+1,99.9,2026-09-03,,,,,,,86148000,252000,0,ms,,,,,,,,,,,,,,,,");
    expect(lines[32]).toBe("stretch,'+1,99.9,,2026-09-03T10:00:00.000Z,2026-09-03T10:04:12.000Z,down,bad,,,,,,,,,,,,,,check 1,quoted,,7,,,,,");
  });

  it('has a row for each incident', () => {
    const { statement, ...document } = documentOf('shop');
    const from = Date.parse('2026-09-03T10:00:00Z');
    const incidents = { listed: [{ number: 12, title: '=Shop', severity: 'SEV1', from, to: from + 60_000, ms: 50_000, degree: 'down' as const, source: 'person' as const, reason: 'why' }], omitted: 0 };
    const lines = statementCsv({ ...document, statement: { ...statement, incidents } }).split('\r\n');
    expect(lines.at(-2)).toBe("incident,,,,2026-09-03T10:00:00.000Z,2026-09-03T10:01:00.000Z,down,,,,,,,,,,,,,,,,why,,,12,'=Shop,SEV1,50000,person");
  });

  it('holds no formula, and quotes what has quotes, commas and lines', () => {
    expect(statementCsv(documentOf('shop'))).toContain(`"'=cmd|""/c calc""!A1\n,'@x"`);
  });

  it.each([
    ['a;=b', "a;'=b"], ['a\t=b', "a\t'=b"], ['a;  +1', "a;  '+1"], ['\t@b', "\t'@b"], [' -1', " '-1"], ['a |=b', "a |'=b"], ['=a;-b', "'=a;'-b"], ['a\r\n=b', `"a\r\n'=b"`],
    ['a = b', 'a = b'], ['1-2 ; x+y', '1-2 ; x+y'], ['a@b.c', 'a@b.c'],
  ])('writes %j so that no separator makes it a formula', (reason, cell) => {
    expect(statementCsv(documentOf('shop', reason))).toContain(`,check 1,${cell},,7,,,,,\r\n`);
  });

  it('takes a long text of lines and signs at once', () => {
    const began = performance.now();
    expect(statementCsv(documentOf('shop', '\n'.repeat(200_000) + '-'.repeat(200_000))).length).toBeGreaterThan(400_000);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each([['shop', 'statement-7-shop-2026-09.csv'], ['Zahlung & Kasse/../', 'statement-7-zahlung-kasse-2026-09.csv'], ['支付', 'statement-7-service-2026-09.csv'], ['é', 'statement-7-e-2026-09.csv']])('of %s is called %s', (name, file) => {
    expect(statementFileName(documentOf(name))).toBe(file);
  });
});

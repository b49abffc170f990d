import { describe, expect, it } from 'vitest';
import type { TemplateHost } from './functions';
import { parseAlertTemplate, renderAlertTemplate } from './render';
import { TemplateError } from './syntax';

const samples = [
  { kind: 'sample' as const, labels: new Map([['instance', 'b:80']]), value: 2 },
  { kind: 'sample' as const, labels: new Map([['instance', 'a:80']]), value: 1.5 },
];
const host: TemplateHost = {
  query: (expr) => Promise.resolve(expr === 'none' ? [] : samples),
  externalUrl: 'https://nines.example/base',
  timeMs: 90_000,
};
const data = { labels: new Map([['job', 'api'], ['instance', 'host.example.org:80']]), externalLabels: new Map([['cluster', 'eu']]), externalUrl: host.externalUrl, value: 0.12345 };

const render = (source: string): Promise<string> => renderAlertTemplate(parseAlertTemplate(source), data, host);

describe('renderAlertTemplate', () => {
  it.each([
    ['plain $5 }} text', 'plain $5 }} text'],
    ['{{ $labels.job }} {{ .Labels.instance }} [{{ $labels.nothing }}]', 'api host.example.org:80 []'],
    ['{{ $value }} {{ .Value }} {{ $externalLabels.cluster }} {{ .ExternalURL }} {{ pathPrefix }}', '0.12345 0.12345 eu https://nines.example/base /base'],
    ['a {{- 1 -}} b {{/* comment */}} c {{- /* trimmed */ -}} d', 'a1b  cd'],
    ['{{ if gt $value 0.5 }}high{{ else if gt $value 0.1 }}some{{ else }}none{{ end }}', 'some'],
    ['{{ range query "up" }}{{ .Labels.instance }}={{ .Value }};{{ else }}none{{ end }}', 'b:80=2;a:80=1.5;'],
    ['{{ range query "none" }}x{{ else }}none{{ end }}', 'none'],
    ['{{ range $i, $e := query "up" }}{{ if $i }}, {{ end }}{{ $i }}:{{ $e.Value }}{{ end }}', '0:2, 1:1.5'],
    ['{{ range query "up" | sortByLabel "instance" }}{{ . | label "instance" }} {{ end }}', 'a:80 b:80 '],
    ['{{ range query "up" }}{{ continue }}x{{ end }}{{ range query "up" }}y{{ break }}{{ end }}', 'y'],
    ['{{ with query "up" }}{{ . | first | value | printf "%.2f" }}{{ end }}{{ with $labels.nothing }}x{{ else }}y{{ end }}', '2.00y'],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $y := 3 }}{{ end }}{{ $x }}', '2'],
    ['{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" $labels.job }}', '[api]'],
    ['{{ eq 1 2 1 }} {{ ne "a" "b" }} {{ lt 1.5 2.5 }} {{ le 1 1 }} {{ ge 2 3 }} {{ and 1 0 2 }} {{ or "" "x" }} {{ not true }}', 'true true true true false 0 x false'],
    ['{{ (index (query "up") 1).Labels.instance }} {{ index $labels "job" }} {{ len $labels }} {{ slice "abcdef" 1 3 }}', 'a:80 api 2 bc'],
    ['{{ printf "%5.1f|%-5d|%05d|%q|%v|%s|%x|%t|%e|%g|%%" 1.25 42 42 "a" 1e6 "s" 255 true 12345.678 0.1 }}', '  1.2|42   |00042|"a"|1e+06|s|ff|true|1.234568e+04|0.1|%'],
    ['{{ printf "%d" 1.5 }} {{ printf "%s" 1 }} {{ printf "%d" }}', '%!d(float64=1.5) %!s(int=1) %!d(MISSING)'],
    ['{{ print 1 2 "a" "b" 3 }}|{{ println "x" }}|{{ html "<a>" }}|{{ urlquery "a b&c" }}', '1 2ab3|x\n|&lt;a&gt;|a+b%26c'],
    ['{{ 1e6 }} {{ 123456789.0 }} {{ 0.00001 }} {{ 3 }} {{ 1.50 }} {{ 0x1F }} {{ 017 }} {{ -5 }}', '1e+06 1.23456789e+08 1e-05 3 1.5 31 15 -5'],
    ['{{ humanize 0 }} {{ humanize 1234567 }} {{ humanize 0.00012 }} {{ humanize 100.25 }} {{ humanize 999999 }}', '0 1.235M 120u 100.2 1000k'],
    ['{{ humanize1024 1 }} {{ humanize1024 1536 }} {{ humanize1024 1048576 }}', '1 1.5ki 1Mi'],
    ['{{ humanizeDuration 0 }} {{ humanizeDuration 3661 }} {{ humanizeDuration 90061 }} {{ humanizeDuration 5.25 }} {{ humanizeDuration 0.0123 }} {{ humanizeDuration -61 }}', '0s 1h 1m 1s 1d 1h 1m 1s 5.25s 12.3ms -1m 1s'],
    ['{{ $value | humanizePercentage }} {{ humanizeTimestamp 1435065584.128 }} {{ toTime 0 }} {{ now }} {{ parseDuration "1h30m" }}', '12.35% 2015-06-23 13:19:44.128 +0000 UTC 1970-01-01 00:00:00 +0000 UTC 90 5400'],
    ['{{ "hello big world" | title }} {{ toUpper "a" }} {{ toLower "A" }}', 'Hello Big World A a'],
    ['{{ reReplaceAll "(h)ello" "$1-${1}" "hello" }} {{ match "^h" "hello" }} {{ match "^x" "hello" }}', 'h-h true false'],
    ['{{ $labels.instance | stripPort }} {{ stripDomain $labels.instance }} {{ stripDomain "10.1.2.3:80" }} {{ stripPort "[::1]:80" }} {{ stripPort "x" }}', 'host.example.org host:80 10.1.2.3:80 ::1 x'],
    ['{{ graphLink "a b" }} {{ tableLink "x{y=\\"z\\"}" }}', '/graph?g0.expr=a+b&g0.tab=0 /graph?g0.expr=x%7By%3D%22z%22%7D&g0.tab=1'],
    ['{{ $labels }} {{ nil | print }}', 'map[instance:host.example.org:80 job:api] <no value>'],
  ])('renders %s', async (source, expected) => {
    await expect(render(source)).resolves.toBe(expected);
  });

  it.each([
    ['{{ foo }}', '1: function "foo" not defined'], ['\n{{ $x }}', '2: undefined variable "$x"'], ['{{ if }}x{{ end }}', '1: missing value for if'], ['{{ if true }}', '1: unexpected EOF'],
    ['{{ end }}', '1: unexpected {{end}}'], ['{{', '1: unclosed action'], ['{{ "a }}', '1: unterminated quoted string'], ['{{ (1 }}', '1: unclosed left paren'], ['{{ 1 | 2 }}', 'non executable command'],
    ['{{ break }}', '{{break}} outside {{range}}'], ['{{ .Labels. }}', 'unexpected'], ['{{ "a".B }}', 'unexpected . after term'], ['{{ @ }}', 'unexpected "@"'], ['{{ $value | | humanize }}', 'unexpected <|>'],
    [`${'{{ if true }}'.repeat(60)}`, 'nested more than 50'], ['x'.repeat(70_000), 'at most 65536'],
  ])('refuses %s', (source, message) => {
    expect(() => parseAlertTemplate(source)).toThrow(message);
  });

  it.each([
    ['{{ .Foo }}', "can't evaluate field Foo"], ['{{ eq 1 1.0 }}', 'incompatible types'], ['{{ humanize "x" }}', 'invalid syntax'], ['{{ query "none" | first }}', 'no elements'],
    ['{{ $value 1 }}', "can't give argument"], ['{{ humanize 1 2 }}', 'wrong number of args'], ['{{ match "(" "x" }}', 'missing closing'], ['{{ template "x" }}', 'not defined'], ['{{ $y = 1 }}', 'undefined variable'],
    ['{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}', 'maximum template depth'],
    ['{{ range 100000 }}{{ range 100000 }}x{{ end }}{{ end }}', 'steps'],
    ['{{ $x := "aaaaaaaaaa" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}', 'gives more than'],
    ['{{ $x := printf "%1000d" 1 }}{{ range 1000 }}{{ $x }}{{ end }}', 'more than 262144 characters'],
  ])('fails to render %s, and says why', async (source, message) => {
    await expect(render(source)).rejects.toThrow(message);
    await expect(render(source)).rejects.toBeInstanceOf(TemplateError);
  });
});

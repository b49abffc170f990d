import { describe, expect, it } from 'vitest';
import { at, load, over, refusal } from './test-series';

const source = load({
  'up{instance="a", job="j"}': '1 1 1',
  'up{instance="b", job="j"}': '0 0 0',
  'up{instance="c", job="j", zone="own"}': '1 1 1',
  'target_info{instance="a", job="j", zone="eu", build="7"}': '1 1 stale',
  'target_info{instance="a", job="j", zone="us", build="7"}': '_ _ 1',
  'target_info{instance="c", job="j", zone="ignored"}': '1',
  'build_info{instance="b", job="j", version="2"}': '1',
});

describe('info', () => {
  it('adds the data labels of target_info, and leaves alone what is already there or has none', async () => {
    expect(await at(source, 0, 'info(up)')).toEqual([
      'up{build="7", instance="a", job="j", zone="eu"} 1',
      'up{instance="b", job="j"} 0',
      'up{instance="c", job="j", zone="own"} 1',
    ]);
  });

  it('follows info series that change', async () => {
    expect(await over(source, [60, 120, 60], 'info(up{instance="a"}, {zone=~".+"})')).toEqual([
      'up{instance="a", job="j", zone="eu"} 60:1',
      'up{instance="a", job="j", zone="us"} 120:1',
    ]);
  });

  it('takes only the labels asked for, and only series that have them when they must not be empty', async () => {
    expect(await at(source, 0, 'info(up, {build=~".+"})')).toEqual(['up{build="7", instance="a", job="j"} 1']);
    expect(await at(source, 0, 'info(up{instance!="c"}, {build=~".*"})')).toEqual(['up{build="7", instance="a", job="j"} 1', 'up{instance="b", job="j"} 0']);
  });

  it('takes other info metrics by name', async () => {
    expect(await at(source, 0, 'info(up{instance!="c"}, {__name__="build_info"})')).toEqual(['up{instance="a", job="j"} 1', 'up{instance="b", job="j", version="2"} 0']);
    expect(await at(source, 0, 'info(up{instance="a"}, {__name__=~".*_info", zone=~".*"})')).toEqual(['up{instance="a", job="j", zone="eu"} 1']);
  });

  it('leaves info series as they are', async () => {
    expect(await at(source, 0, 'info(target_info{zone="eu"})')).toEqual(['target_info{build="7", instance="a", job="j", zone="eu"} 1']);
  });

  it('refuses info series that contradict each other', async () => {
    const twice = load({ 'up{instance="a", job="j"}': '1', 'target_info{instance="a", job="j", z="1"}': '1', 'target_info{instance="a", job="j", z="2"}': '1' });
    expect(await refusal(at(twice, 0, 'info(up)'))).toContain('found duplicate series for info metric: existing {__name__="target_info", instance="a", job="j", z="1"} @ 0');
    const apart = load({ 'up{instance="a", job="j"}': '1', 'a_info{instance="a", job="j", z="1"}': '1', 'b_info{instance="a", job="j", z="2"}': '1' });
    expect(await refusal(at(apart, 0, 'info(up, {__name__=~"._info"})'))).toBe('conflicting label: z');
  });
});

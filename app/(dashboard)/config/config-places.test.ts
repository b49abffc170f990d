import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configPlaces } from '@/components/config/config-places';
import { settingFields } from '@/lib/settings/field-index';

const places = configPlaces.flatMap((group) => group.places);
const pageOf = (href: string) => path.join('app/(dashboard)', href, 'page.tsx');

describe('the places of Config', () => {
  it.each(places.map(({ href }) => [href]))('%s is a page', (href) => expect(existsSync(pageOf(href))).toBe(true));
  it.each([...new Set(settingFields.map(({ href }) => href))].map((href) => [href]))('%s, where a setting is, is a page', (href) => expect(existsSync(pageOf(href))).toBe(true));
  it('are each there once, and each has a setting that leads there', () => {
    const hrefs = places.map(({ href }) => href);
    expect(new Set(hrefs).size).toBe(hrefs.length);
    expect(hrefs.filter((href) => !settingFields.some((field) => field.href === href))).toEqual([]);
  });
});

/** The look that a person chose; `system` follows the device and has no cookie. */
export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

export const themeCookie = 'nines-theme';

/** The theme that a cookie's value stands for; anything unexpected is `system`. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

/** Shows the theme that a person chose, and keeps it for all devices of the person. */
export function applyTheme(theme: Theme): void {
  showTheme(theme);
  // The device has it already: where it cannot be kept, the other devices stay as they are.
  void fetch('/api/account/theme', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ theme }), keepalive: true }).catch(() => undefined);
}

/** Shows a theme at once and keeps it for a year in the cookie that the server reads. */
export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const maxAgeSeconds = theme === 'system' ? 0 : 31_536_000;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${maxAgeSeconds}; samesite=lax`;
}

/** The theme now shown by the document. */
export function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}

/** Puts the theme and the language on the document, so that plain CSS does the rest. */
import type { Theme } from '../platform/types';
import type { Locale } from '../words/locale';

const DARK = '(prefers-color-scheme: dark)';

export function prefersDark(): boolean {
  return window.matchMedia(DARK).matches;
}

export function onSystemTheme(listener: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export function dress(theme: Theme, locale: Locale): void {
  const dark = theme === 'dark' || (theme === 'system' && prefersDark());
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.lang = locale;
}

/**
 * Which of our languages a person reads. The locale comes from the platform door, never from
 * `navigator.language`: on a Linux without a locale that one says `C`, and every `Intl` call throws.
 */
import type { LocaleChoice } from '../platform/types';

export type Locale = 'en' | 'ko';

export function chooseLocale(choice: LocaleChoice, system: string): Locale {
  if (choice !== 'system') return choice;
  return languageOf(system) === 'ko' ? 'ko' : 'en';
}

function languageOf(locale: string): string {
  try {
    // `ko_KR.UTF-8` is how a Unix environment writes it.
    const tag = locale.split('.')[0]?.replaceAll('_', '-') ?? '';
    return Intl.getCanonicalLocales(tag)[0]?.split('-')[0] ?? 'en';
  } catch {
    return 'en';
  }
}

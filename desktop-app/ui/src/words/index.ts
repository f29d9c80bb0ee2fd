/** Every sentence of the app, by language. `ko` is typed as `en`: a missing key does not compile. */
import { en } from './en';
import { ko } from './ko';
import type { Locale } from './locale';

export type Words = typeof en;

export const dictionaries: Record<Locale, Words> = { en, ko };

/**
 * How an amount is written and how it is said, in both languages, shown and hidden.
 *
 * The pieces come apart (sign, mark, whole, fraction, unit) so that `Amount.svelte` can set the
 * decimals in a quieter ink. Only the money folder knows how; every screen goes through `<Amount>`.
 */
import type { Amount as Money } from '../platform/types';
import type { Locale } from '../words/locale';
import { currencyMark } from './currencies';
import { groupDigits, readDecimal } from './decimal';

const MINUS = '\u2212';
const DOTS = '•••••';

/** `movement` writes a plus for money in; `balance` writes a sign only when it is negative. */
export type SignStyle = 'balance' | 'movement';

export interface WrittenAmount {
  sign: string;
  mark: string;
  whole: string;
  fraction: string;
  unit: string;
}

export interface Writing {
  locale: Locale;
  signs: SignStyle;
  hidden: boolean;
}

export function writeAmount(money: Money, { locale, signs, hidden }: Writing): WrittenAmount {
  const { symbol, unitKo } = currencyMark(money.currency);
  const unit = locale === 'ko' ? (unitKo ?? '') : '';
  const mark = unit ? '' : symbol;
  const decimal = readDecimal(money.amount, money.digits);
  // A text that is no number is still the bank's word: shown as it came, or hidden like the rest.
  if (!decimal) return { sign: '', mark, whole: hidden ? DOTS : money.amount, fraction: '', unit };
  const zero = !decimal.negative && !/[1-9]/.test(decimal.whole + decimal.fraction);
  const plus = signs === 'movement' && !zero ? '+' : '';
  const sign = decimal.negative ? MINUS : plus;
  if (hidden) return { sign, mark, whole: DOTS, fraction: '', unit };
  const fraction = decimal.fraction ? `.${decimal.fraction}` : '';
  return { sign, mark, whole: groupDigits(decimal.whole), fraction, unit };
}

const SAID: Record<Locale, Record<string, string>> = {
  en: { GBP: 'pounds', EUR: 'euros', USD: 'dollars', JPY: 'yen', KRW: 'won' },
  ko: { GBP: '파운드', EUR: '유로', USD: '달러', JPY: '엔', KRW: '원' },
};

/** What a screen reader hears: “minus 46 pounds 18”, or that the amount is hidden. */
export function sayAmount(money: Money, { locale, signs, hidden }: Writing): string {
  if (hidden) return locale === 'ko' ? '금액 숨김' : 'amount hidden';
  const written = writeAmount(money, { locale, signs, hidden: false });
  const unit = SAID[locale][money.currency] ?? money.currency;
  const cents = written.fraction.slice(1);
  const hasCents = /[1-9]/.test(cents);
  if (locale === 'ko') {
    const sign = { [MINUS]: '마이너스 ', '+': '플러스 ', '': '' }[written.sign] ?? '';
    return `${sign}${written.whole}${hasCents ? written.fraction : ''}${unit}`;
  }
  const sign = { [MINUS]: 'minus ', '+': 'plus ', '': '' }[written.sign] ?? '';
  return `${sign}${written.whole} ${unit}${hasCents ? ` ${cents}` : ''}`;
}

/** How each currency is written: its mark, and whether Korean puts a unit behind the figure. */

interface CurrencyMark {
  symbol: string;
  unitKo?: string;
}

const MARKS: Record<string, CurrencyMark> = {
  GBP: { symbol: '£' },
  EUR: { symbol: '€' },
  USD: { symbol: '$' },
  JPY: { symbol: '¥' },
  KRW: { symbol: '₩', unitKo: '원' },
};

/** A currency without a mark of its own is written as its code: `CHF 12.50`. */
export function currencyMark(currency: string): CurrencyMark {
  return MARKS[currency] ?? { symbol: `${currency}\u00a0` };
}

/**
 * From counts to sections: what is pending, each month, and at the end what the bank gave no day.
 * The months of a list count its pending rows too (their money they leave out), so those are taken
 * off again: every row stands in exactly one section.
 */
import { addDecimals } from '../money/decimal';
import type { Amount, Month, TransactionWindow } from '../platform/types';

export interface CurrencyFlow {
  moneyIn: Amount;
  moneyOut: Amount;
  net: Amount;
}

export type SectionKey =
  | { kind: 'pending'; held: Amount[] }
  | { kind: 'month'; year: number; month: number; flows: CurrencyFlow[] }
  | { kind: 'undated' };

export interface Counted {
  total: number;
  pending: TransactionWindow;
  months: readonly Month[];
  pendingMonths: readonly Month[];
}

interface Part {
  key: SectionKey;
  count: number;
}

export function sectionsOf({ total, pending, months, pendingMonths }: Counted): Part[] {
  const parts: Part[] = [{ key: { kind: 'pending', held: heldBy(pending) }, count: pending.total }];
  for (const { year, month } of distinctMonths(months)) {
    const same = months.filter((one) => one.year === year && one.month === month);
    const alsoPending = pendingMonths.filter((one) => one.year === year && one.month === month);
    parts.push({
      key: { kind: 'month', year, month, flows: same.map(({ moneyIn, moneyOut, net }) => ({ moneyIn, moneyOut, net })) },
      count: rowsOf(same) - rowsOf(alsoPending),
    });
  }
  const placed = parts.reduce((sum, part) => sum + part.count, 0);
  return [...parts, { key: { kind: 'undated' }, count: Math.max(0, total - placed) }];
}

/** Newest first. */
function distinctMonths(months: readonly Month[]): { year: number; month: number }[] {
  const numbers = new Set(months.map(({ year, month }) => year * 12 + month - 1));
  return [...numbers]
    .sort((a, b) => b - a)
    .map((number) => ({ year: Math.floor(number / 12), month: (number % 12) + 1 }));
}

function rowsOf(months: readonly Month[]): number {
  return months.reduce((sum, month) => sum + month.rows, 0);
}

/** What is held, per currency; nothing when not every pending row is at hand. */
function heldBy({ total, rows }: TransactionWindow): Amount[] {
  if (rows.length < total) return [];
  const currencies = [...new Set(rows.map((row) => row.amount.currency))];
  return currencies.map((currency) => {
    const same = rows.map((row) => row.amount).filter((amount) => amount.currency === currency);
    const digits = same[0]?.digits ?? 0;
    return { amount: addDecimals(same.map((one) => one.amount), digits), currency, digits };
  });
}

/**
 * Money in and out by month, per currency: read from the stored months, never invented. There is no
 * trend line of balances because no history of balances is kept yet.
 */
import { signOf } from '../../money/decimal';
import type { Amount, Month, Platform } from '../../platform/types';

export interface MonthFlow {
  year: number;
  /** 0 to 11. */
  month: number;
  moneyIn: Amount | null;
  moneyOut: Amount | null;
}

const MONTHS_SHOWN = 12;

export async function readFlows(platform: Platform, now: Date): Promise<Record<string, MonthFlow[]>> {
  const from = new Date(now.getFullYear(), now.getMonth() - MONTHS_SHOWN + 1, 1);
  const day = `${from.getFullYear()}-${String(from.getMonth() + 1).padStart(2, '0')}-01`;
  const months = await platform.ask('transaction_months', { from: day });
  return flowsByCurrency(months, now);
}

export function flowsByCurrency(months: readonly Month[], now: Date): Record<string, MonthFlow[]> {
  const currencies = [...new Set(months.map((month) => month.net.currency))];
  return Object.fromEntries(
    currencies.map((currency) => [currency, lastMonths(months.filter((one) => one.net.currency === currency), now)]),
  );
}

function lastMonths(months: readonly Month[], now: Date): MonthFlow[] {
  return Array.from({ length: MONTHS_SHOWN }, (_, at) => {
    const start = new Date(now.getFullYear(), now.getMonth() - MONTHS_SHOWN + 1 + at, 1);
    const [year, month] = [start.getFullYear(), start.getMonth()];
    const found = months.find((one) => one.year === year && one.month === month + 1);
    return { year, month, moneyIn: found?.moneyIn ?? null, moneyOut: found?.moneyOut ?? null };
  });
}

/** Heights of bars in thousandths of the tallest; drawing only, no amount is made from them. */
export function barHeights(flow: readonly MonthFlow[]): { up: number; down: number }[] {
  const units = (amount: Amount | null) => {
    if (amount === null || signOf(amount.amount) === 0) return 0n;
    return BigInt(amount.amount.replace(/[^\d]/g, ''));
  };
  const pairs = flow.map((one) => ({ up: units(one.moneyIn), down: units(one.moneyOut) }));
  const tallest = pairs.flatMap(({ up, down }) => [up, down]).reduce((most, one) => (one > most ? one : most), 1n);
  return pairs.map(({ up, down }) => ({
    up: Number((up * 1000n) / tallest),
    down: Number((down * 1000n) / tallest),
  }));
}

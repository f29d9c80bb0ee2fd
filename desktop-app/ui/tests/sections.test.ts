import { describe, expect, it } from 'vitest';
import type { Amount, Month, TransactionRow, TransactionWindow } from '../src/platform/types';
import { sectionsOf } from '../src/transactions/sections';

const gbp = (amount: string): Amount => ({ amount, currency: 'GBP', digits: 2 });
const month = (year: number, number: number, rows: number, currency = 'GBP'): Month => {
  const nothing = { ...gbp('0.00'), currency };
  return { year, month: number, rows, moneyIn: nothing, moneyOut: nothing, net: nothing };
};
const pending = (...amounts: Amount[]): TransactionWindow => ({
  total: amounts.length,
  offset: 0,
  rows: amounts.map((amount) => ({ amount }) as TransactionRow),
});

describe('the sections of a list', () => {
  it('hold every row exactly once, also pending ones that have a day', () => {
    const parts = sectionsOf({
      total: 12,
      pending: pending(gbp('-3.40'), gbp('-50.00')),
      months: [month(2026, 7, 5), month(2026, 6, 6)],
      pendingMonths: [month(2026, 7, 1)],
    });
    expect(parts.map(({ key, count }) => [key.kind, count])).toEqual([
      ['pending', 2], ['month', 4], ['month', 6], ['undated', 0],
    ]);
  });

  it('put what the bank gave no day at the end, rather than nowhere', () => {
    const parts = sectionsOf({ total: 3, pending: pending(), months: [month(2026, 1, 2)], pendingMonths: [] });
    expect(parts.at(-1)).toEqual({ key: { kind: 'undated' }, count: 1 });
  });

  it('keep the currencies of one month apart under one head, newest month first', () => {
    const months = [month(2025, 12, 1), month(2026, 1, 2), month(2026, 1, 3, 'EUR')];
    const parts = sectionsOf({ total: 6, pending: pending(), months, pendingMonths: [] });
    expect(parts[1]?.count).toBe(5);
    expect(parts[1]?.key).toMatchObject({ year: 2026, month: 1, flows: [{}, { net: { currency: 'EUR' } }] });
    expect(parts[2]?.key).toMatchObject({ year: 2025, month: 12 });
  });

  it('say what is held only when all of it is known', () => {
    const held = (window: TransactionWindow) => sectionsOf({ total: 9, pending: window, months: [], pendingMonths: [] })[0]?.key;
    expect(held(pending(gbp('-3.40'), gbp('-50.00')))).toEqual({ kind: 'pending', held: [gbp('-53.40')] });
    expect(held({ ...pending(gbp('-3.40')), total: 500 })).toEqual({ kind: 'pending', held: [] });
  });
});

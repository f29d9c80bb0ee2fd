import { describe, expect, it } from 'vitest';
import { addDecimals, groupDigits, readDecimal, signOf } from '../src/money/decimal';
import { sayAmount, writeAmount, type Writing } from '../src/money/format';
import type { Amount } from '../src/platform/types';

const gbp = (amount: string): Amount => ({ amount, currency: 'GBP', digits: 2 });
const krw = (amount: string): Amount => ({ amount, currency: 'KRW', digits: 0 });
const en: Writing = { locale: 'en', signs: 'balance', hidden: false };
const ko: Writing = { ...en, locale: 'ko' };

function written(money: Amount, writing: Writing): string {
  const { sign, mark, whole, fraction, unit } = writeAmount(money, writing);
  return `${sign}${mark}${whole}${fraction}${unit}`;
}

describe('an amount is written', () => {
  it.each([
    [gbp('2418.36'), en, '£2,418.36'],
    [gbp('-29.99'), en, '−£29.99'],
    [gbp('1850'), { ...en, signs: 'movement' as const }, '+£1,850.00'],
    [gbp('-46.18'), { ...ko, signs: 'movement' as const }, '−£46.18'],
    [krw('3482150'), en, '₩3,482,150'],
    [krw('3482150'), ko, '3,482,150원'],
    [krw('-12800'), { ...ko, signs: 'movement' as const }, '−12,800원'],
    [{ amount: '12.5', currency: 'CHF', digits: 2 }, en, 'CHF\u00a012.50'],
  ])('%j as a person reads it', (money, writing, expected) => {
    expect(written(money, writing)).toBe(expected);
  });

  it('without a sign when it is nothing, however it was sent', () => {
    expect(written(gbp('-0.00'), { ...en, signs: 'movement' })).toBe('£0.00');
    expect(signOf('-0.00')).toBe(0);
  });

  it('with every digit the bank sent, none rounded away', () => {
    expect(written(gbp('1.005'), en)).toBe('£1.005');
    expect(written(gbp('90071992547409931234.10'), en)).toBe('£90,071,992,547,409,931,234.10');
  });

  it('as it came when it is no decimal at all, rather than as a number somebody made up', () => {
    expect(written(gbp('1e3'), en)).toBe('£1e3');
    expect(readDecimal('NaN', 2)).toBeNull();
  });
});

describe('an amount is said', () => {
  it.each([
    [gbp('-46.18'), en, 'minus 46 pounds 18'],
    [gbp('46.00'), en, '46 pounds'],
    [gbp('1850'), { ...en, signs: 'movement' as const }, 'plus 1,850 pounds'],
    [gbp('-46.18'), ko, '마이너스 46.18파운드'],
    [krw('12800'), ko, '12,800원'],
  ])('%j whole', (money, writing, expected) => {
    expect(sayAmount(money, writing)).toBe(expected);
  });
});

describe('a hidden amount', () => {
  it('is the mark and five dots whatever its length', () => {
    expect(written(gbp('1.00'), { ...en, hidden: true })).toBe('£•••••');
    expect(written(gbp('-1234567.89'), { ...en, hidden: true })).toBe('−£•••••');
    expect(written(krw('5'), { ...ko, hidden: true })).toBe('•••••원');
    expect(written(gbp('what'), { ...en, hidden: true })).toBe('£•••••');
  });

  it('is said to be hidden, and no digit of it is said', () => {
    expect(sayAmount(gbp('46.18'), { ...en, hidden: true })).toBe('amount hidden');
    expect(sayAmount(gbp('46.18'), { ...ko, hidden: true })).toBe('금액 숨김');
  });
});

describe('decimal strings', () => {
  it('add up exactly where floats do not', () => {
    expect(addDecimals(['0.10', '0.20'], 2)).toBe('0.30');
    expect(addDecimals(['-0.05', '0.04'], 2)).toBe('-0.01');
    expect(addDecimals(['9007199254740993', '1'], 0)).toBe('9007199254740994');
    expect(addDecimals([], 2)).toBe('0.00');
  });

  it('are grouped by three', () => {
    expect(groupDigits('1')).toBe('1');
    expect(groupDigits('1234')).toBe('1,234');
    expect(groupDigits('123456')).toBe('123,456');
  });
});

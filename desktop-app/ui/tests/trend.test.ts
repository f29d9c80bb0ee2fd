/** The line of a total: its shape, its words, and when there is none. */
import { describe, expect, it } from 'vitest';
import type { Trend } from '../src/platform/types';
import { pathOf, spotsOf } from '../src/screens/home/trend';
import { openApp, text } from './open';

function trendOf(...amounts: string[]): Trend {
  const money = (amount: string) => ({ amount, currency: 'GBP', digits: 2 });
  const points = amounts.map((amount, at) => ({ day: `2026-07-0${at + 1}`, total: money(amount) }));
  return { points, since: '2026-07-01', change: money('0.00') };
}

describe('the shape of a trend', () => {
  it('fills its box from the lowest to the highest total', () => {
    const spots = spotsOf(trendOf('100.00', '300.00', '200.00'));
    expect(spots).toEqual([{ x: 0, y: 1000 }, { x: 500, y: 0 }, { x: 1000, y: 500 }]);
    expect(pathOf(spots)).toBe('M0 1000L500 0L1000 500');
  });

  it('knows debts, and amounts finer than the usual digits', () => {
    expect(spotsOf(trendOf('-100.00', '100.00')).map(({ y }) => y)).toEqual([1000, 0]);
    expect(spotsOf(trendOf('0.10000', '0.30000', '0.2')).map(({ y }) => y)).toEqual([1000, 0, 500]);
  });

  it('does not make a cliff of a coffee', () => {
    const [before, after] = spotsOf(trendOf('10000.00', '9996.60'));
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(25);
  });

  it('stands in the middle when nothing moved, and when there is nothing', () => {
    expect(spotsOf(trendOf('5.00', '5.00')).map(({ y }) => y)).toEqual([500, 500]);
    expect(spotsOf(trendOf('0.00', '0.00')).map(({ y }) => y)).toEqual([500, 500]);
    expect(spotsOf(trendOf())).toEqual([]);
  });
});

describe('home', () => {
  it('says how a total changed, draws it, and tells its ends in words', async () => {
    const { container } = await openApp('#/');
    const column = container.querySelector('.column');
    expect(text(column)).toContain('since 1 July');
    expect(column?.querySelector('.line path')?.getAttribute('d')).toMatch(/^M0 /);
    expect(column?.querySelector('.line[role="img"]')?.getAttribute('aria-label')).toMatch(/^Trend: .+ pounds.* on 30 May, .+ now$/);
  });

  it('hides change and shape with the amounts', async () => {
    const { container } = await openApp('#/', { preferences: { locale: 'system', theme: 'system', hideAmounts: true } });
    expect(container.querySelector('.column .line')).toBeNull();
    expect(text(container.querySelector('.column'))).toContain('Change is hidden');
    expect(container.querySelector('.dotted')?.getAttribute('aria-label')).toBe('Trend, amounts hidden');
  });

  it('says so instead of drawing when the past is not known', async () => {
    const { container } = await openApp('#/', { noHistory: true });
    expect(container.querySelector('.trend *')).toBeNull();
    expect(text(container.querySelector('.column'))).toContain('Its earlier days are not known');
  });

  it('greets by name only when a bank has one', async () => {
    expect(text((await openApp('#/')).container.querySelector('h1'))).toBe('Good morning, Minji');
  });

  it('puts at most two pending ones first, under what they are and not under a day', async () => {
    const { container } = await openApp('#/', { linked: 6 });
    const side = container.querySelector('aside');
    const heads = [...(side?.querySelectorAll('h3') ?? [])].map(text);
    expect(heads[0]).toBe('Pending');
    expect(heads).toHaveLength(new Set(heads).size);
    expect(side?.querySelectorAll('li button.pending')).toHaveLength(2);
    expect(side?.querySelectorAll('li')).toHaveLength(6);
  });
});

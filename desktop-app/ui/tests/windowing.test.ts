import { describe, expect, it } from 'vitest';
import {
  layOut, rowAfterKey, rowsWithin, scrollToShow, sectionOfRow, sectionsWithin, topOfRow, totalHeight, totalRows,
} from '../src/transactions/windowing';

const measures = { header: 40, row: 10, gap: 5 };
const sections = layOut([{ key: 'a', count: 3 }, { key: 'none', count: 0 }, { key: 'b', count: 100_000 }, { key: 'c', count: 1 }], measures);

describe('a laid out list', () => {
  it('leaves empty sections out and knows where the others stand', () => {
    expect(sections.map(({ key, first, top }) => [key, first, top])).toEqual([['a', 0, 0], ['b', 3, 75], ['c', 100_003, 1_000_120]]);
    expect(totalRows(sections)).toBe(100_004);
    expect(totalHeight(sections)).toBe(1_000_170);
    expect(totalHeight([])).toBe(0);
  });

  it('finds a row by its number and refuses one that is not there', () => {
    expect(sectionOfRow(sections, 2)?.key).toBe('a');
    expect(sectionOfRow(sections, 3)?.key).toBe('b');
    expect(sectionOfRow(sections, 100_003)?.key).toBe('c');
    expect(sectionOfRow(sections, 100_004)).toBeNull();
    expect(topOfRow(sections, 4, measures)).toBe(75 + 40 + 10);
  });
});

describe('a window into it', () => {
  it('touches only the sections it shows', () => {
    expect(sectionsWithin(sections, 0, 70).map(({ key }) => key)).toEqual(['a']);
    expect(sectionsWithin(sections, 60, 80).map(({ key }) => key)).toEqual(['a', 'b']);
    expect(sectionsWithin(sections, 500_000, 500_100).map(({ key }) => key)).toEqual(['b']);
    expect(sectionsWithin([], 0, 100)).toEqual([]);
  });

  it('is about as many rows as fit, anywhere in 100,000', () => {
    const [, b] = sections;
    if (!b) throw new Error('the list has a second section');
    const span = rowsWithin(b, 500_000, 500_100, measures);
    expect(span.to - span.from).toBeLessThanOrEqual(11);
    expect(rowsWithin(b, 0, 80, measures)).toEqual({ from: 3, to: 3 });
  });

  it('scrolls only when the row is not seen whole, and below the sticky header', () => {
    expect(scrollToShow(100, 0, 200, measures)).toBe(0);
    expect(scrollToShow(195, 0, 200, measures)).toBe(5);
    expect(scrollToShow(100, 90, 200, measures)).toBe(60);
  });
});

describe('keys', () => {
  it('move, page, jump, and stop at both ends', () => {
    expect(rowAfterKey('ArrowDown', -1, 50, 9)).toBe(0);
    expect(rowAfterKey('ArrowUp', 0, 50, 9)).toBe(0);
    expect(rowAfterKey('PageDown', 45, 50, 9)).toBe(49);
    expect(rowAfterKey('PageUp', 3, 50, 9)).toBe(0);
    expect(rowAfterKey('Home', 30, 50, 9)).toBe(0);
    expect(rowAfterKey('End', 30, 50, 9)).toBe(49);
  });

  it('that mean nothing, or have nothing to move in, do nothing', () => {
    expect(rowAfterKey('a', 3, 50, 9)).toBeNull();
    expect(rowAfterKey('ArrowDown', -1, 0, 9)).toBeNull();
  });
});

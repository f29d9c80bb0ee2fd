import { describe, expect, it } from 'vitest';
import { age, ageOf, clockTime, dayName, daysBetween, fullDate, isOld, readDate, timeLeft } from '../src/time/dates';
import { dictionaries } from '../src/words';

const now = new Date(2026, 6, 14, 7, 44, 9);
const { en, ko } = dictionaries;

describe('an age', () => {
  it.each([
    [new Date(2026, 6, 14, 7, 43, 40), 'just now', '방금'],
    [new Date(2026, 6, 14, 7, 42, 0), '2 min ago', '2분 전'],
    [new Date(2026, 6, 14, 5, 40, 0), '2 h ago', '2시간 전'],
    [new Date(2026, 6, 13, 21, 14, 0), 'yesterday 21:14', '어제 21:14'],
    [new Date(2026, 6, 11, 12, 0, 0), '11 July', '7월 11일'],
    [new Date(2025, 6, 11, 12, 0, 0), '11 July 2025', '2025년 7월 11일'],
  ])('%s', (then, english, korean) => {
    expect(age(then, now, en)).toBe(english);
    expect(age(then, now, ko)).toBe(korean);
  });

  it('of a moment ahead, because two clocks differ, is now and not minus something', () => {
    expect(age(new Date(2026, 6, 14, 7, 50), now, en)).toBe('just now');
  });

  it('of a day is a day, with no invented hour', () => {
    expect(ageOf('2026-07-14', now, en)).toBe('today');
    expect(ageOf('2026-07-13', now, ko)).toBe('어제');
    expect(ageOf('2026-07-01', now, en)).toBe('1 July');
  });

  it('turns old after a day, not before', () => {
    expect(isOld('2026-07-13', now)).toBe(false);
    expect(isOld('2026-07-12', now)).toBe(true);
    expect(isOld(new Date(2026, 6, 13, 7, 0).toISOString(), now)).toBe(true);
    expect(isOld(new Date(2026, 6, 13, 8, 0).toISOString(), now)).toBe(false);
  });
});

describe('a date', () => {
  it('is written in full in both languages', () => {
    expect(fullDate(readDate('2026-07-13'), en)).toBe('Monday 13 July 2026');
    expect(fullDate(readDate('2026-07-13'), ko)).toBe('2026년 7월 13일 월요일');
  });

  it('that is only a day is that day here, in any time zone', () => {
    expect(readDate('2026-07-13').getDate()).toBe(13);
  });

  it('near now has a name', () => {
    expect(dayName(readDate('2026-07-14'), now, en)).toBe('Today');
    expect(dayName(readDate('2026-07-13'), now, ko)).toBe('어제');
    expect(dayName(readDate('2026-07-12'), now, en)).toBe('Sunday 12 July');
  });

  it('counts days by the calendar', () => {
    expect(daysBetween(new Date(2026, 6, 13, 23, 59), new Date(2026, 6, 14, 0, 1))).toBe(1);
    expect(clockTime(new Date(2026, 6, 14, 7, 4))).toBe('07:04');
  });
});

describe('the time that is left', () => {
  it('counts down and stops at nothing', () => {
    expect(timeLeft(new Date(now.getTime() + 580_000), now)).toEqual({ minutes: 9, seconds: 40 });
    expect(timeLeft(new Date(now.getTime() - 1000), now)).toEqual({ minutes: 0, seconds: 0 });
  });
});

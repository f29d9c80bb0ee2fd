/** Dates and ages in words. Month and day names come from the dictionaries, so no `Intl` is needed. */
import type { Words } from '../words';

const DAY_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A plain `YYYY-MM-DD` is that day here, not midnight in London. */
export function readDate(text: string): Date {
  const day = DAY_ONLY.exec(text);
  if (!day) return new Date(text);
  return new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
}

export function isDayOnly(text: string): boolean {
  return DAY_ONLY.test(text);
}

/** `YYYY-MM-DD` of a moment, here. */
export function isoDay(date: Date): string {
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** For sorting; days as `YYYY-MM-DD` compare as text. */
export function newestDayFirst(a: { day: string }, b: { day: string }): number {
  if (a.day === b.day) return 0;
  return a.day < b.day ? 1 : -1;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Whole calendar days from `then` to `now`; 0 is today, 1 yesterday, negative lies ahead. */
export function daysBetween(then: Date, now: Date): number {
  return Math.round((startOfDay(now) - startOfDay(then)) / DAY_MS);
}

export function clockTime(date: Date): string {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

export function clockSeconds(date: Date): string {
  return `${clockTime(date)}:${pad(date.getSeconds())}`;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

/** The age of a moment or, when only a day is known, of a day: today · yesterday · 11 July. */
export function ageOf(at: string, now: Date, words: Words): string {
  const then = readDate(at);
  if (!isDayOnly(at)) return age(then, now, words);
  const days = daysBetween(then, now);
  if (days === 0) return words.time.dayAge.today;
  return days === 1 ? words.time.dayAge.yesterday : shortDate(then, now, words);
}

/** just now · 2 min ago · 2 h ago · yesterday 21:14 · 11 July · 11 July 2025 */
export function age(then: Date, now: Date, words: Words): string {
  const passed = now.getTime() - then.getTime();
  if (passed < MINUTE_MS) return words.time.justNow;
  if (passed < HOUR_MS) return words.time.minutesAgo(Math.floor(passed / MINUTE_MS));
  const days = daysBetween(then, now);
  if (days === 0) return words.time.hoursAgo(Math.floor(passed / HOUR_MS));
  if (days === 1) return words.time.yesterdayAt(clockTime(then));
  return shortDate(then, now, words);
}

/** 11 July, with the year only when it is another one. */
export function shortDate(date: Date, now: Date, words: Words): string {
  const sameYear = date.getFullYear() === now.getFullYear();
  const year = sameYear ? null : date.getFullYear();
  return words.time.date(date.getDate(), date.getMonth(), year);
}

/** Monday 13 July 2026 */
export function fullDate(date: Date, words: Words): string {
  return words.time.weekdayDate(date.getDay(), date.getDate(), date.getMonth(), date.getFullYear());
}

/** Today · Yesterday · Sunday 12 July */
export function dayName(date: Date, now: Date, words: Words): string {
  const days = daysBetween(date, now);
  if (days === 0) return words.time.today;
  if (days === 1) return words.time.yesterday;
  const year = date.getFullYear() === now.getFullYear() ? null : date.getFullYear();
  return words.time.weekdayDate(date.getDay(), date.getDate(), date.getMonth(), year);
}

/** As exact as it is known: the second with its time zone, or the day. */
export function exactly(at: string, words: Words): string {
  return isDayOnly(at) ? fullDate(readDate(at), words) : exactMoment(new Date(at), words);
}

/** The exact second with its time zone, for hover and focus. */
export function exactMoment(date: Date, words: Words): string {
  const day = words.time.date(date.getDate(), date.getMonth(), date.getFullYear());
  return `${day}, ${clockSeconds(date)} ${zoneName(date)}`;
}

function zoneName(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const sign = minutes < 0 ? '\u2212' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${sign}${hours}${rest ? `:${pad(rest)}` : ''}`;
}

/** Minutes and seconds that are left until `end`; never negative. */
export function timeLeft(end: Date, now: Date): { minutes: number; seconds: number } {
  const seconds = Math.max(0, Math.ceil((end.getTime() - now.getTime()) / 1000));
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}

/** A number older than this is shown in amber. */
export function isOld(at: string, now: Date): boolean {
  const then = readDate(at);
  return isDayOnly(at) ? daysBetween(then, now) > 1 : now.getTime() - then.getTime() > DAY_MS;
}

export function isOverAnHour(at: string, now: Date): boolean {
  return !isDayOnly(at) && now.getTime() - new Date(at).getTime() > HOUR_MS;
}

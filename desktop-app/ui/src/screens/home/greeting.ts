/** What to say to someone who opens the window now. */

import type { Words } from '../../words';

export function partOfDay(now: Date): 'morning' | 'afternoon' | 'evening' {
  const hour = now.getHours();
  if (hour >= 4 && hour < 12) return 'morning';
  return hour >= 12 && hour < 18 ? 'afternoon' : 'evening';
}

/** Tuesday 14 July: today’s own year needs no saying. */
export function fullDay(now: Date, words: Words): string {
  return words.time.weekdayDate(now.getDay(), now.getDate(), now.getMonth(), null);
}


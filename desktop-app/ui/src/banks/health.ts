/** How a link is doing, as an icon, words and a tone. Colour only repeats what the words say. */
import type { Health } from '../platform/types';
import type { IconName } from '../pieces/icons';
import { clockTime, daysBetween } from '../time/dates';
import type { Words } from '../words';

export type Tone = 'quiet' | 'attention' | 'fault';

export interface HealthSign {
  icon: IconName;
  tone: Tone;
  text: string;
}

export function healthSign(health: Health, now: Date, words: Words): HealthSign {
  const say = words.health;
  const until = health.until === null ? null : new Date(health.until);
  switch (health.code) {
    case 'healthy':
      return { icon: 'check', tone: 'quiet', text: say.healthy };
    case 'neverSynced':
      return { icon: 'unread', tone: 'quiet', text: say.neverSynced };
    case 'partial':
      return { icon: 'gauge', tone: 'attention', text: say.partial };
    case 'endingSoon':
      return { icon: 'key', tone: 'attention', text: say.endingSoon(daysLeft(until, now)) };
    case 'askedToWait':
      return { icon: 'timer', tone: 'attention', text: say.askedToWait(until && clockTime(until)) };
    case 'ended':
      return { icon: 'ban', tone: 'attention', text: say.ended };
    case 'needsReconnect':
      return { icon: 'key', tone: 'attention', text: say.needsReconnect };
    case 'down':
      return { icon: 'unplug', tone: 'fault', text: say.down };
  }
}

/** Whether the person can do something about it; these are counted beside “Permissions”. */
export function needsPerson(health: Health): boolean {
  return ['endingSoon', 'ended', 'needsReconnect'].includes(health.code);
}

export function daysLeft(until: Date | null, now: Date): number {
  return until === null ? 0 : Math.max(0, daysBetween(now, until));
}

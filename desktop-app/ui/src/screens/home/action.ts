/** What the action card says, and about which bank: what is broken first, what will end next. */
import { daysLeft } from '../../banks/health';
import type { IconName } from '../../pieces/icons';
import type { BankGroup, HealthCode } from '../../platform/types';
import type { Session } from '../../app/session.svelte';
import { clockTime, daysBetween, shortDate } from '../../time/dates';

const URGENCY: readonly HealthCode[] = ['ended', 'needsReconnect', 'down', 'endingSoon'];

export interface Action {
  tone: 'attention' | 'fault';
  icon: IconName;
  title: string;
  text: string;
  does: 'renew' | 'retry';
}

export function mostUrgent(groups: readonly BankGroup[], put: readonly string[]): BankGroup | undefined {
  const rank = (group: BankGroup) => URGENCY.indexOf(group.health.code);
  return groups
    .filter((group) => rank(group) >= 0 && !put.includes(group.link))
    .sort((a, b) => rank(a) - rank(b))[0];
}

export function actionFor(group: BankGroup, session: Session): Action {
  const { words, clock } = session;
  const say = words.action;
  const bank = session.bankName(group.bank);
  const { code, since, until } = group.health;
  const date = (at: string | null) => (at === null ? null : shortDate(new Date(at), clock.now, words));
  switch (code) {
    case 'down': {
      const began = since === null ? null : new Date(since);
      const today = began !== null && daysBetween(began, clock.now) === 0;
      const text = say.downText(began && today ? clockTime(began) : date(since));
      return { tone: 'fault', icon: 'unplug', title: say.downTitle(bank), text, does: 'retry' };
    }
    case 'needsReconnect':
      return { tone: 'attention', icon: 'key', title: say.reconnectTitle(bank), text: say.reconnectText, does: 'renew' };
    case 'ended':
      return { tone: 'attention', icon: 'clockAlert', title: say.endedTitle(bank), text: say.endedText(date(since ?? until)), does: 'renew' };
    default: {
      const days = daysLeft(until === null ? null : new Date(until), clock.now);
      const text = say.endingText(date(until) ?? '');
      return { tone: 'attention', icon: 'clockAlert', title: say.endingTitle(bank, days), text, does: 'renew' };
    }
  }
}

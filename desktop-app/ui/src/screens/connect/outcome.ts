/** How an attempt ended, in words: what is saved now, and whether it went well. */
import type { IconName } from '../../pieces/icons';
import type { AttemptEnd } from '../../platform/types';
import type { Words } from '../../words';

export interface Ending {
  icon: IconName;
  title: string;
  text: string;
}

export function endingOf(outcome: AttemptEnd, bank: string, synced: { whole: boolean; accounts: number }, words: Words): Ending {
  const say = words.wait;
  switch (outcome) {
    case 'linked':
      return synced.whole
        ? { icon: 'check', title: say.linkedTitle(bank), text: say.linkedText(synced.accounts) }
        : { icon: 'gauge', title: say.partlyTitle(bank), text: say.partlyText };
    case 'denied':
      return { icon: 'ban', title: say.deniedTitle, text: say.deniedText(bank) };
    case 'expired':
      return { icon: 'timer', title: say.expiredTitle, text: say.expiredText(bank) };
    case 'cancelled':
      return { icon: 'close', title: say.cancelledTitle, text: say.cancelledText(bank) };
    case 'failed':
      return { icon: 'alert', title: say.failedTitle(bank), text: '' };
  }
}

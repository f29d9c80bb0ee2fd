/** How far a bank is, for drawing a bar: known when the bank says how many pages there are. */
import type { BankSync } from '../../platform/types';

/** 0 to 1; pages without a total creep towards the end and never reach it. */
export function fractionRead(bank: BankSync): number {
  if (bank.state === 'waiting') return 0;
  if (bank.state !== 'reading') return 1;
  if (bank.pagesTotal !== null && bank.pagesTotal > 0) return Math.min(1, bank.pages / bank.pagesTotal);
  return bank.pages / (bank.pages + 3);
}

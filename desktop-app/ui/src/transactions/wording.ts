/** A transaction in words: its title, its short note, and the sentence a screen reader hears. */
import { sayAmount, type Writing } from '../money/format';
import type { TransactionRow } from '../platform/types';
import { readDate, shortDate } from '../time/dates';
import type { Words } from '../words';

export function titleOf(row: TransactionRow, words: Words): string {
  return row.title ?? row.text ?? words.account.untitled;
}

export function noteOf(row: TransactionRow, words: Words): string {
  if (row.betweenOwnAccounts) return words.account.ownTransfer;
  if (row.status === 'rejected' || row.status === 'other') return words.account.status[row.status];
  const kind = row.kind === null ? '' : (words.account.payment[row.kind] ?? '');
  // “Interest, interest” says nothing twice.
  return kind === titleOf(row, words) ? '' : kind;
}

/** “minus 46 pounds 18, Harrow Grocers, 13 July, booked” */
export function sayRow(row: TransactionRow, now: Date, words: Words, writing: Writing): string {
  return words.account.rowSaid([
    sayAmount(row.amount, writing),
    titleOf(row, words),
    row.day === null ? words.time.noDay : shortDate(readDate(row.day), now, words),
    words.account.status[row.status].toLowerCase(),
  ]);
}

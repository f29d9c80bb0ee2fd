/** The stored side of the invented world: transactions of every linked account, searched and counted. */
import { addDecimals } from '../../money/decimal';
import type { Amount, Month, TransactionQuery, TransactionRow, TransactionWindow } from '../types';
import { newestDayFirst } from '../../time/dates';
import type { InventedBank } from './banks';
import { linkOf, live } from './lives';

export class Ledger {
  readonly #today: Date;
  readonly #size: number;
  #byAccount = new Map<string, TransactionRow[]>();
  /** The last answers: a list is read window by window, and 100,000 rows need not be sorted for each. */
  #answers = new Map<string, TransactionRow[]>();

  /** `size` transactions in the first account; the others get two years. */
  constructor(today: Date, size: number) {
    this.#today = today;
    this.#size = size;
  }

  rowsOf(bank: InventedBank): TransactionRow[] {
    return bank.accounts.flatMap((account, at) => {
      const key = `${linkOf(bank)}/${account.id}`;
      const known = this.#byAccount.get(key);
      if (known) return known;
      const biggest = bank.face.id === 'thames' && at === 0;
      const usual = account.life === 'daily' ? 600 : 48;
      const rows = live(bank, account, this.#today, biggest ? this.#size : usual);
      this.#byAccount.set(key, rows);
      return rows;
    });
  }

  #matching(banks: readonly InventedBank[], query: TransactionQuery): TransactionRow[] {
    const question = JSON.stringify([banks.map((bank) => bank.face.id), query]);
    const known = this.#answers.get(question);
    if (known) return known;
    const words = (query.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const rows = banks
      .filter((bank) => !query.account || linkOf(bank) === query.account.link)
      .flatMap((bank) => this.rowsOf(bank))
      .filter((row) => fits(row, query, words));
    rows.sort(newestFirst);
    if (this.#answers.size > 8) this.#answers.clear();
    this.#answers.set(question, rows);
    return rows;
  }

  window(banks: readonly InventedBank[], query: TransactionQuery, offset: number, limit: number): TransactionWindow {
    const rows = this.#matching(banks, query);
    return { total: rows.length, offset, rows: rows.slice(offset, offset + limit) };
  }

  months(banks: readonly InventedBank[], query: TransactionQuery): Month[] {
    const groups = new Map<string, TransactionRow[]>();
    for (const row of this.#matching(banks, query)) {
      if (row.day === null) continue;
      const name = `${row.day.slice(0, 7)} ${row.amount.currency}`;
      const group = groups.get(name);
      if (group) group.push(row);
      else groups.set(name, [row]);
    }
    return [...groups].map(([name, rows]) => monthOf(name, rows));
  }

  find(banks: readonly InventedBank[], key: string): TransactionRow | undefined {
    return banks.flatMap((bank) => this.rowsOf(bank)).find((row) => row.key === key);
  }
}

function fits(row: TransactionRow, query: TransactionQuery, words: readonly string[]): boolean {
  if (query.account && row.account.account !== query.account.account) return false;
  if (query.direction && query.direction !== 'all' && row.direction !== query.direction) return false;
  if (query.status === 'pending' && row.status !== 'pending') return false;
  if (query.status === 'booked' && row.status === 'pending') return false;
  if (query.from && (row.day ?? '') < query.from) return false;
  if (words.length === 0) return true;
  const text = `${row.title ?? ''} ${row.text ?? ''} ${row.amount.amount}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function newestFirst(a: TransactionRow, b: TransactionRow): number {
  if (a.status !== b.status) return a.status === 'pending' ? -1 : 1;
  return newestDayFirst({ day: a.day ?? '9999' }, { day: b.day ?? '9999' });
}

function monthOf(name: string, rows: readonly TransactionRow[]): Month {
  const { currency = '', digits = 0 } = rows[0]?.amount ?? {};
  // What is pending counts as a row, but its money is not yet moved.
  const moved = rows.filter((row) => row.status === 'booked');
  const sum = (some: readonly TransactionRow[]): Amount => ({
    amount: addDecimals(some.map((row) => row.amount.amount), digits),
    currency,
    digits,
  });
  return {
    year: Number(name.slice(0, 4)),
    month: Number(name.slice(5, 7)),
    rows: rows.length,
    moneyIn: sum(moved.filter((row) => row.direction === 'in')),
    moneyOut: sum(moved.filter((row) => row.direction === 'out')),
    net: sum(moved),
  };
}

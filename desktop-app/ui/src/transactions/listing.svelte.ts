/**
 * A long list as the screens hold it: how its sections stand, and rows that arrive in chunks when
 * they come into view. Pending rows come first; months follow. A new question makes a new listing,
 * so an answer that comes late can never land in the wrong list.
 */
import { addDecimals } from '../money/decimal';
import type {
  Amount, Month, Platform, TransactionQuery, TransactionRow, TransactionsAsk, TransactionWindow,
} from '../platform/types';
import { layOut, totalRows, type Measures, type Section } from './windowing';

export const MEASURES: Measures = { header: 44, row: 44, gap: 8 };
const CHUNK = 200;
const KEPT_CHUNKS = 40;

export interface CurrencyFlow {
  moneyIn: Amount;
  moneyOut: Amount;
  net: Amount;
}

export type SectionKey =
  | { kind: 'pending'; held: Amount[] }
  | { kind: 'month'; year: number; month: number; flows: CurrencyFlow[] };

type Tape = 'pending' | 'booked';

export class Listing {
  readonly query: TransactionQuery;
  readonly sections: Section<SectionKey>[];
  readonly rows: number;
  readonly pending: number;
  readonly #platform: Platform;
  #chunks = new Map<string, TransactionRow[]>();
  #asked = new Set<string>();
  /** Grows when a chunk arrives; reading it is what makes a row appear. */
  #arrived = $state(0);

  private constructor(platform: Platform, query: TransactionQuery, parts: Parts) {
    this.#platform = platform;
    this.query = query;
    this.pending = parts.pending;
    this.sections = layOut(parts.sections, MEASURES);
    this.rows = totalRows(this.sections);
  }

  static async read(platform: Platform, query: TransactionQuery): Promise<Listing> {
    // Pending rows may have no day, so no month counts them: their list itself says how many there are.
    const [pending, months] = await Promise.all([
      query.status === 'booked' ? NOTHING : platform.ask('list_transactions', window('pending', query, 0)),
      query.status === 'pending' ? [] : platform.ask('transaction_months', { ...query, status: 'booked' }),
    ]);
    const listing = new Listing(platform, query, partsOf(pending, months));
    listing.#keep('pending:0', pending.rows);
    // The first rows come with the list, so that opening a page never shows empty lines.
    if (listing.rows > listing.pending) await listing.#load('booked', 0);
    return listing;
  }

  /** The row, or `null` while it is on its way. */
  row(index: number): TransactionRow | null {
    void this.#arrived;
    const { tape, at } = this.#place(index);
    return this.#chunks.get(chunkName(tape, at))?.[at % CHUNK] ?? null;
  }

  /** Asks for what is missing between two rows. A window is shorter than a chunk, so three looks are enough. */
  want(from: number, to: number): void {
    for (const index of [from, Math.min(this.pending, to - 1), to - 1]) {
      if (index < 0 || index >= this.rows) continue;
      const { tape, at } = this.#place(index);
      if (!this.#asked.has(chunkName(tape, at))) void this.#load(tape, Math.floor(at / CHUNK));
    }
  }

  #place(index: number): { tape: Tape; at: number } {
    return index < this.pending
      ? { tape: 'pending', at: index }
      : { tape: 'booked', at: index - this.pending };
  }

  async #load(tape: Tape, chunk: number): Promise<void> {
    const name = `${tape}:${chunk}`;
    this.#asked.add(name);
    try {
      const answer = await this.#platform.ask('list_transactions', window(tape, this.query, chunk));
      this.#keep(name, answer.rows);
    } catch {
      // Asked again when it comes into view the next time.
      this.#asked.delete(name);
    }
  }

  #keep(name: string, rows: TransactionRow[]): void {
    this.#asked.add(name);
    this.#chunks.set(name, rows);
    this.#forgetOldest();
    this.#arrived += 1;
  }

  #forgetOldest(): void {
    for (const name of this.#chunks.keys()) {
      if (this.#chunks.size <= KEPT_CHUNKS) return;
      this.#chunks.delete(name);
      this.#asked.delete(name);
    }
  }
}

interface Parts {
  pending: number;
  sections: { key: SectionKey; count: number }[];
}

function chunkName(tape: Tape, at: number): string {
  return `${tape}:${Math.floor(at / CHUNK)}`;
}

const NOTHING: TransactionWindow = { total: 0, offset: 0, rows: [] };

function window(tape: Tape, query: TransactionQuery, chunk: number): TransactionsAsk {
  return { query: { ...query, status: tape }, offset: chunk * CHUNK, limit: CHUNK };
}

/** Months of several currencies become one section with one flow per currency. */
export function partsOf(pending: TransactionWindow, months: readonly Month[]): Parts {
  const sections: Parts['sections'] = [
    { key: { kind: 'pending', held: heldBy(pending) }, count: pending.total },
  ];
  const ordered = [...months].sort((a, b) => b.year - a.year || b.month - a.month);
  for (let from = 0; from < ordered.length; ) {
    const { year, month } = ordered[from] as Month;
    const same = ordered.filter((other) => other.year === year && other.month === month);
    const count = same.reduce((sum, one) => sum + one.rows, 0);
    sections.push({ key: { kind: 'month', year, month, flows: flowsOf(same) }, count });
    from += same.length;
  }
  return { pending: pending.total, sections };
}

/** What is held, per currency; nothing when not every pending row is at hand. */
function heldBy({ total, rows }: TransactionWindow): Amount[] {
  if (rows.length < total) return [];
  const currencies = [...new Set(rows.map((row) => row.amount.currency))];
  return currencies.map((currency) =>
    sum(rows.map((row) => row.amount).filter((amount) => amount.currency === currency)),
  );
}

function flowsOf(months: readonly Month[]): CurrencyFlow[] {
  const currencies = [...new Set(months.map((month) => month.net.currency))];
  return currencies.map((currency) => {
    const same = months.filter((month) => month.net.currency === currency);
    return {
      moneyIn: sum(same.map((month) => month.moneyIn)),
      moneyOut: sum(same.map((month) => month.moneyOut)),
      net: sum(same.map((month) => month.net)),
    };
  });
}

function sum(amounts: readonly Amount[]): Amount {
  const { currency = '', digits = 0 } = amounts[0] ?? {};
  const amount = addDecimals(amounts.map((one) => one.amount), digits);
  return { amount, currency, digits };
}

/**
 * A long list as the screens hold it: how its sections stand, and rows that arrive in chunks when
 * they come into view. A new question makes a new listing, so an answer that comes late can never
 * land in the wrong list. The order is the store's: pending first, then the newest day.
 */
import type { Platform, TransactionQuery, TransactionRow, TransactionsAsk } from '../platform/types';
import { sectionsOf, type SectionKey } from './sections';
import { layOut, totalRows, type Measures, type Section } from './windowing';

export const MEASURES: Measures = { header: 44, row: 44, gap: 8 };
const CHUNK = 200;
const KEPT_CHUNKS = 40;

export class Listing {
  readonly query: TransactionQuery;
  readonly sections: Section<SectionKey>[];
  readonly rows: number;
  readonly #platform: Platform;
  #chunks = new Map<number, TransactionRow[]>();
  #asked = new Set<number>();
  /** Grows when a chunk arrives; reading it is what makes a row appear. */
  #arrived = $state(0);

  private constructor(platform: Platform, query: TransactionQuery, parts: ReturnType<typeof sectionsOf>) {
    this.#platform = platform;
    this.query = query;
    this.sections = layOut(parts, MEASURES);
    this.rows = totalRows(this.sections);
  }

  static async read(platform: Platform, query: TransactionQuery): Promise<Listing> {
    const pendingQuery = { ...query, status: 'pending' as const };
    const [first, pending, months, pendingMonths] = await Promise.all([
      // The first rows come with the list, so that opening a page never shows empty lines.
      platform.ask('list_transactions', chunkOf(query, 0)),
      platform.ask('list_transactions', chunkOf(pendingQuery, 0)),
      platform.ask('transaction_months', query),
      platform.ask('transaction_months', pendingQuery),
    ]);
    const listing = new Listing(platform, query, sectionsOf({ total: first.total, pending, months, pendingMonths }));
    listing.#keep(0, first.rows);
    return listing;
  }

  /** The row, or `null` while it is on its way. */
  row(index: number): TransactionRow | null {
    void this.#arrived;
    return this.#chunks.get(Math.floor(index / CHUNK))?.[index % CHUNK] ?? null;
  }

  /** Asks for what is missing between two rows; `to` is one past the last. */
  want(from: number, to: number): void {
    for (let chunk = Math.floor(from / CHUNK); chunk * CHUNK < to; chunk += 1) {
      if (!this.#asked.has(chunk)) void this.#load(chunk);
    }
  }

  async #load(chunk: number): Promise<void> {
    this.#asked.add(chunk);
    try {
      const answer = await this.#platform.ask('list_transactions', chunkOf(this.query, chunk));
      this.#keep(chunk, answer.rows);
    } catch {
      // Asked again when it comes into view the next time.
      this.#asked.delete(chunk);
    }
  }

  #keep(chunk: number, rows: TransactionRow[]): void {
    this.#asked.add(chunk);
    this.#chunks.set(chunk, rows);
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= KEPT_CHUNKS) break;
      this.#chunks.delete(oldest);
      this.#asked.delete(oldest);
    }
    this.#arrived += 1;
  }
}

function chunkOf(query: TransactionQuery, chunk: number): TransactionsAsk {
  return { query, offset: chunk * CHUNK, limit: CHUNK };
}

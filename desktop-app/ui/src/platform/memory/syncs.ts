/** A sync in the invented world: three banks read page by page, unless the scene has trouble for them. */
import type { BankSync, CommandError, SyncSummary } from '../types';
import type { InventedBank } from './banks';
import { linkOf } from './lives';
import type { World } from './world';

const PAGES = 8;

export class Syncs {
  readonly #world: World;
  #stopped = false;

  constructor(world: World) {
    this.#world = world;
  }

  async run(only: string | null): Promise<SyncSummary> {
    const startedAt = this.#now();
    this.#stopped = false;
    const asked = this.#world.linked.filter((bank) => only === null || linkOf(bank) === only);
    let banks = asked.map((bank) => this.#waiting(bank));
    const change = (at: number, what: Partial<BankSync>) => {
      banks = banks.map((bank, index) => (index === at ? { ...bank, ...what } : bank));
      this.#world.tell('sync-progress', { banks, startedAt, finishedAt: null });
    };
    await Promise.all(asked.map((bank, at) => this.#read(bank, at, (what) => change(at, what))));
    return { banks, startedAt, finishedAt: this.#now(), stopped: this.#stopped };
  }

  stop(): void {
    this.#stopped = true;
  }

  async #read(bank: InventedBank, at: number, change: (what: Partial<BankSync>) => void): Promise<void> {
    await this.#world.pause(at * 2);
    for (let page = 1; page <= PAGES; page += 1) {
      if (this.#stopped) return change({ state: 'stopped', account: null, finishedAt: this.#now() });
      const trouble = this.#trouble(bank);
      if (page === 2 && trouble) {
        const state = trouble.code === 'rateLimited' ? 'askedToWait' : 'failed';
        return change({ state, error: trouble, account: null, finishedAt: this.#now() });
      }
      const account = bank.accounts[page > PAGES / 2 ? bank.accounts.length - 1 : 0];
      change({ state: 'reading', pages: page, pagesTotal: PAGES, account: account?.name ?? null });
      await this.#world.pause(1 + at);
    }
    const added = at === 0 ? 12 : at === 1 ? 0 : 3;
    change({ state: 'done', account: null, added, changed: at === 0 ? 2 : 0, finishedAt: this.#now() });
  }

  #trouble(bank: InventedBank): CommandError | null {
    const code = this.#world.scene.trouble[bank.face.id];
    if (!code) return null;
    const retryAfterSeconds = code === 'rateLimited' ? 15_360 : code === 'bankDown' ? 900 : null;
    return { code, bank: bank.face.id, retryAfterSeconds, reference: 'f3c9-0042' };
  }

  #waiting(bank: InventedBank): BankSync {
    return {
      link: linkOf(bank), bank: bank.face, state: 'waiting', account: null, pages: 0, pagesTotal: null,
      added: 0, changed: 0, unchanged: 0, skipped: 0, finishedAt: null, error: null,
    };
  }

  #now(): string {
    return this.#world.clock.now.toISOString();
  }
}

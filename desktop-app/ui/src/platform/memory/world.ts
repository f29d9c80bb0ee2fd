/**
 * The door as an invented world answers it: no network, no disk, the same every time. It keeps the
 * promises of the real one (shapes, order, error codes), so screens tested on it can be trusted.
 */
import type { Clock } from '../../time/clock.svelte';
import type { Answer, Ask, Code, CommandName, Events, Platform, Startup, VaultState } from '../types';
import { INVENTED_BANKS, type InventedBank } from './banks';
import { Ledger } from './ledger';
import { Linking } from './linking';
import { linkOf } from './lives';
import type { Scene } from './scene';
import { Syncs } from './syncs';
import { accountDetail, linkRow, overview, transactionDetail } from './views';

type Commands = { [Name in CommandName]: (ask: Ask<Name>) => Answer<Name> | Promise<Answer<Name>> };
type Listener = (payload: never) => void;

export function fault(code: Code, bank: string | null = null): never {
  throw { code, bank, retryAfterSeconds: code === 'rateLimited' ? 15_360 : null, reference: 'f3c9-0042' };
}

export class World implements Platform {
  readonly scene: Scene;
  readonly clock: Clock;
  readonly ledger: Ledger;
  linked: InventedBank[];
  readonly windowErrors: string[] = [];
  #listeners = new Map<string, Set<Listener>>();
  #linking = new Linking(this);
  #syncs = new Syncs(this);
  #startup: Startup;

  constructor(scene: Scene, clock: Clock) {
    this.scene = scene;
    this.clock = clock;
    this.ledger = new Ledger(scene.now, scene.transactions);
    this.linked = INVENTED_BANKS.slice(0, scene.linked);
    this.#startup = startupOf(scene);
  }

  async ask<Name extends CommandName>(name: Name, ...[ask]: unknown[]): Promise<Answer<Name>> {
    const broken = this.scene.broken[name];
    if (broken) fault(broken);
    return this.#commands[name](ask as Ask<Name>);
  }

  listen<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const heard = this.#listeners.get(name) ?? new Set<Listener>();
    this.#listeners.set(name, heard.add(listener as Listener));
    return () => heard.delete(listener as Listener);
  }

  tell<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }

  /** A step of the invented world; at once when the scene has no pace. */
  async pause(steps: number): Promise<void> {
    const { paceMs } = this.scene;
    if (paceMs > 0) await new Promise((done) => setTimeout(done, paceMs * steps));
  }

  bankOfLink(link: string): InventedBank {
    return this.linked.find((bank) => linkOf(bank) === link) ?? fault('notFound');
  }

  get #commands(): Commands {
    return {
      startup: () => this.#startup,
      unlock_vault: ({ passphrase }) => this.#unlock(passphrase),
      begin_anew: () => this.#beginAnew(),
      set_preferences: (change) => {
        this.#startup = { ...this.#startup, preferences: { ...this.#startup.preferences, ...change } };
        return this.#startup.preferences;
      },
      list_banks: () => ({
        banks: INVENTED_BANKS.map((bank) => ({
          bank: bank.face,
          address: bank.host,
          environment: 'sandbox',
          links: this.linked.includes(bank) ? 1 : 0,
        })),
        refused: [],
        directory: 'https://directory.example/participants',
      }),
      begin_link: ({ bank }) => this.#linking.begin(bank),
      await_link: ({ attemptId }) => this.#linking.outcome(attemptId),
      reopen_bank_page: () => undefined,
      cancel_link: ({ attemptId }) => this.#linking.cancel(attemptId),
      sync: ({ only }) => this.#syncs.run(only ?? null),
      cancel_sync: () => this.#syncs.stop(),
      overview: () => overview(this),
      account: (key) => accountDetail(this, key),
      list_transactions: ({ query, offset, limit }) => this.ledger.window(this.linked, query, offset, limit),
      transaction_months: (query) => this.ledger.months(this.linked, query),
      transaction: ({ key }) => transactionDetail(this, key),
      list_links: () => this.linked.map((bank) => linkRow(this, bank)),
      remove_bank: async ({ link }) => {
        const bank = this.bankOfLink(link);
        const erasedRecords = this.ledger.rowsOf(bank).length;
        await this.pause(2);
        this.linked = this.linked.filter((other) => other !== bank);
        this.tell('data-changed', { changed: ['accounts', 'links'], link });
        const told = this.scene.deaf.includes(bank.face.id) ? 'notConfirmed' : 'confirmed';
        return { bank: bank.face, told, erased: true, erasedRecords, at: this.clock.now.toISOString() };
      },
      report_window_error: ({ message }) => void this.windowErrors.push(message),
    };
  }

  #beginAnew(): Startup {
    const { vault } = this.#startup;
    const lost = vault.state === 'unavailable' && vault.error.code === 'keyLost';
    if (!lost && (vault.state !== 'needsPassphrase' || vault.new)) fault('badArgument');
    this.linked = [];
    const next: VaultState = lost ? { state: 'ready', kind: 'keyring' } : { state: 'needsPassphrase', new: true };
    this.#startup = { ...this.#startup, vault: next, firstRun: lost ? true : null };
    return this.#startup;
  }

  #unlock(passphrase: string): Startup {
    const { vault } = this.#startup;
    if (vault.state !== 'needsPassphrase') return this.#startup;
    if (passphrase.length < 8) fault('passphraseTooShort');
    if (!vault.new && passphrase !== this.scene.passphrase) fault('wrongPassphrase');
    this.#startup = { ...this.#startup, vault: { state: 'ready', kind: 'sealedFile' } };
    return this.#startup;
  }
}

function startupOf(scene: Scene): Startup {
  return {
    locale: scene.locale,
    formatLocale: scene.locale === 'ko' ? 'ko-KR' : 'en-GB',
    preferences: scene.preferences,
    vault: scene.vault,
    version: '0.1.0',
    dataDir: '~/.local/share/moa',
    directory: 'https://directory.example/participants',
    notices: [],
    firstRun: scene.vault.state === 'ready' ? scene.linked === 0 : null,
  };
}

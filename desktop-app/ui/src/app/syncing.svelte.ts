/** The running sync, or the last one: what each bank is doing, told once per bank to the live region. */
import { asCommandError, type BankSync, type CommandError, type SyncProgress } from '../platform/types';
import type { Session } from './session.svelte';

const ENDED: readonly BankSync['state'][] = ['done', 'partial', 'failed', 'askedToWait', 'stopped'];

export function hasEnded(bank: BankSync): boolean {
  return ENDED.includes(bank.state);
}

export class Syncing {
  readonly #session: Session;
  #announced = new Set<string>();

  progress = $state.raw<SyncProgress | null>(null);
  running = $state(false);
  stopping = $state(false);
  stopped = $state(false);
  error = $state.raw<CommandError | null>(null);

  readonly banks = $derived(this.progress?.banks ?? []);
  readonly ended = $derived(this.banks.filter(hasEnded).length);

  constructor(session: Session) {
    this.#session = session;
  }

  heard(progress: SyncProgress): void {
    this.progress = progress;
    this.#announce(progress.banks);
  }

  /** Every bank, or only one link. A sync that is already running is simply watched. */
  async run(only: string | null = null): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.stopping = false;
    this.stopped = false;
    this.error = null;
    this.#announced.clear();
    try {
      const summary = await this.#session.platform.ask('sync', only === null ? {} : { only });
      this.heard(summary);
      this.stopped = summary.stopped;
    } catch (thrown) {
      this.error = asCommandError(thrown);
    } finally {
      this.running = false;
      this.#session.dataChanged();
    }
  }

  async stop(): Promise<void> {
    if (!this.running) return;
    this.stopping = true;
    await this.#session.platform.ask('cancel_sync').catch(() => undefined);
  }

  #announce(banks: readonly BankSync[]): void {
    const { words } = this.#session;
    for (const bank of banks) {
      if (!hasEnded(bank) || this.#announced.has(bank.link)) continue;
      this.#announced.add(bank.link);
      const name = this.#session.bankName(bank.bank);
      if (bank.error) {
        this.#session.say(words.sync.saidFailed(name, words.errors[bank.error.code].title(name)));
      } else if (bank.state !== 'stopped') {
        this.#session.say(words.sync.saidDone(name));
      }
    }
  }
}

/** One attempt to add a bank, as the connect screen follows it: requested, waiting, finishing, first sync, over. */
import type { Session } from '../../app/session.svelte';
import { asCommandError, type Attempt, type AttemptEnd, type BankFace, type CommandError } from '../../platform/types';

export type Stage = 'requesting' | 'waiting' | 'finishing' | 'syncing' | 'over';

export class Connecting {
  readonly #session: Session;
  readonly #bankId: string;
  readonly #renew: string | null;
  #left = false;

  stage = $state<Stage>('requesting');
  attempt = $state.raw<Attempt | null>(null);
  bank = $state.raw<BankFace | null>(null);
  outcome = $state<AttemptEnd | null>(null);
  error = $state.raw<CommandError | null>(null);
  link = $state<string | null>(null);
  firstSyncFailed = $state(false);

  constructor(session: Session, bankId: string, renew: string | null) {
    this.#session = session;
    this.#bankId = bankId;
    this.#renew = renew;
  }

  /** The whole way; never rejects. */
  async begin(): Promise<void> {
    Object.assign(this, { stage: 'requesting', attempt: null, outcome: null, error: null, link: null });
    const { platform } = this.#session;
    const stop = platform.listen('link-progress', (progress) => {
      const ours = progress.attemptId === this.attempt?.attemptId;
      if (ours && progress.stage === 'finishing') this.stage = 'finishing';
    });
    try {
      await this.#face();
      this.attempt = await platform.ask('begin_link', { bank: this.#bankId, renew: this.#renew });
      this.bank = this.attempt.bank;
      if (this.#left) return await this.cancel();
      this.stage = 'waiting';
      const { attemptId } = this.attempt;
      const ended = await platform.ask('await_link', { attemptId });
      await this.#end(ended.outcome, ended.link, ended.error);
    } catch (thrown) {
      await this.#end('failed', null, asCommandError(thrown));
    } finally {
      stop();
    }
  }

  async openAgain(): Promise<void> {
    if (!this.attempt) return;
    const { attemptId } = this.attempt;
    try {
      await this.#session.platform.ask('reopen_bank_page', { attemptId });
    } catch (thrown) {
      this.error = asCommandError(thrown);
    }
  }

  async cancel(): Promise<void> {
    if (!this.attempt || this.stage === 'over') return;
    const { attemptId } = this.attempt;
    await this.#session.platform.ask('cancel_link', { attemptId }).catch(() => undefined);
  }

  /** The screen was left: an attempt nobody watches is cancelled, nothing stays half done. */
  leave(): void {
    this.#left = true;
    if (this.stage === 'waiting' || this.stage === 'requesting') void this.cancel();
  }

  /** Shows the bank while it is still being asked. */
  async #face(): Promise<void> {
    const { banks } = await this.#session.platform.ask('list_banks');
    this.bank = banks.find(({ bank }) => bank.id === this.#bankId)?.bank ?? null;
  }

  async #end(outcome: AttemptEnd, link: string | null, error: CommandError | null): Promise<void> {
    this.outcome = outcome;
    this.error = error;
    this.link = link;
    if (outcome === 'linked' && link !== null) await this.#firstSync(link);
    this.stage = 'over';
  }

  async #firstSync(link: string): Promise<void> {
    this.stage = 'syncing';
    const { syncing } = this.#session;
    await syncing.run(link);
    await this.#session.readOverview();
    const bank = syncing.banks.find((one) => one.link === link);
    this.firstSyncFailed = syncing.error !== null || bank === undefined || bank.state !== 'done';
  }
}

/** Adding a bank in the invented world: an attempt, and a person who does what the scene says. */
import type { Attempt, AttemptOutcome } from '../types';
import { INVENTED_BANKS, type InventedBank } from './banks';
import { linkOf } from './lives';
import { fault, type World } from './world';

const MINUTES = 10;

interface Running {
  bank: InventedBank;
  end: (outcome: AttemptOutcome) => void;
  ended: Promise<AttemptOutcome>;
}

export class Linking {
  readonly #world: World;
  #running = new Map<string, Running>();

  constructor(world: World) {
    this.#world = world;
  }

  async begin(bankId: string): Promise<Attempt> {
    const bank = INVENTED_BANKS.find((one) => one.face.id === bankId) ?? fault('notFound', bankId);
    await this.#world.pause(1);
    const attemptId = `attempt-${this.#running.size + 1}`;
    let end: Running['end'] = () => undefined;
    const ended = new Promise<AttemptOutcome>((resolve) => (end = resolve));
    this.#running.set(attemptId, { bank, end, ended });
    void this.#act(attemptId, bank, end);
    return {
      attemptId,
      bank: bank.face,
      bankAddress: bank.host,
      page: `${bank.host}/authorize?client_id=moa&request_uri=urn:example:1`,
      expiresAt: new Date(this.#world.clock.now.getTime() + MINUTES * 60_000 - 20_000).toISOString(),
      browserOpened: true,
    };
  }

  outcome(attemptId: string): Promise<AttemptOutcome> {
    return this.#running.get(attemptId)?.ended ?? fault('notFound');
  }

  cancel(attemptId: string): void {
    this.#running.get(attemptId)?.end({ outcome: 'cancelled', link: null, error: null });
  }

  async #act(attemptId: string, bank: InventedBank, end: Running['end']): Promise<void> {
    const { person } = this.#world.scene;
    if (person === 'waits') return;
    await this.#world.pause(12);
    const nothing = { link: null, error: null };
    if (person === 'denies') end({ outcome: 'denied', ...nothing });
    else if (person === 'expires') end({ outcome: 'expired', ...nothing });
    else if (person === 'fails') {
      const error = { code: 'signInRefused', bank: bank.face.id, retryAfterSeconds: null, reference: 'f3c9-0042' } as const;
      end({ outcome: 'failed', link: null, error });
    } else {
      this.#world.tell('link-progress', { attemptId, bank: bank.face.id, stage: 'finishing' });
      if (!this.#world.linked.includes(bank)) this.#world.linked = [...this.#world.linked, bank];
      end({ outcome: 'linked', link: linkOf(bank), error: null });
    }
  }
}

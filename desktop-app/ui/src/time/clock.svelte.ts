/**
 * The one source of “now”. Screens read `clock.now` and age by themselves; tests and pictures
 * bring a clock that stands still.
 */
export interface Clock {
  readonly now: Date;
}

const TICK_MS = 10_000;

export class TickingClock implements Clock {
  #offsetMs: number;
  #ticked = $state.raw(new Date(0));

  /** With `startAt`, time runs on from that moment instead of from the machine's own. */
  constructor(startAt?: Date) {
    const machine = Date.now();
    this.#offsetMs = startAt ? startAt.getTime() - machine : 0;
    this.tick();
    setInterval(() => this.tick(), TICK_MS);
  }

  get now(): Date {
    return this.#ticked;
  }

  /** Brings `now` up to date at once, for something that just happened. */
  tick(): void {
    this.#ticked = new Date(Date.now() + this.#offsetMs);
  }
}

export class StandingClock implements Clock {
  now = $state.raw(new Date(0));

  constructor(now: Date) {
    this.now = now;
  }
}

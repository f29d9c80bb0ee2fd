/**
 * What the whole window shares: who is asked (the platform), what time it is, which words are used,
 * what the person chose, and the overview every screen leans on. Screens get it by `useSession()`.
 */
import { createContext } from 'svelte';
import {
  asCommandError,
  type BankFace,
  type CommandError,
  type Overview,
  type Platform,
  type Preferences,
  type PreferencesAsk,
  type Startup,
} from '../platform/types';
import type { Clock } from '../time/clock.svelte';
import { dictionaries } from '../words';
import { chooseLocale, type Locale } from '../words/locale';
import { readRoute, writeRoute, type Route } from './route';
import { Syncing } from './syncing.svelte';

export const [useSession, provideSession] = createContext<Session>();

const SETTLE_MS = 300;

export class Session {
  readonly platform: Platform;
  readonly clock: Clock;
  readonly syncing: Syncing;

  startup = $state.raw() as Startup;
  preferences = $state.raw() as Preferences;
  route = $state.raw<Route>({ screen: 'home' });

  overview = $state.raw<Overview | null>(null);
  overviewError = $state.raw<CommandError | null>(null);
  /** Grows whenever stored data changed; lists that read it ask again. */
  revision = $state(0);
  /** The last sentence for the polite live region. */
  said = $state('');
  preferencesNotSaved = $state(false);

  readonly locale: Locale = $derived(
    chooseLocale(this.preferences.locale, this.startup.locale),
  );
  readonly words = $derived(dictionaries[this.locale]);
  readonly ready = $derived(this.startup.vault.state === 'ready');

  constructor(platform: Platform, clock: Clock, startup: Startup) {
    this.platform = platform;
    this.clock = clock;
    this.startup = startup;
    this.preferences = startup.preferences;
    this.syncing = new Syncing(this);
  }

  #settling: ReturnType<typeof setTimeout> | undefined;
  #changedAgain = false;

  /** Begins to listen; the answer ends it. */
  begin(): () => void {
    const stopData = this.platform.listen('data-changed', () => this.dataChanged());
    const stopSync = this.platform.listen('sync-progress', (all) => this.syncing.heard(all));
    if (this.ready) void this.readOverview();
    return () => {
      stopData();
      stopSync();
      clearTimeout(this.#settling);
    };
  }

  /** At once, and then at most a few times a second: a sync tells of every page it has stored. */
  dataChanged(): void {
    if (this.#settling !== undefined) {
      this.#changedAgain = true;
      return;
    }
    this.revision += 1;
    void this.readOverview();
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      if (!this.#changedAgain) return;
      this.#changedAgain = false;
      this.dataChanged();
    }, SETTLE_MS);
  }

  async readOverview(): Promise<void> {
    try {
      this.overview = await this.platform.ask('overview');
      this.overviewError = null;
    } catch (thrown) {
      this.overviewError = asCommandError(thrown);
    }
  }

  async unlock(passphrase: string): Promise<void> {
    const startup = await this.platform.ask('unlock_vault', { passphrase });
    this.startup = startup;
    await this.readOverview();
  }

  /** What nobody can open any more is set aside, and the app is as on its first day. */
  async beginAnew(): Promise<void> {
    this.startup = await this.platform.ask('begin_anew');
    if (this.ready) await this.readOverview();
  }

  async startAgain(): Promise<void> {
    this.startup = await this.platform.ask('startup');
    if (this.ready) await this.readOverview();
  }

  /** Shows the choice at once and saves it behind; a choice that cannot be saved still holds for now. */
  async prefer(change: PreferencesAsk): Promise<void> {
    this.preferences = { ...this.preferences, ...change };
    try {
      await this.platform.ask('set_preferences', change);
      this.preferencesNotSaved = false;
      // Only the other side knows what “system” means for the language.
      if (change.locale === 'system') this.startup = await this.platform.ask('startup');
    } catch {
      this.preferencesNotSaved = true;
    }
  }

  go(route: Route): void {
    const address = writeRoute(route);
    if (window.location.hash === address) this.route = route;
    else window.location.hash = address;
  }

  /** Called by the window when the address changed, by us or by “back”. */
  addressChanged(): void {
    this.route = readRoute(window.location.hash);
  }

  say(sentence: string): void {
    this.said = sentence;
  }

  /** The name of a bank in the person's language. */
  bankName(bank: Pick<BankFace, 'name' | 'nameKo'>): string {
    return this.locale === 'ko' ? (bank.nameKo ?? bank.name) : bank.name;
  }

  /** Who an error is about: the bank it names, or simply “the bank”. */
  bankOfError(error: CommandError): string {
    const bank = error.bank === null ? null : this.bankById(error.bank);
    return bank ? this.bankName(bank) : this.words.theBank;
  }

  bankById(id: string): BankFace | null {
    return this.overview?.banks.find((group) => group.bank.id === id)?.bank ?? null;
  }
}

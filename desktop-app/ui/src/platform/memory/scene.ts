/** What an invented world starts with; tests set it in code, pictures in the address (`?theme=dark&locale=ko`). */
import type { Code, Preferences, VaultState } from '../types';

export interface Scene {
  /** How many of the invented banks are linked. */
  linked: number;
  transactions: number;
  locale: 'en' | 'ko';
  preferences: Preferences;
  vault: VaultState;
  passphrase: string;
  /** What the person at the bank's page does. */
  person: 'approves' | 'denies' | 'waits' | 'expires' | 'fails';
  /** How long the invented person and banks take; 0 answers at once. */
  paceMs: number;
  /** Banks that do not answer in a sync, and why. */
  trouble: Record<string, Code>;
  /** Banks that cannot be told of a removal. */
  deaf: readonly string[];
  /** Whether the past of the totals is not known. */
  noHistory: boolean;
  /** Commands that fail, and why. */
  broken: Partial<Record<string, Code>>;
  now: Date;
}

export const SCENE_TIME = new Date(2026, 6, 14, 7, 44, 9);

export function scene(change: Partial<Scene> = {}): Scene {
  return {
    linked: 3,
    transactions: 100_000,
    locale: 'en',
    preferences: { locale: 'system', theme: 'system', hideAmounts: false },
    vault: { state: 'ready', kind: 'keyring' },
    passphrase: 'open sesame please',
    person: 'approves',
    paceMs: 0,
    trouble: {},
    deaf: [],
    noHistory: false,
    broken: {},
    now: SCENE_TIME,
    ...change,
  };
}

/** The scene of an address, for looking at the app in a plain browser. */
export function sceneFromAddress(search: string): Scene {
  const asked = new URLSearchParams(search);
  const number = (name: string, usual: number) => Number(asked.get(name) ?? usual);
  const theme = asked.get('theme');
  const trouble = (asked.get('trouble') ?? '').split(',').filter(Boolean).map((pair) => pair.split(':'));
  const broken = asked.get('broken')?.split(':');
  return scene({
    linked: number('linked', 3),
    transactions: number('transactions', 100_000),
    locale: asked.get('locale') === 'ko' ? 'ko' : 'en',
    preferences: {
      locale: 'system',
      theme: theme === 'dark' || theme === 'light' ? theme : 'system',
      hideAmounts: asked.has('hidden'),
    },
    vault: vaultOf(asked.get('vault')),
    person: (asked.get('person') ?? 'approves') as Scene['person'],
    paceMs: number('pace', 350),
    trouble: Object.fromEntries(trouble) as Scene['trouble'],
    noHistory: asked.has('noHistory'),
    deaf: (asked.get('deaf') ?? '').split(','),
    broken: broken?.[0] ? { [broken[0]]: broken[1] as Code } : {},
  });
}

export const KEY_LOST: VaultState = {
  state: 'unavailable',
  error: { code: 'keyLost', bank: null, retryAfterSeconds: null, reference: null },
};

function vaultOf(word: string | null): VaultState {
  if (word === 'lost') return KEY_LOST;
  return word ? { state: 'needsPassphrase', new: word === 'new' } : { state: 'ready', kind: 'keyring' };
}

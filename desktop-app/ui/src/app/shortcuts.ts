/** Keys that work everywhere. `⌘` on a Mac, `Ctrl` elsewhere. */

export type Shortcut = 'add' | 'search' | 'hide';

const KEYS: Record<string, Shortcut> = { k: 'add', f: 'search', '.': 'hide' };

export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  const held = isMac() ? event.metaKey : event.ctrlKey;
  if (!held || event.altKey || event.shiftKey) return null;
  return KEYS[event.key.toLowerCase()] ?? null;
}

export function isMac(): boolean {
  return /Mac/.test(navigator.userAgent);
}

/** How a shortcut is written on this machine: `⌘ K` or `Ctrl K`. */
export function keyName(key: string): string {
  return `${isMac() ? '⌘' : 'Ctrl'} ${key}`;
}

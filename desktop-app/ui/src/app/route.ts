/** Where in the app a person is, as a value and as the part after `#`, so that “back” works. */
import type { AccountRef } from '../platform/types';

export type Route =
  | { screen: 'home' }
  | { screen: 'activity' }
  | { screen: 'account'; account: AccountRef }
  | { screen: 'permissions' }
  | { screen: 'add' }
  /** With `renew`, the link keeps its data and gets a new permission; without, a new link is made. */
  | { screen: 'connect'; bank: string; renew?: string }
  | { screen: 'sync' }
  | { screen: 'settings' };

export type ScreenName = Route['screen'];

const PLAIN = ['activity', 'permissions', 'add', 'sync', 'settings'] as const;

export function writeRoute(route: Route): string {
  switch (route.screen) {
    case 'home':
      return '#/';
    case 'account':
      return `#/account/${encodeURIComponent(route.account.link)}/${encodeURIComponent(route.account.account)}`;
    case 'connect':
      return `#/connect/${[route.bank, ...(route.renew ? [route.renew] : [])].map(encodeURIComponent).join('/')}`;
    default:
      return `#/${route.screen}`;
  }
}

/** Anything unknown is home: an address is input from outside too. */
export function readRoute(hash: string): Route {
  const [screen = '', first, second] = hash.replace(/^#?\/?/, '').split('/').map(decode);
  if (screen === 'account' && first && second) {
    return { screen, account: { link: first, account: second } };
  }
  if (screen === 'connect' && first) return second ? { screen, bank: first, renew: second } : { screen, bank: first };
  const plain = PLAIN.find((name) => name === screen);
  return plain ? { screen: plain } : { screen: 'home' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

export function sameAccount(a: AccountRef | null, b: AccountRef | null): boolean {
  return a !== null && b !== null && a.link === b.link && a.account === b.account;
}

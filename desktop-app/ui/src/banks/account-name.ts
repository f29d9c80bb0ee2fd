/** What to call an account when the bank sent a name, only a kind, or neither. */
import type { AccountRow } from '../platform/types';
import type { Words } from '../words';

export function kindName(kind: string | null, words: Words): string {
  return kind === null ? '' : (words.account.kinds[kind] ?? kind);
}

export function accountName(account: Pick<AccountRow, 'name' | 'kind'>, words: Words): string {
  return account.name ?? (kindName(account.kind, words) || words.account.unnamed);
}

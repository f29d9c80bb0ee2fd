/** The invented world in the shapes the screens ask for. */
import { addDecimals, signOf } from '../../money/decimal';
import type {
  AccountDetail, AccountRef, AccountRow, BalanceFigure, BankGroup, CurrencyTotal, Health, HealthCode,
  LinkRow, Overview, TransactionDetail,
} from '../types';
import type { InventedAccount, InventedBank } from './banks';
import { linkOf, writeUnits } from './lives';
import { trend } from './trends';
import { fault, type World } from './world';

const DAY_MS = 86_400_000;
const TROUBLE: Partial<Record<string, HealthCode>> = { bankDown: 'down', rateLimited: 'askedToWait', needsReconnect: 'needsReconnect' };

function ago(world: World, minutes: number): string {
  return new Date(world.scene.now.getTime() - minutes * 60_000).toISOString();
}

function inDays(world: World, days: number): string {
  return new Date(world.scene.now.getTime() + days * DAY_MS).toISOString();
}

function digitsOf(account: InventedAccount): number {
  return account.currency === 'KRW' ? 0 : 2;
}

function balance(world: World, bank: InventedBank, account: InventedAccount, units: number, kind: string): BalanceFigure {
  const asOf = ago(world, bank.readMinutesAgo);
  const amount = writeUnits(units, account.currency, digitsOf(account));
  return { amount, kind, includesPending: kind.endsWith('AV'), asOf, fetchedAt: asOf, creditTakenOut: false };
}

function health(world: World, bank: InventedBank): Health {
  const code = TROUBLE[world.scene.trouble[bank.face.id] ?? ''] ?? bank.health;
  const lastSuccess = ago(world, bank.readMinutesAgo);
  const until = code === 'askedToWait' ? ago(world, -256) : code === 'endingSoon' ? inDays(world, bank.until) : null;
  return { code, since: code === 'down' ? ago(world, 34) : null, until, lastSuccess };
}

function pendingUnits(world: World, bank: InventedBank, account: InventedAccount): string {
  const rows = world.ledger.rowsOf(bank);
  const held = rows.filter((row) => row.account.account === account.id && row.status === 'pending');
  return addDecimals(held.map((row) => row.amount.amount), digitsOf(account));
}

function accountRow(world: World, bank: InventedBank, account: InventedAccount): AccountRow {
  const booked = balance(world, bank, account, account.balance, account.balanceKind);
  const held = pendingUnits(world, bank, account);
  const after = addDecimals([booked.amount.amount, held], digitsOf(account));
  const available = { ...booked, kind: 'ITAV', includesPending: true, amount: { ...booked.amount, amount: after } };
  const line = account.creditLine;
  return {
    key: { link: linkOf(bank), account: account.id },
    name: world.scene.locale === 'ko' ? account.nameKo : account.name,
    kind: account.kind,
    lastFour: account.lastFour,
    currency: account.currency,
    balance: booked,
    available: signOf(held) === 0 ? null : available,
    creditLine: line ? writeUnits(line, account.currency, digitsOf(account)) : null,
    otherCurrencies: [],
    noBalance: null,
    noLongerUpdated: false,
  };
}

export function overview(world: World): Overview {
  const banks: BankGroup[] = world.linked.map((bank) => ({
    link: linkOf(bank),
    bank: bank.face,
    health: health(world, bank),
    accounts: bank.accounts.map((account) => accountRow(world, bank, account)),
  }));
  const currencies = [...new Set(banks.flatMap((group) => group.accounts.map((account) => account.currency ?? '')))];
  const last = Math.min(...world.linked.map((bank) => bank.readMinutesAgo));
  return {
    person: world.linked.length > 0 ? (world.scene.locale === 'ko' ? '민지' : 'Minji') : null,
    totals: ['GBP', 'KRW', 'EUR'].filter((one) => currencies.includes(one)).map((one) => total(world, one, banks)),
    banks,
    withoutBalance: 0,
    lastSync: world.linked.length > 0 ? ago(world, last) : null,
    syncing: false,
  };
}

function total(world: World, currency: string, banks: readonly BankGroup[]): CurrencyTotal {
  const figures = (group: BankGroup) =>
    group.accounts.filter((account) => account.currency === currency).flatMap((account) => account.balance ?? []);
  const all = banks.flatMap(figures);
  const accounts = banks.flatMap((group) => group.accounts.filter((account) => account.currency === currency));
  const digits = all[0]?.amount.digits ?? 2;
  const amount = (some: readonly BalanceFigure[]) => addDecimals(some.map((one) => one.amount.amount), digits);
  const parts = banks.map((group) => ({ group, amount: amount(figures(group)), owned: figures(group).length > 0 }));
  const positive = addDecimals(parts.filter((part) => signOf(part.amount) > 0).map((part) => part.amount), digits);
  const units = (text: string) => BigInt(text.replace('.', ''));
  return {
    total: { amount: amount(all), currency, digits },
    accounts: all.length,
    shares: parts.filter((part) => part.owned).map(({ group, amount }) => ({
      link: group.link,
      bank: group.bank,
      amount: { amount, currency, digits },
      permille: signOf(amount) > 0 ? Number((units(amount) * 1000n) / units(positive)) : 0,
    })),
    oldestAsOf: all.map((one) => one.asOf ?? one.fetchedAt).sort()[0] ?? null,
    trend: trend(world, accounts.map((account) => account.key), { amount: amount(all), currency, digits }),
  };
}

export function accountDetail(world: World, key: AccountRef): AccountDetail {
  const bank = world.bankOfLink(key.link);
  const account = bank.accounts.find((one) => one.id === key.account) ?? fault('notFound');
  const row = accountRow(world, bank, account);
  const rows = world.ledger.rowsOf(bank).filter((one) => one.account.account === account.id);
  const pending = rows.filter((one) => one.status === 'pending').length;
  const held = { ...writeUnits(0, account.currency, digitsOf(account)), amount: pendingUnits(world, bank, account) };
  return {
    row,
    bank: bank.face,
    health: health(world, bank),
    balances: [row.balance, row.available].filter((one) => one !== null),
    transactions: rows.length,
    pending,
    pendingTotal: pending > 0 ? held : null,
    holder: 'Minji Seo',
    numbers: [{ scheme: account.currency === 'EUR' ? 'IBAN' : 'SortCodeAccountNumber', lastFour: account.lastFour }],
  };
}

export function transactionDetail(world: World, key: string): TransactionDetail {
  const row = world.ledger.find(world.linked, key) ?? fault('notFound');
  const bank = world.bankOfLink(row.account.link);
  const account = bank.accounts.find((one) => one.id === row.account.account) ?? fault('notFound');
  return {
    row,
    accountName: world.scene.locale === 'ko' ? account.nameKo : account.name,
    accountLastFour: account.lastFour,
    bookedAt: row.status === 'booked' ? `${row.day}T00:00:00Z` : null,
    valueAt: `${row.day}T00:00:00Z`,
    counterparty: null,
    reference: null,
    cardLastFour: row.kind === 'card' ? '2290' : null,
    originalAmount: null,
    bankId: `${bank.face.monogram}-88213-${(row.day ?? '').slice(5).replace('-', '')}-0042`,
    codes: [['BankTransactionCode', 'IssuedCardPayment'], ['SubCode', 'PointOfSale']],
    titleWasTidied: row.kind === 'card',
    provenance: { bank: bank.face, link: linkOf(bank), consent: 'aac-7731', standard: 'uk', fetchedAt: ago(world, bank.readMinutesAgo) },
    original: JSON.stringify({ TransactionInformation: row.text, Amount: row.amount }, null, 2),
  };
}

export function linkRow(world: World, bank: InventedBank): LinkRow {
  return {
    id: linkOf(bank),
    bank: bank.face,
    state: bank.until < 0 ? 'expired' : 'active',
    health: health(world, bank),
    permissions: ['accounts', 'balances', 'transactions'],
    since: inDays(world, -bank.since),
    until: inDays(world, bank.until),
    accounts: bank.accounts.length,
    lastUsed: ago(world, bank.readMinutesAgo),
    consent: 'aac-7731',
  };
}

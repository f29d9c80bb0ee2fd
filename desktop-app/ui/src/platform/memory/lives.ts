/**
 * Invented lives: the same seed gives the same transactions, newest first, as many as asked for.
 * Amounts are whole numbers of the smallest unit, so nothing here needs a float either.
 */
import type { Amount, TransactionRow } from '../types';
import type { InventedAccount, InventedBank } from './banks';

interface Shop {
  title: string;
  kind: string;
  /** Smallest and largest amount, in the smallest unit. */
  low: number;
  high: number;
}

interface Monthly extends Omit<Shop, 'low' | 'high'> {
  day: number;
  amount: number;
}

interface Way {
  digits: number;
  step: number;
  shops: Shop[];
  monthly: Monthly[];
}

const shop = (title: string, low: number, high: number, kind = 'card'): Shop => ({ title, kind, low, high });
const monthly = (day: number, title: string, amount: number, kind: string): Monthly => ({ day, title, amount, kind });

const WAYS: Record<InventedAccount['currency'], Way> = {
  GBP: {
    digits: 2,
    step: 1,
    shops: [
      shop('Harrow Grocers', 900, 5600), shop('Kestrel Coffee', 290, 680), shop('Northline Rail', 480, 2860),
      shop('Ember & Oak', 1450, 4200), shop('Bluebell Pharmacy', 350, 1800), shop('Quill Books', 799, 2600),
      shop('Orchard Lane Deli', 420, 1290), shop('Halcyon Hotels', 5000, 14800), shop('R. Okafor', -4200, -1200, 'transfer'),
      shop('Lantern Cinema', 850, 2400), shop('Harrow Grocers', 1200, 7200), shop('Marsh & Mill Bakery', 260, 900),
    ],
    monthly: [
      monthly(1, 'Finch Lettings', -115_000, 'standingOrder'), monthly(9, 'Lumen Energy', -9214, 'directDebit'),
      monthly(12, 'Beacon Mobile', -1800, 'directDebit'), monthly(16, 'Parkside Gym', -2999, 'directDebit'),
      monthly(28, 'Brightwater Ltd', 264_000, 'salary'),
    ],
  },
  EUR: {
    digits: 2,
    step: 1,
    shops: [
      shop('Markthalle Süd', 700, 4800), shop('Bäckerei Lindner', 240, 980), shop('Rheinfähre', 320, 1180),
      shop('Buchladen am Tor', 990, 3400), shop('Apotheke Nordlicht', 450, 2300), shop('Café Morgenrot', 310, 1250),
    ],
    monthly: [
      monthly(3, 'Stadtwerke Rheinau', -2999, 'directDebit'), monthly(5, 'Hausverwaltung Krüger', -72_000, 'standingOrder'),
      monthly(27, 'Atelier Weber GmbH', 146_000, 'salary'),
    ],
  },
  KRW: {
    digits: 0,
    step: 10,
    shops: [
      shop('김밥나루', 4500, 12_800), shop('별빛카페', 3800, 9500), shop('두루서점', 9000, 42_000),
      shop('한강마트', 12_000, 86_000), shop('새벽버스', 1500, 3200), shop('온누리약국', 4000, 18_000),
    ],
    monthly: [
      monthly(5, '한울도시가스', -38_400, 'directDebit'), monthly(10, '가람통신', -55_000, 'directDebit'),
      monthly(21, '주식회사 물결', 2_850_000, 'salary'),
    ],
  },
};

/** A small, well-known generator (mulberry32): whole numbers below `below`. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function seedOf(text: string): number {
  let seed = 7;
  for (const letter of text) seed = Math.imul(seed, 31) + (letter.codePointAt(0) ?? 0);
  return seed;
}

export function writeUnits(units: number, currency: string, digits: number): Amount {
  const text = String(Math.abs(units)).padStart(digits + 1, '0');
  const cut = text.length - digits;
  const amount = digits === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`;
  return { amount: units < 0 ? `-${amount}` : amount, currency, digits };
}

interface Moved {
  day: Date;
  title: string;
  kind: string;
  units: number;
  own?: boolean;
}

export function live(bank: InventedBank, account: InventedAccount, today: Date, wanted: number): TransactionRow[] {
  const way = WAYS[account.currency];
  const random = seeded(seedOf(`${bank.face.id}/${account.id}`));
  const moved: Moved[] = [];
  for (let ago = 0; moved.length < wanted; ago += 1) {
    const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - ago);
    const busy = account.life === 'daily' ? (ago > 730 ? 14 : 1 + random(2)) : 0;
    const month = account.life === 'daily' ? daily(day, way, busy, random) : quiet(day, account);
    moved.push(...(ago === 0 ? month.filter((one) => one.kind === 'card') : month));
  }
  return bookAll(bank, account, moved.slice(0, wanted), way.digits);
}

function daily(day: Date, way: Way, visits: number, random: (below: number) => number): Moved[] {
  const today: Moved[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const place = way.shops[random(way.shops.length)];
    if (!place) continue;
    const spent = place.low + random(place.high - place.low);
    today.push({ day, title: place.title, kind: place.kind, units: -(spent - (spent % way.step)) });
  }
  const fixed = way.monthly.filter((one) => one.day === day.getDate());
  return [...today, ...fixed.map((one) => ({ day, title: one.title, kind: one.kind, units: one.amount }))];
}

function quiet(day: Date, account: InventedAccount): Moved[] {
  if (day.getDate() === 2 && account.currency === 'GBP') {
    return [{ day, title: 'From Everyday Current', kind: 'transfer', units: 20_000, own: true }];
  }
  if (day.getDate() !== 12) return [];
  const interest = account.balance < 0 ? Math.trunc(account.balance / 160) : Math.trunc(account.balance / 362);
  const name = account.currency === 'KRW' ? '이자' : account.currency === 'EUR' ? 'Zinsen' : 'Interest';
  return [{ day, title: name, kind: interest < 0 ? 'fee' : 'interest', units: interest }];
}

function bookAll(bank: InventedBank, account: InventedAccount, moved: Moved[], digits: number): TransactionRow[] {
  let balance = account.balance;
  const pendings = account.life === 'daily' ? 2 : 0;
  return moved.map((one, at) => {
    const pending = at < pendings && one.kind === 'card';
    const balanceAfter = pending ? null : writeUnits(balance, account.currency, digits);
    if (!pending) balance -= one.units;
    return {
      key: `${bank.face.id}|${account.id}|${at}`,
      account: { link: linkOf(bank), account: account.id },
      bank: bank.face.id,
      day: dayText(one.day),
      title: one.title,
      text: bankText(one, account),
      kind: one.kind,
      status: pending ? 'pending' : 'booked',
      amount: writeUnits(one.units, account.currency, digits),
      direction: one.units < 0 ? 'out' : 'in',
      balanceAfter,
      betweenOwnAccounts: one.own ?? false,
    };
  });
}

export function linkOf(bank: InventedBank): string {
  return `link-${bank.face.id}`;
}

export function dayText(day: Date): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

function bankText(one: Moved, account: InventedAccount): string {
  const [year = '', month = '', day = ''] = dayText(one.day).split('-');
  const amount = writeUnits(Math.abs(one.units), account.currency, account.currency === 'KRW' ? 0 : 2).amount;
  if (account.currency === 'KRW') return `체크 ${one.title} ${amount} ${month}/${day}`;
  const verb = { card: 'CARD PAYMENT TO', directDebit: 'DIRECT DEBIT', standingOrder: 'STANDING ORDER TO', salary: 'BGC' };
  const words = (verb as Record<string, string>)[one.kind] ?? 'FPI';
  return `${words} ${one.title.toUpperCase()} ${account.currency} ${amount} ON ${day}-${month}-${year.slice(2)} *2290`;
}

/** Six invented banks with accounts; the first three are linked unless a scene asks for more. */
import type { BankFace, HealthCode } from '../types';

export interface InventedAccount {
  id: string;
  name: string;
  nameKo: string;
  kind: string;
  lastFour: string;
  currency: 'GBP' | 'EUR' | 'KRW';
  /** Smallest unit, as the bank would book it. */
  balance: number;
  balanceKind: string;
  life: 'daily' | 'quiet';
  creditLine?: number;
}

export interface InventedBank {
  face: BankFace;
  host: string;
  health: HealthCode;
  /** Minutes since it was last read. */
  readMinutesAgo: number;
  /** Days since and until the permission. */
  since: number;
  until: number;
  accounts: InventedAccount[];
}

function face(
  id: string,
  name: string,
  nameKo: string | null,
  monogram: string,
  country: string,
  color: string,
  colorDark: string,
): BankFace {
  return { id, name, nameKo, monogram, country, color, colorDark };
}

export const INVENTED_BANKS: readonly InventedBank[] = [
  {
    face: face('thames', 'Thames & Co', null, 'TC', 'GB', '#27408b', '#a3b4f0'),
    host: 'https://thames.example',
    health: 'healthy',
    readMinutesAgo: 2,
    since: 73,
    until: 107,
    accounts: [
      { id: 'tc-1', name: 'Everyday Current', nameKo: '생활 입출금', kind: 'current', lastFour: '4471', currency: 'GBP', balance: 241_836, balanceKind: 'ITBD', life: 'daily' },
      { id: 'tc-2', name: 'Rainy Day Saver', nameKo: '비상금 저축', kind: 'savings', lastFour: '9020', currency: 'GBP', balance: 1_260_000, balanceKind: 'CLBD', life: 'quiet' },
    ],
  },
  {
    face: face('clydebank', 'Clydebank Mutual', null, 'CM', 'GB', '#6a4190', '#cbaae8'),
    host: 'https://clydebank.example',
    health: 'healthy',
    readMinutesAgo: 124,
    since: 33,
    until: 147,
    accounts: [
      { id: 'cm-1', name: 'Fixed Saver 2027', nameKo: '정기저축 2027', kind: 'savings', lastFour: '3308', currency: 'GBP', balance: 800_000, balanceKind: 'CLBD', life: 'quiet' },
    ],
  },
  {
    face: face('rheinbank', 'Rheinbank', null, 'RB', 'DE', '#1e6a92', '#8fc8e8'),
    host: 'https://rheinbank.example',
    health: 'healthy',
    readMinutesAgo: 4,
    since: 16,
    until: 164,
    accounts: [
      { id: 'rb-1', name: 'Girokonto', nameKo: 'Girokonto', kind: 'current', lastFour: '6129', currency: 'EUR', balance: 187_344, balanceKind: 'ITBD', life: 'daily', creditLine: 200_000 },
      { id: 'rb-2', name: 'Tagesgeld', nameKo: 'Tagesgeld', kind: 'savings', lastFour: '6137', currency: 'EUR', balance: 425_000, balanceKind: 'CLBD', life: 'quiet' },
    ],
  },
  {
    face: face('severn', 'Severn Bank', null, 'SV', 'GB', '#9c4424', '#eba68c'),
    host: 'https://severn.example',
    health: 'endingSoon',
    readMinutesAgo: 2,
    since: 174,
    until: 6,
    accounts: [
      { id: 'sv-1', name: 'Joint Account', nameKo: '공동 계좌', kind: 'current', lastFour: '1183', currency: 'GBP', balance: 120_471, balanceKind: 'ITBD', life: 'daily' },
      { id: 'sv-2', name: 'Credit Card', nameKo: '신용카드', kind: 'card', lastFour: '7756', currency: 'GBP', balance: -34_218, balanceKind: 'ITBD', life: 'quiet' },
    ],
  },
  {
    face: face('hanbit', 'Hanbit Bank', '한빛은행', '한', 'KR', '#856000', '#e5c35f'),
    host: 'https://hanbit.example',
    health: 'healthy',
    readMinutesAgo: 2,
    since: 133,
    until: 232,
    accounts: [
      { id: 'hb-1', name: 'Salary account', nameKo: '급여통장', kind: 'current', lastFour: '5512', currency: 'KRW', balance: 3_482_150, balanceKind: 'ITBD', life: 'daily' },
      { id: 'hb-2', name: 'Term deposit', nameKo: '정기예금', kind: 'savings', lastFour: '8840', currency: 'KRW', balance: 15_000_000, balanceKind: 'CLBD', life: 'quiet' },
    ],
  },
  {
    face: face('namsan', 'Namsan Bank', '남산은행', '남', 'KR', '#3c6b2b', '#a5cf8f'),
    host: 'https://namsan.example',
    health: 'healthy',
    readMinutesAgo: 2,
    since: 133,
    until: 232,
    accounts: [
      { id: 'ns-1', name: 'Household', nameKo: '생활비 통장', kind: 'current', lastFour: '2067', currency: 'KRW', balance: 614_320, balanceKind: 'ITBD', life: 'daily' },
    ],
  },
];

/** Finding a bank: by any of its names, by its letters, in one country or all. */
import type { BankChoice } from '../../platform/types';
import type { Locale } from '../../words/locale';

export function findBanks(banks: readonly BankChoice[], search: string, country: string): BankChoice[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return banks.filter(({ bank }) => {
    if (country !== '' && bank.country !== country) return false;
    const names = plain(`${bank.name} ${bank.nameKo ?? ''} ${bank.monogram}`);
    return words.every((word) => names.includes(word));
  });
}

/** Without accents and capitals, hangul composed: “koln” finds “Köln”. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC').toLowerCase();
}

export function countriesOf(banks: readonly BankChoice[]): { code: string; banks: number }[] {
  const codes = [...new Set(banks.map(({ bank }) => bank.country).filter((code) => code !== null))];
  return codes.map((code) => ({ code, banks: banks.filter(({ bank }) => bank.country === code).length }));
}

/** The code itself when nobody knows the country. */
export function countryName(code: string, locale: Locale): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

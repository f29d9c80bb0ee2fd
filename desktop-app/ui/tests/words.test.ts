import { describe, expect, it } from 'vitest';
import { dictionaries } from '../src/words';
import { chooseLocale } from '../src/words/locale';
import { particle } from '../src/words/particle';

type Leaf = [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

describe('the dictionaries', () => {
  const [en, ko] = [leaves(dictionaries.en), leaves(dictionaries.ko)];

  it('have the same words in the same places, none empty', () => {
    expect(ko.map(([path]) => path).sort()).toEqual(en.map(([path]) => path).sort());
    expect([...en, ...ko].filter(([, value]) => value === '')).toEqual([]);
  });

  it('shout nowhere', () => {
    const said = [...en, ...ko].map(([, value]) => (typeof value === 'string' ? value : String(value)));
    expect(said.filter((one) => /[a-z가-힣]!(?!=)/i.test(one))).toEqual([]);
    expect(said.filter((one) => /\boops\b/i.test(one))).toEqual([]);
  });

  it('know one from many', () => {
    expect(dictionaries.en.home.accountCount(1)).toBe('1 account');
    expect(dictionaries.en.home.accountCount(5)).toBe('5 accounts');
    expect(dictionaries.ko.home.accountCount(5)).toBe('계좌 5개');
    expect(dictionaries.en.account.found(100_000)).toBe('100,000 transactions found');
  });

  it('put the right particle after a name', () => {
    expect(particle('Clydebank Mutual', '이', '가')).toBe('Clydebank Mutual이');
    expect(particle('Rheinbank', '이', '가')).toBe('Rheinbank가');
    expect(particle('한빛은행', '을', '를')).toBe('한빛은행을');
    expect(particle('모아', '은', '는')).toBe('모아는');
  });
});

describe('the language', () => {
  it.each([
    ['ko_KR.UTF-8', 'ko'], ['ko-KR', 'ko'], ['en-GB', 'en'], ['de-DE', 'en'],
    ['C', 'en'], ['C.UTF-8', 'en'], ['POSIX', 'en'], ['', 'en'], ['🦊', 'en'],
  ])('of a system that says “%s” is %s and nothing throws', (system, expected) => {
    expect(chooseLocale('system', system)).toBe(expected);
  });

  it('is the chosen one whatever the system says', () => {
    expect(chooseLocale('ko', 'C')).toBe('ko');
  });
});

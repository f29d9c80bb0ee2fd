/** Every screen, in both languages and both themes, stands and passes axe. */
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { KEY_LOST, type Scene } from '../src/platform/memory/scene';
import { openApp, settle, text, type Opened } from './open';

interface Shown {
  name: string;
  address: string;
  change?: Partial<Scene>;
  then?: (app: Opened) => Promise<void>;
  /** Something only this screen says, per language. */
  says: { en: string; ko: string };
}

const press = (selector: string) => async ({ container, user }: Opened) => {
  const button = container.querySelector(selector);
  if (!button) throw new Error(`nothing at ${selector}`);
  await user.click(button);
  await settle();
};

const SCREENS: Shown[] = [
  { name: 'first run', address: '#/', change: { linked: 0 }, says: { en: 'Your accounts, gathered', ko: '흩어진 계좌를 한곳에' } },
  { name: 'home', address: '#/', change: { linked: 6 }, says: { en: 'Nothing is converted', ko: '환산하지 않아요' } },
  { name: 'home, hidden', address: '#/', change: { preferences: { locale: 'system', theme: 'system', hideAmounts: true } }, says: { en: 'amount hidden', ko: '금액 숨김' } },
  { name: 'add a bank', address: '#/add', says: { en: 'Moa never sees your password', ko: '비밀번호를 볼 수 없고' } },
  { name: 'waiting', address: '#/connect/severn', change: { person: 'waits' }, says: { en: 'Approve in your browser', ko: '브라우저에서 승인해 주세요' } },
  { name: 'connected', address: '#/connect/severn', says: { en: 'Severn Bank is connected', ko: 'Severn Bank를 연결했어요' } },
  { name: 'denied', address: '#/connect/severn', change: { person: 'denies' }, says: { en: 'You said no at the bank', ko: '은행에서 거절하셨어요' } },
  { name: 'expired', address: '#/connect/severn', change: { person: 'expires' }, says: { en: 'The time to approve ran out', ko: '승인할 시간이 지났어요' } },
  { name: 'refused answer', address: '#/connect/severn', change: { person: 'fails' }, says: { en: 'What came back from the browser was not right', ko: '브라우저에서 돌아온 답이 맞지 않아요' } },
  { name: 'account', address: '#/account/link-thames/tc-1', says: { en: 'Everyday Current', ko: '생활 입출금' } },
  { name: 'transaction', address: '#/account/link-thames/tc-1', then: press('#row-3'), says: { en: 'exactly as the bank sent it', ko: '은행이 보낸 글 그대로' } },
  { name: 'activity', address: '#/activity', says: { en: 'newest first', ko: '최신순이에요' } },
  { name: 'permissions', address: '#/permissions', change: { linked: 4 }, says: { en: 'It cannot pay or move anything', ko: '읽기만 해요' } },
  { name: 'remove a bank', address: '#/permissions', then: press('[role="table"] [role="row"]:nth-child(2) button:last-child'), says: { en: 'Remove Thames & Co?', ko: 'Thames & Co를 삭제할까요?' } },
  { name: 'sync', address: '#/sync', change: { trouble: { clydebank: 'bankDown' } }, then: press('main button'), says: { en: '2 of 3 banks are up to date', ko: '은행 3곳 중 2곳을' } },
  { name: 'settings', address: '#/settings', says: { en: 'One encrypted database', ko: '암호화한 데이터베이스 하나' } },
  { name: 'unlock', address: '#/', change: { vault: { state: 'needsPassphrase', new: false } }, says: { en: 'Unlock Moa', ko: '모아 열기' } },
  { name: 'key lost', address: '#/', change: { vault: KEY_LOST }, says: { en: 'The key to your data is gone', ko: '데이터의 열쇠가 없어졌어요' } },
  { name: 'begin anew', address: '#/', change: { vault: KEY_LOST }, then: press('.ways button:last-child'), says: { en: 'It is not deleted', ko: '새로 시작할까요?' } },
  { name: 'new passphrase', address: '#/', change: { vault: { state: 'needsPassphrase', new: true } }, says: { en: 'Choose a passphrase', ko: '암호문을 정해 주세요' } },
];

// jsdom draws nothing, so contrast is measured with the tokens and not here.
const RULES = { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } };

describe.each(SCREENS)('the screen “$name”', ({ address, change, then, says }) => {
  it.each([
    ['en', 'light'],
    ['ko', 'dark'],
  ] as const)('stands and passes axe in %s, %s', async (locale, theme) => {
    const app = await openApp(address, {
      locale,
      ...change,
      preferences: { locale: 'system', hideAmounts: false, ...change?.preferences, theme },
    });
    await then?.(app);
    expect(text(document.body)).toContain(says[locale]);
    expect(document.documentElement.lang).toBe(locale);
    expect(document.documentElement.dataset.theme).toBe(theme);
    const { violations } = await axe.run(document.body, RULES);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});

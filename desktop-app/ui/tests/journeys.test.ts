/** What a person does, by keyboard where it matters. */
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Code } from '../src/platform/types';
import { dictionaries } from '../src/words';
import { openApp, settle, text } from './open';

describe('the age of a balance', () => {
  it('stands beside the balance where it is over an hour old, and only there', async () => {
    await openApp('#/');
    const line = (name: string) => text(screen.getByText(name).closest('[data-account]'));
    expect(line('Fixed Saver 2027')).toContain('as of 2 h ago');
    expect(line('Everyday Current')).not.toContain('as of');
  });
});

describe('adding a bank', () => {
  it('goes from the search to the accounts by keyboard alone', async () => {
    const { user, session } = await openApp('#/', { linked: 0 });
    await user.keyboard('{Control>}k{/Control}');
    await settle();
    const field = screen.getByRole('searchbox');
    expect(document.activeElement).toBe(field);

    await user.keyboard('한빛');
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Connect to Hanbit Bank');
    await user.keyboard('{Enter}');
    await settle();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Hanbit Bank is connected');

    await user.click(screen.getByRole('button', { name: 'See your accounts' }));
    await settle();
    expect(session.route.screen).toBe('home');
    expect(screen.getByText('Salary account')).toBeTruthy();
  });

  it('can be cancelled, and leaves nothing', async () => {
    const { user, world } = await openApp('#/connect/severn', { person: 'waits' });
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await settle();
    expect(text(document.body)).toContain('Nothing was saved.');
    expect(world.linked).toHaveLength(3);
  });

  it('is cancelled by leaving the page, so that no attempt is left behind', async () => {
    const { world, session } = await openApp('#/connect/severn', { person: 'waits' });
    const outcome = world.ask('await_link', { attemptId: 'attempt-1' });
    session.go({ screen: 'home' });
    await settle();
    expect((await outcome).outcome).toBe('cancelled');
  });

  it('finds nothing for a name that is nobody’s, and says so', async () => {
    const { user } = await openApp('#/add');
    await user.keyboard('zzz');
    expect(text(document.body)).toContain('No bank is called “zzz”.');
    await user.click(screen.getByRole('button', { name: 'Show all banks' }));
    expect(screen.getByText('Severn Bank')).toBeTruthy();
  });
});

describe('the transaction list', () => {
  const address = '#/account/link-thames/tc-1';

  it('is one stop for Tab, walked by keys, and opens and closes a transaction', async () => {
    const { user } = await openApp(address);
    const grid = screen.getByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('500');
    await user.click(screen.getByRole('searchbox'));
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(grid);
    expect(grid.getAttribute('aria-activedescendant')).toBe('row-0');

    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(grid.getAttribute('aria-activedescendant')).toBe('row-2');
    await user.keyboard('{Enter}');
    await settle();
    expect(screen.getByRole('region', { name: 'Transaction' })).toBeTruthy();
    await user.keyboard('{Escape}');
    await settle();
    expect(screen.queryByRole('region', { name: 'Transaction' })).toBeNull();
    expect(document.activeElement).toBe(grid);
  });

  it('jumps to the last of 100,000 rows, and never holds more than a window of them', async () => {
    const { user, container } = await openApp(address, { transactions: 100_000 });
    screen.getByRole('grid').focus();
    await user.keyboard('{End}');
    await settle();
    const active = container.querySelector('.line.active');
    expect(active?.getAttribute('aria-rowindex')).toBe('100000');
    expect(container.querySelectorAll('.line').length).toBeLessThan(60);
    await user.keyboard('{Home}');
    await settle();
    expect(container.querySelector('.line.active')?.getAttribute('aria-rowindex')).toBe('1');
  });

  it('reads a row as one sentence', async () => {
    const { container } = await openApp(address);
    const said = container.querySelector('#row-2')?.getAttribute('aria-label');
    expect(said).toMatch(/^(minus|plus) [\d,]+ pounds.*, .+, \d+ July, booked$/);
  });

  it('shows what is pending first, as pending, without a balance', async () => {
    const { container } = await openApp(address);
    const first = container.querySelector('#row-0');
    expect(first?.classList.contains('pending')).toBe(true);
    expect(text(first?.querySelector('.after'))).toBe('');
    expect(screen.getByRole('radio', { name: 'Pending 2' })).toBeTruthy();
  });

  it('searches, says how many it found, and clears', async () => {
    const { user, container } = await openApp(address);
    await user.type(screen.getByRole('searchbox'), 'kestrel');
    await new Promise((done) => setTimeout(done, 150));
    await settle();
    const titles = [...container.querySelectorAll('.line .title')].map((one) => text(one));
    expect(new Set(titles)).toEqual(new Set(['Kestrel Coffee']));
    expect(text(container.querySelector('.found'))).toMatch(/transactions found/);

    await user.type(screen.getByRole('searchbox'), ' nowhere');
    await new Promise((done) => setTimeout(done, 150));
    await settle();
    await user.click(screen.getByRole('button', { name: 'Clear search and filters' }));
    await settle();
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('500');
  });

  it('filters money in and out', async () => {
    const { user, container } = await openApp(address);
    await user.click(screen.getByRole('radio', { name: 'Money in' }));
    await settle();
    const amounts = [...container.querySelectorAll('.line .amount .shown')].map((one) => text(one));
    expect(amounts.length).toBeGreaterThan(0);
    expect(amounts.filter((one) => one.startsWith('−'))).toEqual([]);
  });
});

describe('hiding amounts', () => {
  it('leaves no digit of an amount anywhere: text, names, titles', async () => {
    const { user, container } = await openApp('#/', { linked: 6 });
    expect(container.innerHTML).toContain('23,880');
    await user.keyboard('{Control>}.{/Control}');
    await settle();
    const amounts = [...container.querySelectorAll('.amount')].map((one) => text(one));
    expect(amounts.filter((one) => /\d/.test(one))).toEqual([]);
    expect(container.innerHTML).not.toMatch(/23,880|2,418|3,482,150/);
    expect(document.title).not.toMatch(/\d/);
  });

  it('hides them on the account page too, also in the bank’s own text', async () => {
    const { user, container } = await openApp('#/account/link-thames/tc-1', {
      preferences: { locale: 'system', theme: 'system', hideAmounts: true },
    });
    await user.click(container.querySelector('#row-3') as Element);
    await settle();
    const row = container.querySelector('#row-3');
    expect(row?.getAttribute('aria-label')).toMatch(/^amount hidden, /);
    expect(text(container.querySelector('.original'))).not.toMatch(/\d/);
  });

  it('is chosen before the first screen exists, and kept', async () => {
    const { world, user } = await openApp('#/');
    await user.keyboard('{Control>}.{/Control}');
    await settle();
    expect((await world.ask('startup')).preferences.hideAmounts).toBe(true);
  });
});

describe('removing a bank', () => {
  async function openDialog(deaf: string[] = []) {
    const app = await openApp('#/permissions', { deaf });
    await app.user.click(screen.getByRole('button', { name: 'Remove Thames & Co' }));
    return { ...app, dialog: screen.getByRole('dialog') };
  }

  it('says what will happen, starts on the safe choice, keeps focus inside and keeps the bank on Esc', async () => {
    const { user, dialog, world } = await openDialog();
    expect(text(dialog)).toContain('tells Thames & Co that the permission ends');
    expect(text(dialog)).toContain('2 accounts with balances and transactions are erased');
    const keep = within(dialog).getByRole('button', { name: 'Keep' });
    expect(document.activeElement).toBe(keep);
    await user.tab();
    await user.tab();
    expect(document.activeElement).toBe(keep);
    await user.tab({ shift: true });
    expect(dialog.contains(document.activeElement)).toBe(true);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove Thames & Co');
    expect(world.linked).toHaveLength(3);
  });

  it('tells both outcomes when the bank was told', async () => {
    const { user, dialog, world } = await openDialog();
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await settle();
    expect(text(dialog)).toContain('Thames & Co confirmed that the permission has ended.');
    expect(text(dialog)).toMatch(/548 records and its keys were erased/);
    expect(world.linked).toHaveLength(2);
    await user.click(within(dialog).getByRole('button', { name: 'Done' }));
    expect(screen.queryByRole('button', { name: 'Remove Thames & Co' })).toBeNull();
  });

  it('tells them apart when the bank could not be told', async () => {
    const { user, dialog } = await openDialog(['thames']);
    await user.click(within(dialog).getByRole('button', { name: 'Remove' }));
    await settle();
    expect(text(dialog)).toContain('could not be told just now');
    expect(text(dialog)).toContain('were erased from this computer');
  });
});

describe('syncing', () => {
  it('tells each bank once to a screen reader, a failure by its sentence and not its code', async () => {
    const { user, session } = await openApp('#/sync', { trouble: { clydebank: 'bankDown', rheinbank: 'rateLimited' } });
    const said: string[] = [];
    const say = session.say.bind(session);
    session.say = (sentence) => {
      said.push(sentence);
      say(sentence);
    };
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Sync now' }));
    await settle();
    expect(said.sort()).toEqual([
      'Clydebank Mutual: Clydebank Mutual is having trouble on its side',
      'Rheinbank: Rheinbank asked us to wait',
      'Thames & Co is up to date',
    ]);
    expect(text(screen.getByRole('main'))).toContain('1 of 3 banks are up to date.');
    expect(document.body.textContent).not.toContain('bankDown');
  });

  it('can be stopped, and says what stays', async () => {
    const { user, session } = await openApp('#/sync', { paceMs: 20 });
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Sync now' }));
    await new Promise((done) => setTimeout(done, 30));
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    await new Promise((done) => setTimeout(done, 250));
    expect(session.syncing.stopped).toBe(true);
    expect(text(screen.getByRole('main'))).toContain('Stopped. What was read stays.');
  });
});

describe('unlocking', () => {
  const locked = { vault: { state: 'needsPassphrase', new: false } } as const;

  it('refuses the wrong passphrase in words and opens with the right one', async () => {
    const { user, session, world } = await openApp('#/', locked);
    await user.keyboard('not this one{Enter}');
    await settle();
    expect(text(screen.getByRole('alert'))).toContain('That passphrase does not open it');
    await user.keyboard(`${world.scene.passphrase}{Enter}`);
    await settle();
    expect(session.ready).toBe(true);
    expect(screen.getByText('Everyday Current')).toBeTruthy();
  });

  it('asks twice for a new one, and for at least eight characters', async () => {
    const { user, session } = await openApp('#/', { vault: { state: 'needsPassphrase', new: true } });
    await user.type(screen.getByLabelText('Passphrase'), 'short');
    await user.type(screen.getByLabelText('Once more'), 'short{Enter}');
    expect(text(screen.getByRole('alert'))).toBe('At least 8 characters.');
    await user.clear(screen.getByLabelText('Passphrase'));
    await user.type(screen.getByLabelText('Passphrase'), 'long enough');
    await user.keyboard('{Enter}');
    expect(text(screen.getByRole('alert'))).toBe('The two are not the same.');
    expect(session.ready).toBe(false);
  });
});

describe('an error', () => {
  const codes = Object.keys(dictionaries.en.errors) as Code[];

  it.each(codes)('“%s” is shown in words, with a way on', async (code) => {
    await openApp('#/add', { broken: { list_banks: code } });
    const alert = screen.getByRole('alert');
    expect(text(alert)).toContain(dictionaries.en.errors[code].title('The bank'));
    if (/[A-Z]/.test(code)) expect(text(alert)).not.toContain(code);
    expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('of an account that is gone leads home', async () => {
    const { user, session } = await openApp('#/account/link-thames/nobody');
    await user.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Home' }));
    await settle();
    expect(session.route.screen).toBe('home');
  });

  it('that nobody caught is told to the other side', async () => {
    const { reportWindowErrors } = await import('../src/app/window-errors');
    const { world } = await openApp('#/');
    reportWindowErrors(window, world);
    window.dispatchEvent(new ErrorEvent('error', { message: 'boom' }));
    await settle();
    expect(world.windowErrors).toEqual(['boom']);
  });
});

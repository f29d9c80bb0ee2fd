/** Who can open their data no more: why, what becomes of it, and the way on. */
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { KEY_LOST } from '../src/platform/memory/scene';
import { openApp, settle, text } from './open';

const button = (name: string) => screen.getByRole('button', { name });

describe('a key that is gone', () => {
  it('is told in words, and anew is begun only after what becomes of the data was read', async () => {
    const { user, session, world } = await openApp('#/', { vault: KEY_LOST });
    expect(text(screen.getByRole('alert'))).toContain('Nothing was deleted');
    await user.click(button('Begin anew'));
    const dialog = screen.getByRole('dialog', { name: 'Begin anew?' });
    expect(text(dialog)).toContain('in a new folder inside ~/.local/share/moa');
    expect(text(dialog)).toContain('does not take back the permissions');
    await user.click(within(dialog).getByRole('button', { name: 'Begin anew' }));
    await settle();
    expect(session.ready).toBe(true);
    expect(world.linked).toEqual([]);
    expect(text(document.body)).toContain('Your accounts, gathered');
  });

  it('leaves everything as it is for who presses Escape, and for who cancels', async () => {
    const { user, session, world } = await openApp('#/', { vault: KEY_LOST });
    for (const leave of [() => user.keyboard('{Escape}'), () => user.keyboard('{Enter}')]) {
      await user.click(button('Begin anew'));
      expect(document.activeElement?.textContent?.trim()).toBe('Cancel');
      await leave();
      expect(screen.queryByRole('dialog')).toBeNull();
    }
    expect(session.ready).toBe(false);
    expect(world.linked).toHaveLength(3);
  });

  it('is still said when the data could not be set aside', async () => {
    const { user, session } = await openApp('#/', { vault: KEY_LOST, broken: { begin_anew: 'storeUnavailable' } });
    await user.click(button('Begin anew'));
    const dialog = screen.getByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Begin anew' }));
    await settle();
    expect(text(within(dialog).getByRole('alert'))).toContain('The database cannot be opened');
    expect(session.ready).toBe(false);
  });
});

describe('a forgotten passphrase', () => {
  it('leads to a new one', async () => {
    const { user } = await openApp('#/', { vault: { state: 'needsPassphrase', new: false } });
    await user.click(button('I forgot the passphrase'));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Begin anew' }));
    await settle();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(text(document.body)).toContain('Choose a passphrase');
  });

  it('is nothing to ask of somebody who chooses their first', async () => {
    await openApp('#/', { vault: { state: 'needsPassphrase', new: true } });
    expect(screen.queryByRole('button', { name: 'I forgot the passphrase' })).toBeNull();
  });

  it('that opens a vault without the key says so', async () => {
    const { user } = await openApp('#/', { vault: { state: 'needsPassphrase', new: false }, broken: { unlock_vault: 'keyLost' } });
    await user.keyboard('open sesame please{Enter}');
    await settle();
    expect(text(screen.getByRole('alert'))).toContain('The key to your data is gone');
    expect(button('Begin anew')).toBeTruthy();
  });
});

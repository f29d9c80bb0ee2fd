/** Opens the window: theme first, then what was saved, then the screens. Nothing is drawn twice. */
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './style/tokens.css';
import './style/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { Session } from './app/session.svelte';
import { dress } from './app/theme';
import { reportWindowErrors } from './app/window-errors';
import { choosePlatform } from './platform';
import { asCommandError } from './platform/types';
import { lettersReady } from './style/letters';
import StartFailed from './StartFailed.svelte';

async function open(target: HTMLElement): Promise<void> {
  dress('system', 'en');
  const { platform, clock } = choosePlatform();
  reportWindowErrors(window, platform);
  try {
    // Amounts may be hidden: no screen exists before the saved choice is known.
    const startup = await platform.ask('startup');
    await lettersReady(startup.locale);
    mount(App, { target, props: { session: new Session(platform, clock, startup) } });
  } catch (thrown) {
    mount(StartFailed, { target, props: { error: asCommandError(thrown) } });
  }
}

const target = document.getElementById('app');
if (target) void open(target);

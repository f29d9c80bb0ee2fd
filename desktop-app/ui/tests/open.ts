/** Opens the whole app over an invented world, at an address, and waits until it stands. */
import { render } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import App from '../src/App.svelte';
import { Session } from '../src/app/session.svelte';
import { scene, type Scene } from '../src/platform/memory/scene';
import { World } from '../src/platform/memory/world';
import { StandingClock } from '../src/time/clock.svelte';

export interface Opened {
  session: Session;
  world: World;
  user: ReturnType<typeof userEvent.setup>;
  container: HTMLElement;
}

export async function openApp(address: string, change: Partial<Scene> = {}): Promise<Opened> {
  const what = scene({ transactions: 500, ...change });
  const clock = new StandingClock(what.now);
  const world = new World(what, clock);
  window.location.hash = address;
  const session = new Session(world, clock, await world.ask('startup'));
  const { container } = render(App, { session });
  await settle();
  return { session, world, user: userEvent.setup(), container };
}

/** Lets every answer arrive; the invented world has no pace of its own in tests. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setTimeout(done, 0));
}

export function text(element: Element | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

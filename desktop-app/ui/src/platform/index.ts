/** The one line that chooses who answers, and with which clock. */
import { TickingClock } from '../time/clock.svelte';
import { sceneFromAddress } from './memory/scene';
import { World } from './memory/world';
import { tauriPlatform } from './tauri';
import type { Platform } from './types';

export function choosePlatform(): { platform: Platform; clock: TickingClock } {
  return import.meta.env.MODE === 'memory' ? invented() : { platform: tauriPlatform(), clock: new TickingClock() };
}

function invented(): { platform: Platform; clock: TickingClock } {
  const scene = sceneFromAddress(window.location.search);
  const clock = new TickingClock(scene.now);
  return { platform: new World(scene, clock), clock };
}

/** The door as the real app answers it. The only file that may import from `@tauri-apps`. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { asCommandError, type Platform } from './types';

export function tauriPlatform(): Platform {
  return {
    async ask(name, ...[ask]) {
      try {
        return await invoke(name, ask === undefined ? {} : { ask });
      } catch (thrown) {
        throw asCommandError(thrown);
      }
    },

    listen(name, listener) {
      // Listening begins a moment later; leaving before that must still stop it.
      const listening = listen(name, (event) => listener(event.payload as never));
      return () => void listening.then((stop) => stop());
    },
  };
}

/** What jsdom lacks and the screens use. */
import { cleanup } from '@testing-library/svelte';
import { afterEach, vi } from 'vitest';

vi.stubGlobal(
  'matchMedia',
  vi.fn((media: string) => ({
    media,
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })),
);

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
);

// axe asks for a canvas to look at icon fonts; there are none here.
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(() => {
  cleanup();
  window.location.hash = '';
});

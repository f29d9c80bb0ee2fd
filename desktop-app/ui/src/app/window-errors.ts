/** A blank window must leave a line in the log: every uncaught error is told to the other side. */
import type { Platform } from '../platform/types';

export function reportWindowErrors(window: Window, platform: Platform): void {
  const report = (message: string, place?: string) => {
    const error = { message: message.slice(0, 500), ...(place ? { place: place.slice(0, 200) } : {}) };
    platform.ask('report_window_error', error).catch(() => undefined);
  };
  window.addEventListener('error', (event) => {
    report(event.message || 'unknown error', event.filename ? `${event.filename}:${event.lineno}` : undefined);
  });
  window.addEventListener('unhandledrejection', (event) => {
    report(`unhandled rejection: ${describe(event.reason)}`);
  });
}

function describe(reason: unknown): string {
  if (reason instanceof Error) return `${reason.name}: ${reason.message}`;
  if (typeof reason === 'object' && reason !== null && 'code' in reason) return String(reason.code);
  return String(reason);
}

/**
 * The one door between the screens and the machine underneath.
 *
 * The shapes that cross it are generated from the Rust side (`generated/contract.ts`); this file
 * adds the door itself. `tauri.ts` answers it with the real app, `memory/` with invented banks for
 * tests and pictures, and `index.ts` is the one line that chooses. No screen knows which one it is.
 */
import type { CommandError, Commands, Events } from './generated/contract';

export type * from './generated/contract';

export type CommandName = keyof Commands;
export type EventName = keyof Events;
export type Ask<Name extends CommandName> = Commands[Name]['ask'];
export type Answer<Name extends CommandName> = Commands[Name]['answer'];

/** A command without an `ask` is called with its name alone. */
export type AskArgument<Name extends CommandName> =
  Ask<Name> extends void ? [] : [ask: Ask<Name>];

export type Unsubscribe = () => void;

export interface Platform {
  /** Rejects with a `CommandError` and with nothing else. */
  ask<Name extends CommandName>(name: Name, ...ask: AskArgument<Name>): Promise<Answer<Name>>;
  listen<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): Unsubscribe;
}

/** Whatever was thrown, as an error the words know. */
export function asCommandError(thrown: unknown): CommandError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    return thrown as CommandError;
  }
  return { code: 'internal', bank: null, retryAfterSeconds: null, reference: null };
}

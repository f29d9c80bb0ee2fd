/** What went wrong, in words, by code. A code without words does not compile. */
import type { Code } from '../platform/types';

export interface ErrorWords {
  title: (bank: string) => string;
  text: (bank: string) => string;
  /** For a screen reader and for one line beside a bank. */
  short: string;
}

export const errorsEn: Record<Code, ErrorWords> = {
  badArgument: {
    title: () => 'Moa asked itself a wrong question',
    text: () => 'This is our fault, not yours. Go back and try once more.',
    short: 'A fault in Moa',
  },
  notFound: {
    title: () => 'This is no longer here',
    text: () => 'It may have been removed a moment ago. Home shows what is there now.',
    short: 'No longer here',
  },
  locked: {
    title: () => 'Moa is locked',
    text: () => 'Enter your passphrase to go on.',
    short: 'Locked',
  },
  wrongPassphrase: {
    title: () => 'That passphrase does not open it',
    text: () => 'Check capital letters and the keyboard layout, then try again.',
    short: 'Wrong passphrase',
  },
  passphraseTooShort: {
    title: () => 'That passphrase is too short',
    text: () => 'Choose at least 8 characters. A few words in a row are good.',
    short: 'Too short',
  },
  vaultUnavailable: {
    title: () => 'The place for your keys cannot be reached',
    text: () => 'This computer could not read or write them. If it has a keyring, unlock it, then try again. Nothing was lost.',
    short: 'Keys not reachable',
  },
  keyringLocked: {
    title: () => 'The keyring of this computer is locked',
    text: () => 'Your keys are in it. Unlock the keyring and try again. Nothing was lost.',
    short: 'Keyring locked',
  },
  storeUnavailable: {
    title: () => 'The database cannot be opened',
    text: () => 'The disk may be full, or the file is in use by another Moa. Nothing was deleted.',
    short: 'Database not reachable',
  },
  keyLost: {
    title: () => 'The key to your data is gone',
    text: () =>
      'Your data is still on this computer, but it cannot be read without its key. If you can bring back the place where the key was kept (the keyring, or the sealed file), do that and try again. If not, begin anew. Nothing was deleted.',
    short: 'Key gone',
  },
  directoryUnreachable: {
    title: () => 'The list of banks cannot be reached',
    text: () =>
      'Check your connection and try again. To try Moa out, start the mock banks: cargo xtask run. Banks you already added are not affected.',
    short: 'List of banks not reachable',
  },
  directoryRefused: {
    title: () => 'The list of banks cannot be trusted',
    text: () => 'Something in it contradicts itself, so Moa uses none of it. Banks you already added are not affected.',
    short: 'List of banks refused',
  },
  bankUnreachable: {
    title: (bank) => `${bank} cannot be reached`,
    text: () => 'It did not answer, or the network is down. Your last balance is kept, with its age.',
    short: 'Not reachable',
  },
  bankDown: {
    title: (bank) => `${bank} is having trouble on its side`,
    text: () => 'It answered that it is not available. Your last balance is kept, and your permission is not affected.',
    short: 'Not available',
  },
  rateLimited: {
    title: (bank) => `${bank} asked us to wait`,
    text: () => 'It limits how often we may ask. You see the balance from the last time.',
    short: 'Asked to wait',
  },
  bankAnswerRefused: {
    title: (bank) => `${bank} sent something Moa cannot trust`,
    text: () => 'The answer was not what the standard allows, so it was not used. Nothing stored was touched.',
    short: 'Answer not usable',
  },
  bankRefusedApp: {
    title: (bank) => `${bank} does not accept this copy of Moa`,
    text: () => 'The bank refused to register it or no longer knows it. Nothing was shared.',
    short: 'App refused',
  },
  bankRefusedRequest: {
    title: (bank) => `${bank} refused the request`,
    text: () => 'It does not give what was asked for. Everything else stays as it is.',
    short: 'Request refused',
  },
  needsReconnect: {
    title: (bank) => `${bank} asks you to connect again`,
    text: () => 'The permission has ended or was taken back. Your last balances stay here until you renew or remove it.',
    short: 'Connect again',
  },
  signInRefused: {
    title: () => 'What came back from the browser was not right',
    text: (bank) => `The answer did not belong to this request, so Moa refused it. Nothing was linked. Start again, and check that the page is really ${bank}.`,
    short: 'Answer from the browser refused',
  },
  attemptRunning: {
    title: (bank) => `You are already adding ${bank}`,
    text: () => 'Finish or cancel that request first.',
    short: 'Already being added',
  },
  syncRunning: {
    title: () => 'A sync is already running',
    text: () => 'It will be done in a moment.',
    short: 'Already running',
  },
  cancelled: {
    title: () => 'Stopped',
    text: () => 'You stopped it. What was read until then stays.',
    short: 'Stopped',
  },
  browserUnavailable: {
    title: () => 'No browser could be opened',
    text: () => 'Copy the link and open it in a browser yourself.',
    short: 'No browser',
  },
  internal: {
    title: () => 'Something in Moa did not work',
    text: () => 'This is our fault. Nothing you had is lost. Try again, and if it stays, the reference below is in the log.',
    short: 'A fault in Moa',
  },
};

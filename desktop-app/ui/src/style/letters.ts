/** Waits a moment for the bundled letters, so that the first page is not set twice. Never for long. */

const LONGEST_MS = 700;
const FAMILY = '"Pretendard Variable"';

export async function lettersReady(locale: string): Promise<void> {
  if (!('fonts' in document)) return;
  const sample = locale === 'ko' ? 'Moa 0£−모아 계좌' : 'Moa 0£−';
  const loaded = Promise.all([400, 650].map((weight) => document.fonts.load(`${weight} 14px ${FAMILY}`, sample)));
  await Promise.race([loaded.catch(() => undefined), new Promise((done) => setTimeout(done, LONGEST_MS))]);
}

/**
 * Korean particles after names: 은/는, 이/가, 을/를, 과/와 depend on the last sound of the name.
 * For hangul it is in the code point; for Latin names the last letter is a good guess.
 */
export function particle(name: string, afterConsonant: string, afterVowel: string): string {
  return `${name}${endsInConsonant(name) ? afterConsonant : afterVowel}`;
}

function endsInConsonant(name: string): boolean {
  const last = name.trim().at(-1) ?? '';
  const code = last.codePointAt(0) ?? 0;
  if (code >= 0xac00 && code <= 0xd7a3) return (code - 0xac00) % 28 !== 0;
  return /[lmnLMN013678]/.test(last);
}

/**
 * Decimal strings, exactly. Amounts arrive as text and leave as text; in between they are digits
 * and a sign, or a BigInt of the smallest unit. No amount ever becomes a floating point number.
 */

export interface Decimal {
  negative: boolean;
  whole: string;
  fraction: string;
}

const SHAPE = /^([+-]?)(\d+)(?:\.(\d+))?$/;

/** `null` when the text is not a plain decimal; the caller then shows the text as it came. */
export function readDecimal(text: string, digits: number): Decimal | null {
  const match = SHAPE.exec(text.trim());
  if (!match) return null;
  const whole = (match[2] ?? '0').replace(/^0+(?=\d)/, '');
  const sent = match[3] ?? '';
  // Digits beyond the usual ones are kept unless they are zeros: nothing is rounded away.
  const fraction = sent.replace(/0+$/, '').padEnd(digits, '0');
  const zero = /^0*$/.test(whole) && /^0*$/.test(fraction);
  return { negative: match[1] === '-' && !zero, whole, fraction };
}

/** `1234567` becomes `1,234,567`. */
export function groupDigits(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** -1, 0 or 1; text that is no number counts as 0. */
export function signOf(text: string): -1 | 0 | 1 {
  const decimal = readDecimal(text, 0);
  if (!decimal) return 0;
  if (decimal.negative) return -1;
  return /[1-9]/.test(decimal.whole + decimal.fraction) ? 1 : 0;
}

/** Adds decimal strings with as many digits as the longest of them. */
export function addDecimals(amounts: readonly string[], digits: number): string {
  const read = amounts.map((amount) => readDecimal(amount, digits)).filter((d) => d !== null);
  const places = Math.max(digits, ...read.map((d) => d.fraction.length));
  const sum = read.reduce((total, d) => total + inUnits(d, places), 0n);
  const text = (sum < 0n ? -sum : sum).toString().padStart(places + 1, '0');
  const cut = text.length - places;
  const shown = places === 0 ? text : `${text.slice(0, cut)}.${text.slice(cut)}`;
  return sum < 0n ? `-${shown}` : shown;
}

/** Amounts in units of the finest of them, to be compared with each other only; text that is no number counts as 0. */
export function unitsOf(amounts: readonly string[], digits: number): bigint[] {
  const read = amounts.map((amount) => readDecimal(amount, digits));
  const places = Math.max(digits, ...read.map((d) => d?.fraction.length ?? 0));
  return read.map((d) => (d ? inUnits(d, places) : 0n));
}

function inUnits({ negative, whole, fraction }: Decimal, places: number): bigint {
  const units = BigInt(whole + fraction.padEnd(places, '0'));
  return negative ? -units : units;
}

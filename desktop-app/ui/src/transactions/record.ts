/**
 * The bank's own text and record as shown: word for word, but with every digit masked while amounts
 * are hidden, because a bank writes amounts into its text.
 */
export function writtenRecord(text: string, hidden: boolean): string {
  const shown = indented(text);
  return hidden ? shown.replace(/\d/g, '•') : shown;
}

function indented(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    // Only spaced out for reading: numbers would pass through a float, so records with bare numbers stay as sent.
    return /:\s*-?\d/.test(text) ? text : JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/**
 * The arithmetic of a long list: sections with a header and rows of one fixed height. From how many
 * rows each section has follows where everything stands, so 100,000 rows cost a binary search.
 */

export interface Measures {
  header: number;
  row: number;
  /** Space after each section. */
  gap: number;
}

export interface Section<Key> {
  key: Key;
  count: number;
  /** Number of the first row in the whole list. */
  first: number;
  top: number;
  height: number;
}

export interface Span {
  from: number;
  /** One past the last. */
  to: number;
}

export function layOut<Key>(
  parts: readonly { key: Key; count: number }[],
  { header, row, gap }: Measures,
): Section<Key>[] {
  let top = 0;
  let first = 0;
  return parts
    .filter((part) => part.count > 0)
    .map(({ key, count }) => {
      const section = { key, count, first, top, height: header + count * row };
      top += section.height + gap;
      first += count;
      return section;
    });
}

export function totalHeight(sections: readonly Section<unknown>[]): number {
  const last = sections.at(-1);
  return last ? last.top + last.height : 0;
}

export function totalRows(sections: readonly Section<unknown>[]): number {
  const last = sections.at(-1);
  return last ? last.first + last.count : 0;
}

/** The sections that touch the stretch from `top` to `bottom`. */
export function sectionsWithin<Key>(
  sections: readonly Section<Key>[],
  top: number,
  bottom: number,
): Section<Key>[] {
  const start = lastWhere(sections, (section) => section.top <= top);
  const found: Section<Key>[] = [];
  for (let at = Math.max(0, start); at < sections.length; at += 1) {
    const section = sections[at];
    if (!section || section.top >= bottom) break;
    if (section.top + section.height > top) found.push(section);
  }
  return found;
}

/** Which rows of a section (counted in the whole list) touch the stretch from `top` to `bottom`. */
export function rowsWithin(
  section: Section<unknown>,
  top: number,
  bottom: number,
  { header, row }: Measures,
): Span {
  const begin = section.top + header;
  const from = Math.floor((top - begin) / row);
  const to = Math.ceil((bottom - begin) / row);
  return {
    from: section.first + clamp(from, 0, section.count),
    to: section.first + clamp(to, 0, section.count),
  };
}

export function sectionOfRow<Key>(
  sections: readonly Section<Key>[],
  index: number,
): Section<Key> | null {
  const at = lastWhere(sections, (section) => section.first <= index);
  const section = sections[at];
  return section && index < section.first + section.count ? section : null;
}

/** Distance of a row from the top of the list. */
export function topOfRow(
  sections: readonly Section<unknown>[],
  index: number,
  { header, row }: Measures,
): number {
  const section = sectionOfRow(sections, index);
  return section ? section.top + header + (index - section.first) * row : 0;
}

/** Where to scroll so that a row is seen whole below the sticky header; unchanged when it already is. */
export function scrollToShow(
  top: number,
  scrollTop: number,
  viewport: number,
  { header, row }: Measures,
): number {
  if (top - header < scrollTop) return Math.max(0, top - header);
  if (top + row > scrollTop + viewport) return top + row - viewport;
  return scrollTop;
}

/** The next active row for a key, or `null` when the key means nothing here. */
export function rowAfterKey(
  key: string,
  active: number,
  rows: number,
  perPage: number,
): number | null {
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active < 0 ? 0 : active - 1,
    PageDown: Math.max(active, 0) + perPage,
    PageUp: active - perPage,
    Home: 0,
    End: rows - 1,
  };
  const next = moves[key];
  return next === undefined || rows === 0 ? null : clamp(next, 0, rows - 1);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Index of the last item for which `holds`; items must be ordered so that it holds first, then no more. */
function lastWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** House rules that reading would miss: one door, one place for money, no ambient locale, nothing a strict CSP refuses. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes('generated'))
  .map((name) => ({ name: relative(source, join(source, name)), text: readFileSync(join(source, name), 'utf8') }));

function filesWith(pattern: RegExp): string[] {
  return files.filter(({ text }) => pattern.test(withoutComments(text))).map(({ name }) => name);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|^\s*\/\/.*$/gm, '');
}

describe('the door', () => {
  it('is the only place that knows Tauri', () => {
    expect(filesWith(/@tauri-apps|__TAURI/)).toEqual(['platform/tauri.ts']);
  });

  it('is the only way out: no network from the screens', () => {
    expect(filesWith(/\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/)).toEqual([]);
  });
});

describe('money', () => {
  it('is formatted in its own folder only', () => {
    expect(filesWith(/NumberFormat|toLocaleString|toFixed/)).toEqual([]);
    const writers = filesWith(/\bwriteAmount\(/);
    expect(writers.every((name) => name.startsWith('money/'))).toBe(true);
  });

  it('never passes through a float', () => {
    expect(filesWith(/parseFloat|Number\(\w*[aA]mount/)).toEqual([]);
  });
});

describe('the environment', () => {
  it('is not asked for a locale: LANG=C would make Intl throw', () => {
    expect(filesWith(/navigator\.languages?\b/)).toEqual([]);
  });

  it('finds nothing a strict content security policy refuses', () => {
    expect(filesWith(/\{@html|\beval\(|new Function|innerHTML|\sstyle="/)).toEqual([]);
  });
});

describe('files', () => {
  it('stay small enough to read at once', () => {
    const words = /^words\//;
    const long = files.filter(({ name, text }) => !words.test(name) && text.split('\n').length > 300);
    expect(long.map(({ name }) => name)).toEqual([]);
  });
});

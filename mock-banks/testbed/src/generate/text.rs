//! Texts: on the edges of their length, in the form their format or pattern wants, and in letters of the whole world.

use moa_kernel::{Entropy as _, SeededEntropy};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::{TEXT_CHARS_MAX, word};
use crate::contract::{Bounded, Shape};

/// How often a pattern that may repeat without end is repeated.
const REPEATS: u32 = 2;
/// And one that must be repeated is repeated so often at most, whatever it says.
const REPEATS_MAX: u32 = 2_000;
/// Patterns nested deeper make no text.
const DEPTH_MAX: usize = 32;

pub(super) fn texts(shape: &Shape<'_>, entropy: &SeededEntropy) -> Vec<String> {
    let mut texts: Vec<String> = shape.patterns.iter().filter_map(|pattern| fitting(pattern)).collect();
    texts.extend(shape.formats.iter().flat_map(|format| formatted(format, entropy)));
    let bound = shape.bounds.get(&Bounded::Length).copied().unwrap_or_default();
    let whole = |end: Option<(rust_decimal::Decimal, bool)>| end.and_then(|(end, _)| usize::try_from(end).ok());
    let (min, max) = (whole(bound.min), whole(bound.max));
    let edges = [min, max, min.and_then(|min| min.checked_sub(1)), max.map(|max| max.saturating_add(1))];
    texts
        .extend(edges.into_iter().flatten().filter(|chars| *chars <= TEXT_CHARS_MAX).map(|chars| word(entropy, chars)));
    texts.extend([
        "a".to_owned(),
        "Zoë 가나다 😀".to_owned(),
        word(entropy, 12),
        "0".to_owned(),
        "x".repeat(TEXT_CHARS_MAX),
    ]);
    texts
}

fn formatted(format: &str, entropy: &SeededEntropy) -> Vec<String> {
    let texts: &[&str] = match format {
        "date" => &["2026-01-31", "2024-02-29", "2026-02-30"],
        "date-time" => {
            &["2026-10-01T00:00:00Z", "2026-10-01T23:59:59.999+09:00", "2026-10-01T00:00:00", "2026-13-01T00:00:00Z"]
        }
        "time" => &["12:00:00Z", "25:00:00Z"],
        "uri" | "uri-reference" => &["https://example.com/a?b=c#d", "not a uri"],
        "email" => &["a@example.com", "a@"],
        "ipv4" => &["192.0.2.7", "192.0.2.999"],
        "ipv6" => &["2001:db8::7", "2001:db8:::7"],
        "uuid" => return vec![entropy.uuid(), "93bac548-d2de".to_owned()],
        _ => &[],
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// The shortest text or so that fits a pattern, for patterns without look-around.
fn fitting(pattern: &str) -> Option<String> {
    let parsed = regex_syntax::ParserBuilder::new().nest_limit(64).build().parse(pattern).ok()?;
    let mut text = String::new();
    write(&parsed, 0, &mut text)?;
    Some(text)
}

fn write(part: &Hir, depth: usize, text: &mut String) -> Option<()> {
    if depth > DEPTH_MAX || text.len() > TEXT_CHARS_MAX {
        return None;
    }
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            // Of several ranges the last: in `[\w-]` that is a letter, and control characters come first.
            text.push(
                class
                    .ranges()
                    .iter()
                    .map(regex_syntax::hir::ClassUnicodeRange::start)
                    .find(char::is_ascii_graphic)
                    .or_else(|| Some(class.ranges().first()?.start()))?,
            );
        }
        HirKind::Class(Class::Bytes(class)) => text.push(char::from(class.ranges().first()?.start())),
        HirKind::Repetition(repeated) => {
            let least = repeated.min.max(u32::from(repeated.max != Some(0)).min(REPEATS)).min(REPEATS_MAX);
            for _ in 0..least {
                write(&repeated.sub, depth + 1, text)?;
            }
        }
        HirKind::Capture(group) => write(&group.sub, depth + 1, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, depth + 1, text))?,
        HirKind::Alternation(ways) => write(ways.first()?, depth + 1, text)?,
    }
    Some(())
}

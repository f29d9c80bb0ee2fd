//! The bank's one colour, made into the few shades that a light and a dark page need.

use minijinja::{Value, context};
use moa_bank_core::spec::Colour;

type Rgb = [u32; 3];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/// The colours of the style sheet.
pub(super) fn palette(colour: &Colour) -> Value {
    let own = read(colour.as_str());
    let pale = mix(own, WHITE, 55);
    context! {
        accent => write(own),
        accent_hover => write(mix(own, BLACK, 22)),
        pale => write(pale),
        pale_hover => write(mix(pale, WHITE, 35)),
        deep => write(mix(own, BLACK, 75)),
    }
}

fn read(colour: &str) -> Rgb {
    let number = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap_or(0);
    [number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff]
}

/// So many per cent of the other colour.
fn mix(one: Rgb, other: Rgb, percent: u32) -> Rgb {
    let [a, b, c] = one;
    let [x, y, z] = other;
    [(a, x), (b, y), (c, z)].map(|(own, other)| (own * (100 - percent) + other * percent + 50) / 100)
}

fn write([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_keeps_the_ends() {
        let own = read("#26408B");
        assert_eq!(write(own), "#26408b");
        assert_eq!(write(mix(own, WHITE, 0)), "#26408b");
        assert_eq!(write(mix(own, WHITE, 100)), "#ffffff");
        assert_eq!(write(mix(own, BLACK, 100)), "#000000");
    }
}

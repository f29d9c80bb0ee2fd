//! A bank's logo: its monogram on its colour, drawn where it is needed.

use moa_bank_core::spec::Brand;

use super::index::escape;

/// The logo as an SVG. The colour is `#rrggbb` by its type; the letters are escaped like everything from a bank's file.
pub(super) fn svg(brand: &Brand) -> String {
    let (colour, letters) = (brand.colour.as_str(), escape(&brand.monogram));
    let size = if brand.monogram.chars().count() > 1 { 26 } else { 34 };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\" role=\"img\" aria-label=\"{letters}\">\
         <rect width=\"64\" height=\"64\" rx=\"14\" fill=\"{colour}\"/>\
         <text x=\"32\" y=\"33\" fill=\"#fff\" font-family=\"system-ui, sans-serif\" font-weight=\"600\" \
         font-size=\"{size}\" text-anchor=\"middle\" dominant-baseline=\"central\">{letters}</text></svg>"
    )
}

//! A table of text, its columns as wide as they need to be.

use std::fmt;

/// Which edge of its column a text stands on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    Left,
    Right,
}

#[derive(Debug)]
pub(super) struct Table {
    sides: Vec<Side>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub(super) fn new(headings: &[(&str, Side)]) -> Self {
        let titles = headings.iter().map(|(title, _)| (*title).to_owned()).collect();
        Self { sides: headings.iter().map(|(_, side)| *side).collect(), rows: vec![titles] }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    fn widths(&self) -> Vec<usize> {
        let widest = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max();
        (0..self.sides.len()).map(|column| widest(column).unwrap_or(0)).collect()
    }
}

/// How many places of a terminal a text takes: Hangul and other wide characters take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|letter| if matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}') { 2 } else { 1 })
        .sum()
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for (index, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&self.sides).zip(&widths).map(|((cell, side), width_of_column)| {
                let padding = " ".repeat(width_of_column.saturating_sub(width(cell)));
                match side {
                    Side::Left => format!("{cell}{padding}"),
                    Side::Right => format!("{padding}{cell}"),
                }
            });
            writeln!(f, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
            if index == 0 {
                let rule = widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join("  ");
                writeln!(f, "  {rule}")?;
            }
        }
        Ok(())
    }
}

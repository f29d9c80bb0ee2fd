//! Cells: one value in so many bytes. Numbers are zero-padded on the left, text is space-padded on the right, and what may
//! be absent is blank then.

use jiff::civil;
use jiff::tz::TimeZone;
use moa_kernel::{AccountId, Currency, CustomerId, Date, Decimal, Money, Timestamp, TransactionId};

use super::layout::MORE_WIDTH;
use super::text;

/// A value that does not fit its cell, or bytes that are no such value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit;

/// A cell, written: what stands in it, and what goes on behind the line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub(super) first: Vec<u8>,
    pub(super) more: Vec<Vec<u8>>,
    pub(super) foreign: u64,
}

/// A cell of a line that came, with what went on behind the line.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub(super) first: &'a [u8],
    pub(super) more: &'a [Vec<u8>],
}

/// A kind of value that a cell can hold.
pub trait Cell: Sized {
    /// Writes the value into a cell of a width. What is written may be shorter: spaces fill the rest.
    ///
    /// # Errors
    /// [`Misfit`] when the value does not fit.
    fn write(&self, width: usize) -> Result<Written, Misfit>;

    /// Reads the value.
    ///
    /// # Errors
    /// [`Misfit`] when the bytes are no such value.
    fn read(given: Given<'_>) -> Result<Self, Misfit>;
}

fn plain(text: String, width: usize) -> Result<Written, Misfit> {
    if text.len() > width { Err(Misfit) } else { Ok(Written { first: text.into_bytes(), ..Written::default() }) }
}

impl<'a> Given<'a> {
    /// The bytes of a value that never goes on behind the line: digits, letters and signs.
    fn ascii(self) -> Result<&'a str, Misfit> {
        let text = std::str::from_utf8(self.first).map_err(|_| Misfit)?;
        if self.more.is_empty() && text.is_ascii() { Ok(text) } else { Err(Misfit) }
    }

    fn is_blank(self) -> bool {
        self.more.is_empty() && self.first.iter().all(|byte| *byte == b' ')
    }

    fn text(self) -> Result<Option<String>, Misfit> {
        let pieces = std::iter::once(self.first).chain(self.more.iter().map(Vec::as_slice));
        text::read(pieces).map_err(|()| Misfit)
    }
}

impl Cell for Option<String> {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        let Some(text) = self else { return Ok(Written::default()) };
        let text::Pieces { first, more, foreign } = text::write(text, width, MORE_WIDTH);
        Ok(Written { first, more, foreign })
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        given.text()
    }
}

impl Cell for String {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        let text::Pieces { first, more, foreign } = text::write(self, width, MORE_WIDTH);
        Ok(Written { first, more, foreign })
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        given.text()?.ok_or(Misfit)
    }
}

impl Cell for u64 {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        plain(format!("{self:0width$}"), width)
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        digits(given.ascii()?)
    }
}

impl Cell for bool {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        plain(if *self { "Y" } else { "N" }.to_owned(), width)
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        match given.ascii()? {
            "Y" => Ok(true),
            "N" => Ok(false),
            _ => Err(Misfit),
        }
    }
}

/// Sign, digits, and how many of them are decimals: `+00000000000000123452GBP` is 123.45 pounds.
impl Cell for Money {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        let number = decimal(self.amount, width.saturating_sub(3), 1)?;
        plain(format!("{number}{}", self.currency.code()), width)
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        let text = given.ascii()?;
        let (number, currency) = text.len().checked_sub(3).and_then(|at| text.split_at_checked(at)).ok_or(Misfit)?;
        Ok(Self::new(undecimal(number, 1)?, currency.parse().map_err(|_| Misfit)?))
    }
}

impl Cell for Decimal {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        plain(decimal(*self, width, 2)?, width)
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        undecimal(given.ascii()?, 2)
    }
}

fn decimal(number: Decimal, width: usize, scale_width: usize) -> Result<String, Misfit> {
    let sign = if number.is_sign_negative() { '-' } else { '+' };
    let digits_width = width.checked_sub(1 + scale_width).ok_or(Misfit)?;
    let digits = format!("{:0digits_width$}", number.mantissa().unsigned_abs());
    let text = format!("{sign}{digits}{:0scale_width$}", number.scale());
    if text.len() == width { Ok(text) } else { Err(Misfit) }
}

fn undecimal(text: &str, scale_width: usize) -> Result<Decimal, Misfit> {
    let (number, scale) = text.len().checked_sub(scale_width).and_then(|at| text.split_at_checked(at)).ok_or(Misfit)?;
    let (sign, number) = number.split_at_checked(1).ok_or(Misfit)?;
    if !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Misfit);
    }
    let number: i128 = number.parse().map_err(|_| Misfit)?;
    let scale = u32::try_from(digits(scale)?).map_err(|_| Misfit)?;
    let mut decimal = Decimal::try_from_i128_with_scale(number, scale).map_err(|_| Misfit)?;
    match sign {
        "+" => {}
        "-" => decimal.set_sign_negative(true),
        _ => return Err(Misfit),
    }
    Ok(decimal)
}

fn digits(text: &str) -> Result<u64, Misfit> {
    if text.bytes().all(|digit| digit.is_ascii_digit()) { text.parse().map_err(|_| Misfit) } else { Err(Misfit) }
}

/// Year to nanosecond in UTC, twenty-three digits.
impl Cell for Timestamp {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        let at = self.to_zoned(TimeZone::UTC).datetime();
        let (date, time) = (day(at.date())?, at.time());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        plain(format!("{date}{hour:02}{minute:02}{second:02}{:09}", time.subsec_nanosecond()), width)
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        let text = given.ascii()?;
        let part = |from: usize, to: usize| digits(text.get(from..to).ok_or(Misfit)?);
        let small = |from: usize, to: usize| i8::try_from(part(from, to)?).map_err(|_| Misfit);
        let date = undate(text.get(..8).ok_or(Misfit)?)?;
        let nanos = i32::try_from(part(14, text.len())?).map_err(|_| Misfit)?;
        let time = civil::Time::new(small(8, 10)?, small(10, 12)?, small(12, 14)?, nanos).map_err(|_| Misfit)?;
        let at = date.to_datetime(time).to_zoned(TimeZone::UTC).map_err(|_| Misfit)?;
        if text.len() == 23 { Ok(at.timestamp()) } else { Err(Misfit) }
    }
}

impl Cell for Date {
    fn write(&self, width: usize) -> Result<Written, Misfit> {
        plain(day(*self)?, width)
    }

    fn read(given: Given<'_>) -> Result<Self, Misfit> {
        undate(given.ascii()?)
    }
}

fn day(date: Date) -> Result<String, Misfit> {
    let year = u16::try_from(date.year()).map_err(|_| Misfit)?;
    Ok(format!("{year:04}{:02}{:02}", date.month(), date.day()))
}

fn undate(text: &str) -> Result<Date, Misfit> {
    let part = |from: usize, to: usize| digits(text.get(from..to).ok_or(Misfit)?);
    let year = i16::try_from(part(0, 4)?).map_err(|_| Misfit)?;
    let small = |from: usize, to: usize| i8::try_from(part(from, to)?).map_err(|_| Misfit);
    if text.len() == 8 { Date::new(year, small(4, 6)?, small(6, 8)?).map_err(|_| Misfit) } else { Err(Misfit) }
}

/// What may be absent is blank then.
macro_rules! optional {
    ($($kind:ty),*) => {$(
        impl Cell for Option<$kind> {
            fn write(&self, width: usize) -> Result<Written, Misfit> {
                self.as_ref().map_or_else(|| Ok(Written::default()), |value| value.write(width))
            }

            fn read(given: Given<'_>) -> Result<Self, Misfit> {
                if given.is_blank() { Ok(None) } else { Cell::read(given).map(Some) }
            }
        }
    )*};
}
optional!(Timestamp, Date, Money, TransactionId);

/// Ids and codes are text of their own grammar.
macro_rules! named {
    ($($kind:ty),*) => {$(
        impl Cell for $kind {
            fn write(&self, width: usize) -> Result<Written, Misfit> {
                self.to_string().write(width)
            }

            fn read(given: Given<'_>) -> Result<Self, Misfit> {
                String::read(given)?.parse().map_err(|_| Misfit)
            }
        }
    )*};
}
named!(AccountId, CustomerId, TransactionId, Currency);

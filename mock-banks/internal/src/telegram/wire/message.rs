//! Messages: a header and the lines behind it, as bytes and back.

use super::layout::{MORE_TAG, MORE_WIDTH};
use super::lines::{Header, LAYOUTS};
use super::{Layout, Line, RawLine, Unreadable, Unwritable};

/// The most bytes a message has, so that a frame's length is never believed further.
pub const MESSAGE_BYTES_MAX: usize = 32 * 1024;

/// A message that came, its lines not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The first line.
    pub header: Header,
    lines: Vec<RawLine>,
}

/// Lines being written.
#[derive(Debug, Clone, Default)]
pub struct Body {
    bytes: Vec<u8>,
    foreign: u64,
}

/// The lines of a message, one after the other.
#[derive(Debug)]
pub struct Lines<'a> {
    rest: std::slice::Iter<'a, RawLine>,
}

impl Body {
    /// Adds a line.
    ///
    /// # Errors
    /// [`Unwritable`] when a value does not fit its cell.
    pub fn push<T: Line>(&mut self, line: &T) -> Result<(), Unwritable> {
        self.bytes.extend_from_slice(&T::LAYOUT.tag);
        let cells = line.write()?;
        for (cell, (_, width)) in cells.iter().zip(T::LAYOUT.cells) {
            self.padded(&cell.first, *width);
            self.foreign = self.foreign.saturating_add(cell.foreign);
        }
        for (place, piece) in
            cells.iter().enumerate().flat_map(|(place, cell)| cell.more.iter().map(move |it| (place, it)))
        {
            self.bytes.extend_from_slice(&MORE_TAG);
            self.bytes.extend_from_slice(format!("{place:02}").as_bytes());
            self.padded(piece, MORE_WIDTH);
        }
        Ok(())
    }

    /// The same lines, with a line behind them.
    ///
    /// # Errors
    /// As [`Body::push`].
    pub fn with<T: Line>(mut self, line: &T) -> Result<Self, Unwritable> {
        self.push(line)?;
        Ok(self)
    }

    /// Adds all the lines of another.
    pub fn append(&mut self, other: &Self) {
        self.bytes.extend_from_slice(&other.bytes);
        self.foreign = self.foreign.saturating_add(other.foreign);
    }

    /// Whether all the lines of another fit behind these in one message, with room for the header.
    #[must_use]
    pub fn has_room_for(&self, other: &Self) -> bool {
        const HEADER_BYTES_MAX: usize = 2048;
        let together = self.bytes.len().saturating_add(other.bytes.len());
        together.saturating_add(HEADER_BYTES_MAX) <= MESSAGE_BYTES_MAX
    }

    /// The message: a header, and these lines behind it. How many characters EUC-KR lacks is filled in.
    ///
    /// # Errors
    /// When the header does not fit its cells, or all together are too long for a message.
    pub fn under(self, header: Header) -> Result<Vec<u8>, Unwritable> {
        let mut message = Self::default();
        message.push(&Header { foreign: self.foreign.min(99_999), ..header })?;
        message.append(&self);
        if message.bytes.len() > MESSAGE_BYTES_MAX {
            return Err(Unwritable { cell: "message" });
        }
        Ok(message.bytes)
    }

    fn padded(&mut self, bytes: &[u8], width: usize) {
        self.bytes.extend_from_slice(bytes);
        self.bytes.extend(std::iter::repeat_n(b' ', width.saturating_sub(bytes.len())));
    }
}

impl Message {
    /// Cuts a message into its lines and reads its header.
    ///
    /// # Errors
    /// [`Unreadable`] when it is not made of known lines, or does not begin with a header.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut lines: Vec<RawLine> = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (tag, behind) = rest.split_first_chunk::<2>().ok_or(Unreadable::Short)?;
            rest = if *tag == MORE_TAG {
                go_on(lines.last_mut().ok_or(Unreadable::Stray)?, behind)?
            } else {
                let layout = LAYOUTS.iter().find(|layout| layout.tag == *tag).ok_or(Unreadable::Tag)?;
                let (line, behind) = cut(*layout, behind)?;
                lines.push(line);
                behind
            };
        }
        if lines.is_empty() {
            return Err(Unreadable::Short);
        }
        let header = lines.remove(0);
        if header.layout != Header::LAYOUT {
            return Err(Unreadable::Order);
        }
        Ok(Self { header: Header::read(&header)?, lines })
    }

    /// Its lines, to be read in their order.
    #[must_use]
    pub fn lines(&self) -> Lines<'_> {
        Lines { rest: self.lines.iter() }
    }
}

fn cut(layout: Layout, mut rest: &[u8]) -> Result<(RawLine, &[u8]), Unreadable> {
    let mut cells = Vec::with_capacity(layout.cells.len());
    for (_, width) in layout.cells {
        let (cell, behind) = rest.split_at_checked(*width).ok_or(Unreadable::Short)?;
        cells.push(cell.to_vec());
        rest = behind;
    }
    Ok((RawLine { more: vec![Vec::new(); cells.len()], layout, cells }, rest))
}

/// Puts a piece behind the cell it goes on with.
fn go_on<'a>(line: &mut RawLine, rest: &'a [u8]) -> Result<&'a [u8], Unreadable> {
    let (place, rest) = rest.split_first_chunk::<2>().ok_or(Unreadable::Short)?;
    let (piece, rest) = rest.split_at_checked(MORE_WIDTH).ok_or(Unreadable::Short)?;
    let place = std::str::from_utf8(place).ok().and_then(|place| place.parse::<usize>().ok());
    let cell = place.and_then(|place| line.more.get_mut(place)).ok_or(Unreadable::Stray)?;
    cell.push(piece.to_vec());
    Ok(rest)
}

impl Lines<'_> {
    /// The next line, if it is of this kind.
    ///
    /// # Errors
    /// [`Unreadable`] when it is of this kind and cannot be read.
    pub fn take_if<T: Line>(&mut self) -> Result<Option<T>, Unreadable> {
        match self.rest.as_slice().first() {
            Some(line) if line.layout == T::LAYOUT => {
                self.rest.next();
                T::read(line).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The next line, which must be of this kind.
    ///
    /// # Errors
    /// [`Unreadable`] when it is of another kind, or missing, or cannot be read.
    pub fn take<T: Line>(&mut self) -> Result<T, Unreadable> {
        self.take_if()?.ok_or(Unreadable::Order)
    }

    /// All the lines of this kind that follow each other from here.
    ///
    /// # Errors
    /// [`Unreadable`] when one of them cannot be read.
    pub fn all<T: Line>(&mut self) -> Result<Vec<T>, Unreadable> {
        let mut all = Vec::new();
        while let Some(line) = self.take_if()? {
            all.push(line);
        }
        Ok(all)
    }

    /// Says that nothing may follow.
    ///
    /// # Errors
    /// [`Unreadable::Order`] when something does.
    pub fn end(&self) -> Result<(), Unreadable> {
        if self.is_done() { Ok(()) } else { Err(Unreadable::Order) }
    }

    /// Whether nothing follows.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.rest.as_slice().is_empty()
    }
}

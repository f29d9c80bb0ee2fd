//! Layouts: which cells a line is made of, in which order, how wide. A layout is written down once, as a structure whose
//! fields carry their widths; both sides write and read by it.

use super::cell::{Given, Misfit, Written};

/// The tag of a line that goes on with a text of the line before.
pub(super) const MORE_TAG: [u8; 2] = *b"++";
/// How much text such a line has room for.
pub(super) const MORE_WIDTH: usize = 100;

/// Which cells a line is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The two letters a line of it begins with.
    pub tag: [u8; 2],
    /// The cells, in their order: name and width in bytes.
    pub cells: &'static [(&'static str, usize)],
}

/// A kind of line.
pub trait Line: Sized {
    /// Its layout.
    const LAYOUT: Layout;

    /// The cells, written.
    ///
    /// # Errors
    /// [`Unwritable`] when a value does not fit its cell.
    fn write(&self) -> Result<Vec<Written>, Unwritable>;

    /// Reads the cells of a line of this layout.
    ///
    /// # Errors
    /// [`Unreadable`] when a cell holds something else.
    fn read(line: &RawLine) -> Result<Self, Unreadable>;
}

/// A value that does not fit its cell. It is named, not shown: it may be a customer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{cell} does not fit its cell")]
pub struct Unwritable {
    /// Which cell.
    pub cell: &'static str,
}

/// Why a message cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A line begins with two letters that nobody knows.
    #[error("a line of an unknown kind")]
    Tag,
    /// The message ends in the middle of a line.
    #[error("a line is cut off")]
    Short,
    /// A line goes on that has nothing to go on with.
    #[error("a text goes on that never began")]
    Stray,
    /// A cell holds something else.
    #[error("{0} is not what it should be")]
    Cell(&'static str),
    /// A line stands where another belongs.
    #[error("a line stands where another belongs")]
    Order,
}

/// A line, cut into its cells and not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawLine {
    pub(super) layout: Layout,
    pub(super) cells: Vec<Vec<u8>>,
    pub(super) more: Vec<Vec<Vec<u8>>>,
}

impl Layout {
    /// How long a line is, tag included.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cells.iter().fold(self.tag.len(), |sum, (_, width)| sum.saturating_add(*width))
    }
}

impl RawLine {
    /// A cell by its place.
    pub(super) fn cell<T: super::cell::Cell>(&self, place: usize, name: &'static str) -> Result<T, Unreadable> {
        let (Some(first), Some(more)) = (self.cells.get(place), self.more.get(place)) else {
            return Err(Unreadable::Cell(name));
        };
        T::read(Given { first, more }).map_err(|Misfit| Unreadable::Cell(name))
    }
}

/// Writes lines down: `Name "TG" { field: kind = width }`.
macro_rules! lines {
    ($(
        $(#[$about:meta])*
        $name:ident $tag:literal { $($(#[$field_about:meta])* $field:ident: $kind:ty = $width:literal),* $(,)? }
    )*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name { $($(#[$field_about])* pub $field: $kind),* }

            impl $crate::telegram::wire::Line for $name {
                const LAYOUT: $crate::telegram::wire::Layout = $crate::telegram::wire::Layout {
                    tag: *$tag,
                    cells: &[$((stringify!($field), $width)),*],
                };

                fn write(
                    &self,
                ) -> Result<Vec<$crate::telegram::wire::cell::Written>, $crate::telegram::wire::Unwritable> {
                    Ok(vec![$(
                        $crate::telegram::wire::cell::Cell::write(&self.$field, $width)
                            .map_err(|_| $crate::telegram::wire::Unwritable { cell: stringify!($field) })?
                    ),*])
                }

                fn read(
                    line: &$crate::telegram::wire::RawLine,
                ) -> Result<Self, $crate::telegram::wire::Unreadable> {
                    let mut place = 0..;
                    Ok(Self { $($field: line.cell(place.next().unwrap_or(usize::MAX), stringify!($field))?),* })
                }
            }
        )*

        /// Every layout there is.
        pub const LAYOUTS: &[$crate::telegram::wire::Layout] =
            &[$(<$name as $crate::telegram::wire::Line>::LAYOUT),*];
    };
}
pub(super) use lines;

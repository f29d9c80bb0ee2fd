//! Transactions: in by pages, out by windows.

mod close;
mod days;
mod filter;
mod holding;
mod list;
mod months;
mod put;
mod sums;

pub(crate) use close::close_window;
pub(crate) use days::booked_days;
pub(crate) use holding::list_progress;
pub(crate) use list::{find, list};
pub(crate) use months::months;
pub(crate) use put::put_page;

//! What can be seen of one request that may be part of something larger.

use std::net::IpAddr;

use moa_kernel::ClientId;

/// Something seen, where it came from, and whose app it was where that is known.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The address it came from.
    pub peer: Option<IpAddr>,
    /// The app whose token it carried.
    pub app: Option<&'a ClientId>,
    /// What it was.
    pub sight: Sight,
}

/// What was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// A token that is not live.
    DeadToken,
    /// A live token that was not presented with its own key.
    WithoutItsKey,
    /// A token for another kind of operation, or of another scope.
    BeyondItsGrant,
    /// An account or a kind of data that the consent does not cover.
    BeyondItsConsent,
    /// A path this bank does not have.
    UnknownPath,
    /// A method a path does not have, or a body of a kind it does not take.
    OddRequest,
    /// A URL or a body beyond every limit, or one nested too deeply.
    TooLarge,
    /// More than the app's plan allows.
    BeyondItsPlan,
    /// Customers' data, given out.
    DataGiven,
    /// A password that is not the customer's.
    WrongPassword,
}

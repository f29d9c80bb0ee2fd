//! Who is told of a wrong password: whoever watches over the whole bank, and counts them per place.

use std::net::IpAddr;

/// Watches the login page from outside.
pub trait LoginWatch: Send + Sync {
    /// A password was not the customer's. Told of every one that was judged wrong, whatever name was typed, where it is
    /// known from which address it came. It must not wait for anything.
    fn wrong_password(&self, address: IpAddr);
}

/// Nobody watches.
impl LoginWatch for () {
    fn wrong_password(&self, _: IpAddr) {}
}

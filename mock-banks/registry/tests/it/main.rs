//! A bank's registry over a real database: every way an API can go, what is refused, and what is left after a restart, a
//! damage, a forgery and a kill.

// `cfg(test)` tells clippy that helpers, too, may unwrap.
#[cfg(test)]
mod crash;
#[cfg(test)]
mod definitions;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod lost;
#[cfg(test)]
mod places;
#[cfg(test)]
mod publication;
#[cfg(test)]
mod random;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod restart;
#[cfg(test)]
mod shipping;
#[cfg(test)]
mod tampering;

//! A country of banks as a caller meets it: over sockets, on free ports, across restarts, over TLS.

// `cfg(test)` tells clippy that helpers, too, may unwrap.
#[cfg(test)]
mod apis;
#[cfg(test)]
mod app;
#[cfg(test)]
mod cores;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod handshake;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod log;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod restart;
#[cfg(test)]
#[cfg(unix)]
mod rights;
#[cfg(test)]
mod rolled_back;
#[cfg(test)]
mod served;
#[cfg(test)]
mod start;
#[cfg(test)]
mod table;

//! A country of banks as a caller meets it: over sockets, on free ports, across restarts, over TLS.

mod app;
mod directory;
mod handshake;
mod restart;
mod start;

//! Fixed-length messages over TCP, as Korean cores use.

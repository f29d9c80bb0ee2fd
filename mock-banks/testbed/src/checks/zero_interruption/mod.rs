//! The zero-interruption plan: the switch to it costs nobody an answer.

pub(crate) mod traffic_goes_on_while_the_version_is_switched;

//! Where secrets sleep.

//! Which banks there are.

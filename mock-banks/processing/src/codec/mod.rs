//! The languages of the open platform: one folder per standard, each turning requests into core questions and answers
//! into replies. No codec touches a socket, a token or a table.

pub mod uk;

//! Each step of the customer's way, with what must not work beside what must.

mod arriving;
mod deciding;
mod forms;
mod logging_in;

//! Processing over real banks: every core keeps the contract, and a bank's temper shows in what it tells.

mod banks;
mod cores;
mod tempers;

//! Processing over real banks: every core keeps the contract, and a bank's temper shows in what it tells.

// `cfg(test)` tells clippy that helpers, too, may unwrap.
#[cfg(test)]
mod banks;
#[cfg(test)]
mod cores;
#[cfg(test)]
mod inside;
#[cfg(test)]
mod iso20022;
#[cfg(test)]
mod moods;
#[cfg(test)]
mod pool;
#[cfg(test)]
mod recipes;
#[cfg(test)]
mod scripts;
#[cfg(test)]
mod tempers;

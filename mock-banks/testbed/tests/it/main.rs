//! What the testbed promises: what is good passes whole, and each check has been seen to say no.

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod compatible;
#[cfg(test)]
mod custom;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod fit;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod last;
#[cfg(test)]
mod live;
#[cfg(test)]
mod official;
#[cfg(test)]
mod quiet;
#[cfg(test)]
mod repeated;
#[cfg(test)]
mod seen;
#[cfg(test)]
mod weakened;
#[cfg(test)]
mod weaknesses;

//! `admin plans`: what apps may ask.

use clap::Subcommand;

/// What can be done with plans.
#[derive(Debug, Subcommand)]
pub(crate) enum Plans {
    /// Lists them.
    List,
    /// Defines one, or changes it: apps on it are held to it from their next request on.
    Define {
        /// Its name: small letters, digits and hyphens.
        name: String,
        /// So many requests …
        #[arg(long, value_name = "N")]
        quota: u32,
        /// … in so many seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
        window: u32,
        /// So many at once …
        #[arg(long, value_name = "N", default_value_t = 100)]
        burst: u32,
        /// … and so many a second after that.
        #[arg(long, value_name = "N", default_value_t = 50)]
        per_second: u32,
        /// So many under way at the same time.
        #[arg(long, value_name = "N", default_value_t = 20)]
        at_once: u32,
    },
    /// Forgets one. Apps on it go back to the standard one.
    Remove {
        /// Its name.
        name: String,
    },
}

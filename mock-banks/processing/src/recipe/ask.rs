//! What a recipe asks the core. It says which kind of fact and for which time; of whom is not its to say.

use moa_kernel::Date;
use serde::{Deserialize, Serialize};

/// A question of a recipe. Its answer has a name in the template.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(tag = "ask", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// The accounts the consent covers.
    Accounts {
        /// What the answer is called in the template.
        name: String,
    },
    /// What stands on them.
    Balances {
        /// What the answer is called in the template.
        name: String,
    },
    /// What moved on them.
    Transactions {
        /// What the answer is called in the template.
        name: String,
        /// For which time.
        period: Period,
        /// Money in, money out, or both.
        #[serde(default)]
        flow: Flow,
        /// The most rows the answer may rest on. When there are more, the request is refused: half a sum is a wrong sum.
        rows_max: u32,
    },
}

/// A span of days, told by numbers and days or by the parameters that hold them. The consent's window cuts it down.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Period {
    /// This calendar month and those before it, so many in all.
    LastMonths(Count),
    /// Today and the days before it, so many in all.
    LastDays(Count),
    /// From one day to another, both belonging to it.
    Between {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
}

/// How many.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(untagged)]
pub enum Count {
    /// Always so many.
    Fixed(u32),
    /// As many as this integer parameter says.
    Parameter(String),
}

/// Which day.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(untagged)]
pub enum Day {
    /// Always this one.
    Fixed(Date),
    /// The one this date parameter says.
    Parameter(String),
}

/// Which movements are wanted. The consent may allow fewer.
#[derive(Serialize, Deserialize, Clone, Copy, Default, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// Money that came in.
    In,
    /// Money that went out.
    Out,
    /// Both.
    #[default]
    Both,
}

impl Ask {
    /// What the answer is called in the template.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Accounts { name } | Self::Balances { name } | Self::Transactions { name, .. } => name,
        }
    }
}

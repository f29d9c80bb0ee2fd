//! An API without code: which parameters it takes, what it asks the core, and a template that writes the answer.
//!
//! A [`Recipe`] is data, and so are its limits. A caller's words are read into typed [`Parameter`]s or refused; each [`Ask`]
//! becomes questions about what the consent covers and nothing else, because the accounts, the window and the permissions
//! come from the [`CustomerEntitlement`](crate::CustomerEntitlement) and never from the recipe.

mod ask;
mod category;
mod check;
mod fault;
mod filters;
mod gather;
mod given;
mod money;
mod parameter;
mod parsed;
mod period;
mod render;
mod row;
mod scan;
#[cfg(test)]
mod tests;
mod trial;

pub use ask::{Ask, Count, Day, Flow, Period};
pub use fault::RecipeFault;
pub use parameter::Parameter;

use std::sync::Arc;

use jiff::tz::TimeZone;
use minijinja::value::Value;
use moa_bank_core::spec::Temper;
use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};

use self::gather::Errand;
use self::given::Values;
use self::parsed::Parsed;
use self::row::Rows;
use crate::codec::uk::{Permission, UkError};
use crate::entitlement::CustomerEntitlement;
use crate::handler::Handler;
use crate::port::{CoreBanking, Journal};
use crate::processor::ApiCall;

/// A custom API's operation: parameters, questions, and a template for the answer.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipe {
    /// What a caller may say in the query.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// What the core is asked, in this order.
    pub questions: Vec<Ask>,
    /// What the answer looks like: a minijinja template that writes one JSON document. A list of lines is read as well.
    #[serde(deserialize_with = "template::text_or_lines")]
    pub template: String,
    #[serde(skip)]
    parsed: Parsed,
}

impl Recipe {
    /// Looks it over and tries it on invented rows. A recipe that passes can be called.
    ///
    /// # Errors
    /// The first fault, in words for whoever wrote it.
    pub fn check(&self) -> Result<(), RecipeFault> {
        check::check(self)
    }

    /// Parses its template now, so that no call has to wait for that. It is parsed once, whoever asks first.
    ///
    /// # Errors
    /// The first fault of the template, as [`Recipe::check`] tells it.
    pub fn parse(&self) -> Result<(), RecipeFault> {
        self.parsed.of(&self.template).map(drop)
    }

    /// What a consent needs for it: of each of these sets at least one permission.
    pub fn permissions(&self) -> impl Iterator<Item = &'static [Permission]> + '_ {
        self.questions.iter().map(Ask::permissions)
    }
}

/// Answers a call whose handler is a recipe: reads its parameters, asks the core, and renders on a thread where work may
/// take a while.
pub(crate) async fn answer(
    recipe: &Recipe,
    call: &ApiCall,
    entitled: &CustomerEntitlement,
    core: &dyn CoreBanking,
    journal: &Journal,
    temper: &Temper,
    now: Timestamp,
) -> Result<Vec<u8>, UkError> {
    let values = given::read(&recipe.parameters, &call.query)?;
    let today = now.to_zoned(TimeZone::UTC).date();
    let errand = Errand { core, journal, entitled, temper, today };
    let mut answers = Vec::with_capacity(recipe.questions.len());
    for ask in &recipe.questions {
        answers.push((ask.name().to_owned(), errand.ask(ask, &values).await?));
    }
    let (handler, url) = (Arc::clone(&call.handler), call.url.clone());
    let work = move || match &*handler {
        Handler::Recipe(recipe) => {
            let context = context(&values, answers.iter().map(|(name, rows)| (name.as_str(), rows.clone())), &url, now);
            render::render(&*recipe.parsed.of(&recipe.template)?, context)
        }
        Handler::Uk(_) | Handler::Platform(_) => Err(RecipeFault::template(None, "there is none")),
    };
    let rendered = tokio::task::spawn_blocking(work).await.map_err(|error| UkError::Unavailable(error.into()))?;
    rendered.map_err(|fault| UkError::Unavailable(fault.into()))
}

/// Everything a template knows.
fn context<'a>(
    values: &Values,
    answers: impl IntoIterator<Item = (&'a str, Rows)>,
    url: &str,
    now: Timestamp,
) -> Value {
    let given = values.iter().map(|(name, value)| (name.clone(), value.to_value()));
    let answered = answers.into_iter().map(|(name, rows)| (name.to_owned(), Value::from_object(rows)));
    let always = [
        ("now".to_owned(), Value::from(now.to_string())),
        ("today".to_owned(), Value::from(now.to_zoned(TimeZone::UTC).date().to_string())),
        ("url".to_owned(), Value::from(url)),
    ];
    Value::from_pairs(given.chain(answered).chain(always))
}

mod template {
    //! A template in JSON reads better as a list of lines than as one text full of `\n`.

    use serde::{Deserialize, Deserializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum TextOrLines {
        Text(String),
        Lines(Vec<String>),
    }

    pub(super) fn text_or_lines<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        Ok(match TextOrLines::deserialize(from)? {
            TextOrLines::Text(text) => text,
            TextOrLines::Lines(lines) => lines.join("\n"),
        })
    }
}

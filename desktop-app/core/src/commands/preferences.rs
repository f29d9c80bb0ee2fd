//! `set_preferences`: language, theme, hidden amounts.

use crate::desktop::Desktop;
use crate::dto::{DataChange, Preferences, PreferencesAsk};
use crate::host::Host;

/// Changes what is named and leaves the rest. A disk that refuses is a notice at the next start, not an error: the
/// choice holds for this run.
pub fn set_preferences<H: Host>(desktop: &Desktop<H>, ask: &PreferencesAsk) -> Preferences {
    let before = desktop.preferences().current().clone();
    let chosen = Preferences {
        locale: ask.locale.unwrap_or(before.locale),
        theme: ask.theme.unwrap_or(before.theme),
        hide_amounts: ask.hide_amounts.unwrap_or(before.hide_amounts),
    };
    desktop.choose(chosen.clone());
    desktop.changed(&[DataChange::Preferences], None);
    chosen
}

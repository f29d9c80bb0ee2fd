//! The id a request travels under (`x-fapi-interaction-id`): the app's own where it is a UUID, else one of ours. It is
//! echoed on success and error alike, and nothing else an app writes there ever reaches a log or a header.

use http::{HeaderMap, HeaderName, HeaderValue};
use moa_kernel::Entropy;
use uuid::Uuid;

pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-fapi-interaction-id");

/// One request's id.
#[derive(Debug, Clone)]
pub(crate) struct Interaction(String);

impl Interaction {
    /// Takes the app's id, or makes one.
    pub(crate) fn of(headers: &HeaderMap, entropy: &dyn Entropy) -> Self {
        let mut given = headers.get_all(&HEADER).iter();
        let one = match (given.next(), given.next()) {
            (Some(value), None) => value.to_str().ok().filter(|text| is_uuid(text)),
            _ => None,
        };
        Self(one.map_or_else(|| entropy.uuid(), str::to_owned))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as a header.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

/// Only the usual form with hyphens: the UUID crate also reads braces and `urn:`.
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    fn of(values: &[&str]) -> String {
        let headers = values.iter().map(|value| (HEADER, HeaderValue::from_str(value).unwrap())).collect();
        Interaction::of(&headers, &SeededEntropy::new(1)).as_str().to_owned()
    }

    #[test]
    fn a_uuid_is_echoed_as_it_came() {
        assert_eq!(of(&["93BAC548-D2DE-4546-B106-880A5018460D"]), "93BAC548-D2DE-4546-B106-880A5018460D");
    }

    #[test]
    fn anything_else_is_replaced() {
        let one = "93bac548-d2de-4546-b106-880a5018460d";
        let ours = SeededEntropy::new(1).uuid();
        let braces = format!("{{{one}}}");
        for values in [&[][..], &["1"], &["<script>"], &[one, one], &[&braces], &["93bac548d2de4546b106880a5018460d"]] {
            assert_eq!(of(values), ours, "{values:?}");
        }
    }
}

//! The account access consent: the one resource an app makes itself. No core knows it; it lives in the bank's own book of
//! consents, which this file fills and reads.

use moa_bank_core::consents::{Consent, ConsentState, NewConsent};
use moa_bank_core::ledger::Window;
use moa_kernel::{ClientId, Timestamp};
use moa_wire::DateTimeText;
use moa_wire::uk::v4::consents::{Consent as WireConsent, ConsentRequest, ConsentStatus, Permission as WirePermission};
use moa_wire::uk::v4::{Envelope, Risk};

use super::encode::to_json;
use super::links::{date_time, single};
use super::{Permissions, UkError};
use crate::processor::ApiCall;

const EXPIRATION: &str = "Data.ExpirationDateTime";
const FROM: &str = "Data.TransactionFromDateTime";
const TO: &str = "Data.TransactionToDateTime";

/// Reads `OBReadConsent1` and checks that it makes sense.
///
/// # Errors
/// [`UkError::Body`] for anything but the standard's JSON, [`UkError::Permissions`] and [`UkError::BodyDate`] for values
/// that do not go together or have passed.
pub fn decode(body: &[u8], client: &ClientId, now: Timestamp) -> Result<NewConsent, UkError> {
    let request: Envelope<ConsentRequest> = serde_json::from_slice(body).map_err(|_| UkError::Body)?;
    if request.risk.is_none() {
        return Err(UkError::Body);
    }
    let asked = request.data;
    let permissions = Permissions::requested(asked.permissions.iter().map(WirePermission::as_str))?;
    let expires_at = moment(EXPIRATION, asked.expiration_date_time.as_ref())?;
    if expires_at.is_some_and(|end| end <= now) {
        return Err(UkError::BodyDate { path: EXPIRATION, problem: "must lie in the future" });
    }
    let from = moment(FROM, asked.transaction_from_date_time.as_ref())?;
    let to = moment(TO, asked.transaction_to_date_time.as_ref())?;
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(UkError::BodyDate { path: FROM, problem: "must not be after TransactionToDateTime" });
    }
    Ok(NewConsent {
        client: client.clone(),
        permissions: permissions.words().map(str::to_owned).collect(),
        expires_at,
        history: Window { from, to },
    })
}

/// Writes `OBReadConsentResponse1`.
///
/// # Errors
/// [`UkError::NotFound`] for a consent its app has deleted: it answers as if it had never been.
pub fn encode(call: &ApiCall, consent: &Consent) -> Result<Vec<u8>, UkError> {
    let data = WireConsent {
        consent_id: consent.id.to_string(),
        creation_date_time: date_time(consent.created_at),
        status: status(&consent.state).ok_or(UkError::NotFound)?,
        status_reason: Vec::new(),
        status_update_date_time: date_time(consent.state_since()),
        permissions: consent.permissions.iter().map(|word| WirePermission::from(word.as_str())).collect(),
        expiration_date_time: consent.expires_at.map(date_time),
        transaction_from_date_time: consent.history.from.map(date_time),
        transaction_to_date_time: consent.history.to.map(date_time),
    };
    let (mut links, meta) = single(call);
    if !links.this.ends_with(consent.id.as_str()) {
        // The answer to the POST names the new resource, not the collection.
        links.this = format!("{}/{}", call.url, consent.id);
    }
    to_json(&Envelope { risk: Some(Risk {}), ..Envelope::of(data, links, meta) })
}

fn status(state: &ConsentState) -> Option<ConsentStatus> {
    match state {
        ConsentState::Awaiting => Some(ConsentStatus::AwaitingAuthorisation),
        ConsentState::Authorised { .. } => Some(ConsentStatus::Authorised),
        ConsentState::Rejected { .. } => Some(ConsentStatus::Rejected),
        ConsentState::Revoked { .. } => Some(ConsentStatus::Cancelled),
        ConsentState::Expired { .. } => Some(ConsentStatus::Expired),
        ConsentState::Deleted { .. } => None,
    }
}

fn moment(path: &'static str, text: Option<&DateTimeText>) -> Result<Option<Timestamp>, UkError> {
    let Some(text) = text else { return Ok(None) };
    let problem = "must be a date and time with an offset";
    text.moment().map(Some).map_err(|_| UkError::BodyDate { path, problem })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<NewConsent, UkError> {
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        decode(body.as_bytes(), &ClientId::new("app-1").unwrap(), now)
    }

    fn refused(data: &str) -> String {
        read(&format!(r#"{{"Data":{data},"Risk":{{}}}}"#)).unwrap_err().to_string()
    }

    #[test]
    fn the_published_request_is_read() {
        let consent = read(
            r#"{"Data":{"Permissions":["ReadAccountsDetail","ReadBalances","ReadTransactionsDetail","ReadTransactionsCredits"],
            "ExpirationDateTime":"2027-05-20T00:00:00+00:00","TransactionFromDateTime":"2025-11-23T09:00:00+09:00"},"Risk":{}}"#,
        )
        .unwrap();
        assert_eq!(consent.permissions.len(), 4);
        assert_eq!(consent.history.from.unwrap().to_string(), "2025-11-23T00:00:00Z");
        assert_eq!(consent.history.to, None);
    }

    #[test]
    fn permissions_that_make_no_sense_are_refused() {
        assert!(refused(r#"{"Permissions":[]}"#).contains("at least one"));
        assert!(refused(r#"{"Permissions":["ReadAccountsBasic","ReadEverything"]}"#).contains("not one of"));
        assert!(refused(r#"{"Permissions":["ReadAccountsBasic","ReadTransactionsBasic"]}"#).contains("need"));
    }

    #[test]
    fn dates_that_make_no_sense_are_refused() {
        let with = |dates: &str| refused(&format!(r#"{{"Permissions":["ReadAccountsBasic"],{dates}}}"#));
        assert!(with(r#""ExpirationDateTime":"2026-11-23T09:00:00Z""#).contains("future"));
        assert!(with(r#""ExpirationDateTime":"2027-05-20T00:00:00""#).contains("offset"));
        let reversed =
            r#""TransactionFromDateTime":"2026-02-01T00:00:00Z","TransactionToDateTime":"2026-01-01T00:00:00Z""#;
        assert!(with(reversed).contains("must not be after"));
    }

    #[test]
    fn what_is_not_the_standards_json_is_refused() {
        for body in [
            "",
            "[]",
            "{}",
            r#"{"Data":{"Permissions":["ReadAccountsBasic"]}}"#,
            r#"{"Data":{},"Risk":{}}"#,
            r#"{"Data":{"Permissions":"ReadAccountsBasic"},"Risk":{}}"#,
            r#"{"Data":{"Permissions":["ReadAccountsBasic"],"Permissions":["ReadBalances"]},"Risk":{}}"#,
            r#"{"Data":{"Permissions":["ReadAccountsBasic"]},"Risk":{}} trailing"#,
            "\u{feff}{}",
        ] {
            assert!(matches!(read(body), Err(UkError::Body)), "{body}");
        }
    }
}

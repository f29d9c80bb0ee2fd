//! Which request each command is. Pure, so that commands and API can be held against each other without a server.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::bail;
use serde_json::{Value, json};

use super::arguments::{Accounts, Api, App, Approvals, Audit, Consents, Plans, RoleName, Which};
use super::call::Ask;
use super::tell::Stuck;

const ROOT: &str = "/admin/v1";

/// A part of a path: whatever is not plain is escaped (RFC 3986 §2.1).
pub(crate) fn part(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

/// Below a bank.
pub(crate) fn at(bank: &str, rest: &str) -> String {
    format!("{ROOT}/banks/{}/{rest}", part(bank))
}

/// One version of an API, below a bank.
pub(crate) fn at_api(bank: &str, which: &Which, rest: &str) -> String {
    let slash = if rest.is_empty() { "" } else { "/" };
    at(bank, &format!("apis/{}/{}{slash}{rest}", part(&which.family), part(&which.version)))
}

pub(crate) fn accounts(command: &Accounts) -> Ask {
    let root = format!("{ROOT}/accounts");
    match command {
        Accounts::List => Ask::get(root),
        Accounts::Add { name, role } => {
            let role = match role {
                RoleName::Auditor => "auditor",
                RoleName::Operator => "operator",
                RoleName::Admin => "admin",
            };
            Ask::post(root, &json!({ "name": name, "role": role }))
        }
        Accounts::Remove { name } => Ask::delete(format!("{root}/{}", part(name))),
        Accounts::Reset { name } => Ask::post(format!("{root}/{}/password", part(name)), &json!({})),
    }
}

/// Everything but drafting and verifying, which are more than one request.
pub(crate) fn api(bank: &str, command: &Api) -> anyhow::Result<Ask> {
    Ok(match command {
        Api::Show(which) => Ask::get(at_api(bank, which, "")),
        Api::Definition(which) => Ask::get(at_api(bank, which, "definition")),
        Api::Reports(which) => Ask::get(at_api(bank, which, "reports")),
        Api::Submit(which) => Ask::post(at_api(bank, which, "submit"), &json!({})),
        Api::Cancel(which) => Ask::delete(at_api(bank, which, "verification")),
        Api::Publish { which, definition } => {
            Ask::post(at_api(bank, which, "publish"), &json!({ "definition": definition }))
        }
        Api::Unblock(which) => Ask::post(at_api(bank, which, "unblock"), &json!({})),
        Api::Retire { which, reason } => Ask::post(at_api(bank, which, "retire"), &json!({ "reason": reason })),
        Api::Block { which, reason } => Ask::post(at_api(bank, which, "block"), &json!({ "reason": reason })),
        Api::Deprecate { which, sunset, successor } => {
            let body = json!({ "sunset": moment(sunset)?, "successor": successor });
            Ask::post(at_api(bank, which, "deprecate"), &body)
        }
        Api::Verify { which, overrides, .. } => {
            let overrides = overrides.iter().map(|text| said(text)).collect::<Result<Vec<_>, _>>()?;
            Ask::post(at_api(bank, which, "verification"), &json!({ "overrides": overrides }))
        }
        Api::Watch(which) => Ask::get(at_api(bank, which, "verification")),
        Api::Draft { .. } => bail!("a draft is read from its file first"),
    })
}

/// A moment, or the beginning of a day in UTC.
fn moment(text: &str) -> anyhow::Result<String> {
    if text.parse::<jiff::Timestamp>().is_ok() {
        return Ok(text.to_owned());
    }
    let Ok(day) = text.parse::<jiff::civil::Date>() else {
        return Err(Stuck::new(format!("`{text}` is no moment"), "write 2030-01-01, or 2030-01-01T00:00:00Z").into());
    };
    Ok(day.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC)?.timestamp().to_string())
}

fn said(text: &str) -> Result<Value, Stuck> {
    let (rule, why) = text.split_once('=').ok_or_else(|| {
        Stuck::new(format!("the override `{text}` does not say why"), "write --override RULE=\"WHY\"")
    })?;
    Ok(json!({ "rule": rule, "why": why.trim() }))
}

pub(crate) fn app(bank: &str, command: &App) -> anyhow::Result<Ask> {
    let at = |app: &str, rest: &str| at(bank, &format!("apps/{}{rest}", part(app)));
    Ok(match command {
        App::Show { app } => Ask::get(at(app, "")),
        App::Suspend { app, reason } => Ask::post(at(app, "/suspend"), &json!({ "reason": reason })),
        App::Resume { app } => Ask::post(at(app, "/resume"), &json!({})),
        App::RotateKeys { app, jwks } => Ask::put(at(app, "/keys"), &json!({ "keys": keys(jwks)? })),
        App::RevokeKey { app, key } => Ask::delete(at(app, &format!("/keys/{}", part(key)))),
        App::Plan { app, plan } => Ask::put(at(app, "/plan"), &json!({ "plan": plan })),
    })
}

/// The keys of a set in a file (RFC 7517 §5).
fn keys(file: &Path) -> Result<Value, Stuck> {
    let next = "a key set is {\"keys\": [ … ]} with public keys as JWK (RFC 7517)";
    let stuck = |what: &str| Stuck::new(format!("{} {what}", file.display()), next);
    let text = std::fs::read(file).map_err(|error| stuck("cannot be read").because(&error))?;
    let set: Value = serde_json::from_slice(&text).map_err(|error| stuck("is no JSON").because(&error))?;
    set.get("keys").cloned().ok_or_else(|| stuck("holds no keys"))
}

/// The apps of a bank, or those after one.
pub(crate) fn apps(bank: &str, after: Option<&str>) -> Ask {
    let after = after.map(|app| format!("?after={}", part(app))).unwrap_or_default();
    Ask::get(at(bank, &format!("apps{after}")))
}

pub(crate) fn plans(bank: &str, command: &Plans) -> Ask {
    match command {
        Plans::List => Ask::get(at(bank, "plans")),
        Plans::Define { name, quota, window, burst, per_second, at_once } => {
            let body = json!({ "quota_requests": quota, "quota_window_seconds": window, "burst": burst,
                "per_second": per_second, "at_once": at_once });
            Ask::put(at(bank, &format!("plans/{}", part(name))), &body)
        }
        Plans::Remove { name } => Ask::delete(at(bank, &format!("plans/{}", part(name)))),
    }
}

pub(crate) fn approvals(bank: &str, command: &Approvals) -> Ask {
    let decide = |number: &u64, decision: &str, reason: &str| {
        let path = at(bank, &format!("approvals/{number}/decision"));
        Ask::post(path, &json!({ "decision": decision, "reason": reason }))
    };
    let ask = |wish: Value, reason: &str| Ask::post(at(bank, "approvals"), &json!({ "wish": wish, "reason": reason }));
    match command {
        Approvals::List { all } => Ask::get(at(bank, &format!("approvals?waiting={}", !all))),
        Approvals::AskPublish { which: Which { family, version }, definition, reason } => {
            let wish = json!({ "kind": "publish", "family": family, "version": version, "definition": definition });
            ask(wish, reason)
        }
        Approvals::AskPlan { app, plan, reason } => ask(json!({ "kind": "plan", "app": app, "plan": plan }), reason),
        Approvals::Approve { number, reason } => decide(number, "approve", reason),
        Approvals::Deny { number, reason } => decide(number, "deny", reason),
    }
}

pub(crate) fn consents(bank: &str, command: &Consents) -> Ask {
    match command {
        Consents::List { app, customer, in_force, before } => {
            let mut path = at(bank, &format!("consents?in_force={in_force}"));
            let mut add = |name: &str, value: Option<String>| {
                if let Some(value) = value {
                    path.push_str(&format!("&{name}={}", part(&value)));
                }
            };
            add("app", app.clone());
            add("customer", customer.clone());
            add("before", before.map(|mark| mark.to_string()));
            Ask::get(path)
        }
        Consents::Show { consent } => Ask::get(at(bank, &format!("consents/{}", part(consent)))),
        Consents::Revoke { consent, reason } => {
            Ask::post(at(bank, &format!("consents/{}/revoke", part(consent))), &json!({ "reason": reason }))
        }
    }
}

/// Without a bank, the world's own log.
pub(crate) fn audit(bank: Option<&str>, command: &Audit) -> Ask {
    let at = |rest: &str| match bank {
        Some(bank) => at(bank, rest),
        None => format!("{ROOT}/{rest}"),
    };
    match command {
        Audit::List { after, limit, .. } => Ask::get(at(&format!("audit?after={after}&limit={limit}"))),
        Audit::Export { .. } => Ask::get(at("audit/export")),
        Audit::Verify { .. } => Ask::post(at("audit/verify"), &json!({})),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_path_cannot_leave_its_place() {
        assert_eq!(part("app-1.a_b~"), "app-1.a_b~");
        assert_eq!(part("../a b/é?#%"), "..%2Fa%20b%2F%C3%A9%3F%23%25");
        let ask = consents("thames", &Consents::Show { consent: "a/../../b?c=d".to_owned() });
        assert_eq!(ask.path, "/admin/v1/banks/thames/consents/a%2F..%2F..%2Fb%3Fc%3Dd");
    }

    #[test]
    fn a_day_begins_at_midnight_and_an_override_says_why() {
        assert_eq!(moment("2030-01-01").unwrap(), "2030-01-01T00:00:00Z");
        assert_eq!(moment("2030-01-01T12:00:00Z").unwrap(), "2030-01-01T12:00:00Z");
        assert!(moment("soon").is_err());
        assert_eq!(said("a=b=c").unwrap(), json!({ "rule": "a", "why": "b=c" }));
        assert!(said("a").is_err());
    }
}

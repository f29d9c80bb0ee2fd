//! Finds the operation a request means. A table is data and small, so looking through it is enough.

use http::Method;

use crate::operations::Operation;

/// What a path and method mean.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// An operation, and the id in its path, as it was written.
    Found { operation: &'a Operation, id: Option<&'a str> },
    /// There is such a path, but not with this method.
    OtherMethod { allow: String },
    /// There is no such path.
    Nothing,
}

/// Looks `path` (below the base) up.
pub(crate) fn find<'a>(table: &'a [Operation], method: &Method, path: &'a str) -> Route<'a> {
    let mut allow = Vec::new();
    for operation in table {
        let Some(id) = matches(operation.path, path) else { continue };
        if operation.method == *method {
            return Route::Found { operation, id };
        }
        allow.push(operation.method.as_str());
    }
    if allow.is_empty() { Route::Nothing } else { Route::OtherMethod { allow: allow.join(", ") } }
}

/// Whether a path fits a template, and the id it has where the template has braces.
#[allow(clippy::option_option, reason = "the outer says whether it fits, the inner whether there is an id")]
fn matches<'a>(template: &str, path: &'a str) -> Option<Option<&'a str>> {
    let mut parts = path.split('/');
    let mut id = None;
    for wanted in template.split('/') {
        let part = parts.next()?;
        if wanted.starts_with('{') {
            if part.is_empty() {
                return None;
            }
            id = Some(part);
        } else if wanted != part {
            return None;
        }
    }
    parts.next().is_none().then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::UK_ACCOUNT_INFORMATION;

    fn find_get(path: &str) -> Option<(&'static str, Option<&str>)> {
        match find(UK_ACCOUNT_INFORMATION, &Method::GET, path) {
            Route::Found { operation, id } => Some((operation.id, id)),
            _ => None,
        }
    }

    #[test]
    fn a_path_means_its_operation() {
        assert_eq!(find_get("/accounts"), Some(("GetAccounts", None)));
        assert_eq!(find_get("/accounts/22289"), Some(("GetAccountsAccountId", Some("22289"))));
        assert_eq!(find_get("/accounts/22289/balances"), Some(("GetAccountsAccountIdBalances", Some("22289"))));
        assert_eq!(find_get("/party"), Some(("GetParty", None)));
    }

    #[test]
    fn and_nothing_that_only_looks_like_it() {
        for path in
            ["", "/", "/accounts/", "/accounts//balances", "/accounts/1/balances/", "/Accounts", "/offers", "accounts"]
        {
            assert_eq!(find_get(path), None, "{path}");
        }
    }

    #[test]
    fn a_known_path_says_which_methods_it_takes() {
        let route = find(UK_ACCOUNT_INFORMATION, &Method::PUT, "/account-access-consents/aac-1");
        assert_eq!(route, Route::OtherMethod { allow: "GET, DELETE".to_owned() });
        assert_eq!(find(UK_ACCOUNT_INFORMATION, &Method::PUT, "/nothing"), Route::Nothing);
    }

    #[test]
    fn no_two_rows_mean_the_same_request() {
        for (at, one) in UK_ACCOUNT_INFORMATION.iter().enumerate() {
            for other in &UK_ACCOUNT_INFORMATION[at + 1..] {
                assert!(one.id != other.id && (one.method != other.method || one.path != other.path), "{}", one.id);
            }
        }
    }
}

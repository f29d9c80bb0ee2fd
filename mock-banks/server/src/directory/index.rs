//! The page that says what runs where, for a person who opens the directory in a browser.

use std::fmt::Write as _;

use super::ListedBank;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:3rem auto;padding:0 1rem;\
color:#1b1c1f;background:#fafaf8}@media(prefers-color-scheme:dark){body{color:#ececef;background:#16171a}a{color:#9db8ff}\
li{border-color:#34363c!important}}h1{font-weight:600}ul{list-style:none;padding:0}li{display:flex;gap:1rem;\
align-items:center;border-top:1px solid #dddcd6;padding:1rem 0}img{width:3rem;height:3rem}code{font-size:.9em}\
p.note{opacity:.75}";

/// The page.
pub(super) fn page(origin: &str, banks: &[ListedBank]) -> String {
    let mut list = String::new();
    for bank in banks {
        entry(&mut list, bank);
    }
    let origin = escape(origin);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>Moa mock banks</title><style>{STYLE}</style></head><body>\
         <h1>Moa mock banks</h1><p>A country of invented banks on this machine. Programs read the \
         <a href=\"/participants\">participants file</a> at <code>{origin}/participants</code>.</p><ul>{list}</ul>\
         <p class=\"note\">Nothing here is real money, and nobody here is a real person.</p></body></html>"
    )
}

fn entry(list: &mut String, bank: &ListedBank) {
    let (id, name, origin) = (bank.spec.id.as_str(), escape(&bank.spec.name.en), escape(&bank.origin));
    let logins: Vec<String> = bank.spec.customers.iter().map(|customer| escape(&customer.login)).collect();
    // Writing to a String cannot fail.
    let _ = write!(
        list,
        "<li><img src=\"/logos/{id}.svg\" alt=\"\"><div><strong>{name}</strong> · {country} · {currency}<br>\
         <code>{origin}</code> · <a href=\"{origin}/.well-known/openid-configuration\">metadata</a><br>\
         customers: {logins}</div></li>",
        id = escape(id),
        country = escape(&bank.spec.country),
        currency = bank.spec.currency,
        logins = logins.join(", "),
    );
}

/// Text fit to stand in HTML and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_file_becomes_markup() {
        assert_eq!(escape("<b>\"Tom\" & 'Jerry'</b>"), "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;");
    }
}

//! `Links` and `Meta`: what surrounds every resource.

use moa_kernel::Timestamp;
use moa_wire::DateTimeText;
use moa_wire::uk::v4::{Links, Meta};

use super::page::make_page;
use crate::port::TransactionPage;
use crate::processor::ApiCall;

/// Links and meta of a resource that fits on one page.
pub(super) fn single(call: &ApiCall) -> (Links, Meta) {
    let links = Links { this: link(call, None), ..Links::default() };
    (links, Meta { total_pages: Some(1), ..Meta::default() })
}

/// Links and meta of one page of many.
pub(super) fn paged(call: &ApiCall, page: &TransactionPage, page_size: u32) -> (Links, Meta) {
    let next = page.next.as_deref().map(|position| link(call, Some(Page::At(position))));
    let first = link(call, Some(Page::First));
    let links = Links { this: link(call, None), first: Some(first), next, ..Links::default() };
    let pages = page.total.div_ceil(u64::from(page_size.max(1))).max(1);
    let meta = Meta {
        total_pages: Some(i32::try_from(pages).unwrap_or(i32::MAX)),
        first_available_date_time: page.first_available.map(date_time),
        last_available_date_time: page.last_available.map(date_time),
    };
    (links, meta)
}

/// A moment as the standard writes it.
pub(super) fn date_time(at: Timestamp) -> DateTimeText {
    DateTimeText::of(at)
}

#[derive(Clone, Copy)]
enum Page<'a> {
    First,
    At(&'a str),
}

/// The URL of the call, as it was asked or on another page. The parameters this API knows are written again, so that a
/// link is always well-formed and holds nothing else that an app may have sent along.
fn link(call: &ApiCall, page: Option<Page<'_>>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in ["fromBookingDateTime", "toBookingDateTime"] {
        if let Some(value) = call.parameter(name) {
            query.append_pair(name, value);
        }
    }
    match page {
        None => {
            if let Some(value) = call.parameter("page") {
                query.append_pair("page", value);
            }
        }
        Some(Page::First) => {}
        Some(Page::At(position)) => {
            query.append_pair("page", &make_page(position));
        }
    }
    let query = query.finish();
    if query.is_empty() { call.url.clone() } else { format!("{}?{query}", call.url) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::uk::Operation;

    fn call(query: &[(&str, &str)]) -> ApiCall {
        let query = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        ApiCall { url: "http://127.0.0.1:7301/t".to_owned(), query, ..ApiCall::of(Operation::Transactions) }
    }

    #[test]
    fn a_next_link_keeps_the_window_and_drops_what_is_not_ours() {
        let call = call(&[("fromBookingDateTime", "2026-10-01T00:00:00"), ("evil", "\r\nX: y"), ("page", "b2xk")]);
        let page = TransactionPage { next: Some("7:8".to_owned()), total: 51, ..TransactionPage::default() };
        let (links, meta) = paged(&call, &page, 25);
        let window = "http://127.0.0.1:7301/t?fromBookingDateTime=2026-10-01T00%3A00%3A00";
        assert_eq!(links.this, format!("{window}&page=b2xk"));
        assert_eq!(links.first.unwrap(), window);
        assert_eq!(links.next.unwrap(), format!("{window}&page={}", make_page("7:8")));
        assert_eq!(meta.total_pages, Some(3));
    }

    #[test]
    fn nothing_at_all_is_still_one_page() {
        let (links, meta) = paged(&call(&[]), &TransactionPage::default(), 25);
        assert_eq!((links.this.as_str(), links.next), ("http://127.0.0.1:7301/t", None));
        assert_eq!(meta.total_pages, Some(1));
    }
}

//! The page the customer sees when they come back from their bank. It repeats nothing of what the browser brought, runs no
//! script and loads nothing.

use crate::language::Language;

/// What the page has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Approved,
    NotApproved,
    WrongCaller,
}

struct Words {
    title: &'static str,
    text: &'static str,
    sign: &'static str,
}

const TEMPLATE: &str = include_str!("page.html");

const fn words(outcome: Outcome, language: Language) -> Words {
    use Language::{English, Korean};
    let (title, text, sign) = match (outcome, language) {
        (Outcome::Approved, English) => {
            ("Your bank said yes", "Go back to Moa: your accounts are on their way. You can close this page.", "✓")
        }
        (Outcome::Approved, Korean) => {
            ("은행 승인이 끝났어요", "모아로 돌아가 주세요. 계좌를 불러오고 있어요. 이 창은 닫아도 됩니다.", "✓")
        }
        (Outcome::NotApproved, English) => (
            "Nothing was linked",
            "The approval did not go through. You can close this page and try again in Moa.",
            "–",
        ),
        (Outcome::NotApproved, Korean) => {
            ("연결되지 않았어요", "승인이 완료되지 않았습니다. 이 창을 닫고 모아에서 다시 시도해 주세요.", "–")
        }
        (Outcome::WrongCaller, English) => ("This page has nothing for you", "Start again in Moa.", "?"),
        (Outcome::WrongCaller, Korean) => ("표시할 내용이 없어요", "모아에서 다시 시작해 주세요.", "?"),
    };
    Words { title, text, sign }
}

/// The whole answer, head and page.
pub(super) fn answer(outcome: Outcome, language: Language) -> Vec<u8> {
    let Words { title, text, sign } = words(outcome, language);
    let status = if outcome == Outcome::WrongCaller { "400 Bad Request" } else { "200 OK" };
    let page = TEMPLATE
        .replace("{{language}}", language.tag())
        .replace("{{title}}", title)
        .replace("{{text}}", text)
        .replace("{{sign}}", sign);
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n\r\n{page}",
        page.len()
    )
    .into_bytes()
}

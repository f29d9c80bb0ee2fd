//! What a check says of every operation, it has asked of the last one too: a gateway that is weak there and nowhere else is
//! caught, and the operation is named.

use moa_bank_testbed::Bounds;

use crate::harness::{behind, found, small};
use crate::weakened::{Asked, Weaken, weakened};

/// The last operation of the small API, as findings name it.
const LAST: &str = "GET /accounts/{AccountId}/transactions";

fn is_the_last(asked: &Asked) -> bool {
    asked.method == "GET" && asked.uri.path().ends_with("/transactions")
}

/// What is weak about the last operation, and what each check has to say of it.
type Planted = (Weaken, &'static [(&'static str, &'static str)]);

const OBJECTS: &str = "safe.another-customers-objects-are-not-there";

const PLANTED: &[Planted] = &[
    (
        // It refuses nobody. Another customer's account is answered as one that is not there: both with 200.
        |asked, it| if is_the_last(asked) && it.status >= 400 { it.forgiven() } else { it },
        &[
            ("safe.no-token-opens-nothing", "without a token: it was answered with 200"),
            ("safe.a-token-without-its-key-opens-nothing", "without a proof: it was answered with 200"),
            (
                "safe.a-token-without-its-key-opens-nothing",
                "with a proof that was used before: it was answered with 200",
            ),
            (
                "safe.a-token-of-another-scope-opens-nothing",
                "with a token of the scope accounts2: it was answered with 200",
            ),
            ("safe.a-token-of-another-kind-opens-nothing", "with a token of the other kind: it was answered with 200"),
            ("safe.what-has-ended-opens-nothing", "with a token that is over: it was answered with 200"),
            ("safe.what-has-ended-opens-nothing", "with a consent that was taken back: it was answered with 200"),
            ("safe.another-apps-token-opens-nothing-of-this-app", "with another app's token: it was answered with 200"),
            (OBJECTS, "for what belongs to somebody else: it was answered: 200"),
        ],
    ),
    (
        // It gives away what is somebody's, and says of everything else that it is not there.
        |asked, it| {
            let not_theirs = it.body.contains("\"U011\"") && !asked.uri.path().contains("/00000");
            if is_the_last(asked) && not_theirs { it.forgiven() } else { it }
        },
        &[(OBJECTS, "for what belongs to somebody else: it was answered: 200")],
    ),
];

#[tokio::test]
async fn a_weakness_of_the_last_operation_alone_is_caught_and_the_operation_named() {
    let small = small();
    let last = small["operations"].as_array().unwrap().last().unwrap();
    assert_eq!(LAST, format!("{} {}", last["method"].as_str().unwrap(), last["path"].as_str().unwrap()));
    for (weaken, caught) in PLANTED {
        let report = behind(weakened(*weaken), Bounds::default()).await;
        for (check, words) in *caught {
            let said = found(&report, check);
            assert!(said.contains(&format!("{LAST} {words}")), "{check} does not say {words:?}:\n{said}");
            let elsewhere: Vec<_> = said.lines().filter(|line| !line.starts_with(LAST)).collect();
            assert_eq!(elsewhere, Vec::<&str>::new(), "{check} names what is not weak");
        }
    }
}

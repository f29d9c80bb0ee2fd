//! The examples that come with Moa hold together, and the careless ones too: it is not their form that is wrong with them.

use moa_tests::spending::{V1_0, V1_1, V2_0, breaking_minor, definition, lying_answers, open_operation};

#[test]
fn every_example_is_a_definition() {
    for (text, version) in [(V1_0, "1.0"), (V1_1, "1.1"), (V2_0, "2.0")] {
        let example = definition(text).unwrap_or_else(|faults| panic!("{version}: {faults}"));
        assert_eq!((example.family.as_str(), example.version.to_string().as_str()), ("spending", version));
        assert!(example.base_path.ends_with(&format!("/v{}", example.version.major)));
    }
}

#[test]
fn what_is_wrong_with_the_careless_ones_is_not_their_form() {
    for careless in [breaking_minor(), open_operation(), lying_answers()] {
        let careless = careless.unwrap();
        let read = definition(&careless).unwrap_or_else(|faults| panic!("{faults}"));
        assert_ne!(read.hash(), definition(V1_0).unwrap().hash());
    }
}

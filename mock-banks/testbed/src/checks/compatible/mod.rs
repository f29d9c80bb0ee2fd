//! The compatible plan: whoever uses the published version goes on as before.
//!
//! The rules are those of [`diff`](crate::diff), where breaking is a property of the contract. Each check here is one promise
//! to callers and names the rules that break it.

pub(crate) mod no_answer_goes_away;
pub(crate) mod no_answer_says_more_than_before;
pub(crate) mod no_field_of_an_answer_becomes_optional;
pub(crate) mod no_field_of_an_answer_goes_away;
pub(crate) mod no_input_is_dropped;
pub(crate) mod no_input_takes_less;
pub(crate) mod no_limit_falls;
pub(crate) mod no_new_input_is_required;
pub(crate) mod no_operation_goes_away;
pub(crate) mod no_type_is_changed;
pub(crate) mod nobody_needs_more_rights;
pub(crate) mod the_address_stays_and_the_version_goes_on;
pub(crate) mod the_two_can_be_compared;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Rule;

    #[test]
    fn every_rule_belongs_to_exactly_one_check() {
        let all = [
            the_address_stays_and_the_version_goes_on::RULES,
            no_operation_goes_away::RULES,
            no_new_input_is_required::RULES,
            no_input_is_dropped::RULES,
            no_input_takes_less::RULES,
            no_answer_goes_away::RULES,
            no_field_of_an_answer_goes_away::RULES,
            no_field_of_an_answer_becomes_optional::RULES,
            no_answer_says_more_than_before::RULES,
            no_type_is_changed::RULES,
            nobody_needs_more_rights::RULES,
            no_limit_falls::RULES,
            the_two_can_be_compared::RULES,
        ];
        for rule in Rule::ALL {
            let count = all.iter().filter(|rules| rules.contains(rule)).count();
            assert_eq!(count, 1, "{}", rule.id());
        }
    }
}

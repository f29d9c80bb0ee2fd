//! The list of all checks, in the order in which they run. A check is one file, named by its sentence; what is not in this
//! list does not run.

pub(crate) mod compatible;
pub(crate) mod fit;
pub(crate) mod safe;
pub(crate) mod zero_interruption;

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::check::{Check, Verdict};
use crate::lab::{Lab, LabEnd};
use crate::subject::Subject;

/// A check and how it is asked.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) check: Check,
    pub(crate) run: Run,
}

/// How a check is asked.
#[derive(Clone, Copy)]
pub(crate) enum Run {
    /// By reading the definitions.
    Reading(fn(&Subject) -> Verdict),
    /// By asking a twin of the bank.
    Asking(fn(Arc<Lab>) -> BoxFuture<'static, Result<Verdict, LabEnd>>),
}

macro_rules! reading {
    ($plan:ident :: $name:ident) => {
        Entry { check: $plan::$name::CHECK, run: Run::Reading($plan::$name::run) }
    };
}

macro_rules! asking {
    ($plan:ident :: $name:ident) => {
        Entry {
            check: $plan::$name::CHECK,
            run: Run::Asking(|lab| Box::pin(async move { $plan::$name::run(&lab).await })),
        }
    };
}

/// Every check.
pub(crate) const ALL: &[Entry] = &[
    reading!(fit::the_definition_holds_together),
    reading!(fit::the_document_is_openapi),
    reading!(fit::references_lead_somewhere),
    reading!(fit::operation_ids_are_unique),
    reading!(fit::document_and_definition_name_the_same_operations),
    reading!(fit::paths_name_their_parameters),
    reading!(fit::version_and_address_agree),
    reading!(fit::schemas_can_judge),
    reading!(fit::examples_match_their_schemas),
    reading!(fit::every_operation_asks_for_the_platforms_security),
    reading!(fit::the_interaction_id_travels),
    reading!(fit::success_is_described),
    reading!(fit::refusals_are_described),
    asking!(fit::answers_match_the_document),
    asking!(fit::refusals_match_the_document),
    asking!(fit::a_repeated_request_is_answered_as_the_first),
    reading!(compatible::the_address_stays_and_the_version_goes_on),
    reading!(compatible::no_operation_goes_away),
    reading!(compatible::no_new_input_is_required),
    reading!(compatible::no_input_is_dropped),
    reading!(compatible::no_input_takes_less),
    reading!(compatible::no_answer_goes_away),
    reading!(compatible::no_field_of_an_answer_goes_away),
    reading!(compatible::no_field_of_an_answer_becomes_optional),
    reading!(compatible::no_answer_says_more_than_before),
    reading!(compatible::no_type_is_changed),
    reading!(compatible::nobody_needs_more_rights),
    reading!(compatible::no_limit_falls),
    reading!(compatible::the_two_can_be_compared),
    asking!(safe::no_token_opens_nothing),
    asking!(safe::a_token_without_its_key_opens_nothing),
    asking!(safe::a_token_of_another_scope_opens_nothing),
    asking!(safe::a_token_of_another_kind_opens_nothing),
    asking!(safe::what_has_ended_opens_nothing),
    asking!(safe::another_apps_token_opens_nothing_of_this_app),
    asking!(safe::another_customers_objects_are_not_there),
    asking!(safe::injected_text_does_nothing),
    asking!(safe::what_is_too_large_is_refused),
    asking!(safe::wrong_methods_and_types_are_refused),
    asking!(safe::rate_limits_limit),
    // These two have listened to all that was asked before.
    asking!(safe::every_answer_wears_the_security_headers),
    asking!(safe::nothing_leaks),
    asking!(zero_interruption::traffic_goes_on_while_the_version_is_switched),
];

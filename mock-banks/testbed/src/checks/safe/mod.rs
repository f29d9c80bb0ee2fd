//! The safe plan: it gives nothing to those who may not have it, and breaks over nothing that a stranger can send.

pub(crate) mod a_token_of_another_kind_opens_nothing;
pub(crate) mod a_token_of_another_scope_opens_nothing;
pub(crate) mod a_token_without_its_key_opens_nothing;
pub(crate) mod another_apps_token_opens_nothing_of_this_app;
pub(crate) mod another_customers_objects_are_not_there;
pub(crate) mod every_answer_wears_the_security_headers;
pub(crate) mod injected_text_does_nothing;
pub(crate) mod no_token_opens_nothing;
pub(crate) mod nothing_leaks;
pub(crate) mod rate_limits_limit;
pub(crate) mod what_has_ended_opens_nothing;
pub(crate) mod what_is_too_large_is_refused;
pub(crate) mod wrong_methods_and_types_are_refused;

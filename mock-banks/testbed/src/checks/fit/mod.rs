//! The fit plan: the document is what the platform needs, and the bank's answers are what the document says.

pub(crate) mod a_repeated_request_is_answered_as_the_first;
pub(crate) mod answers_match_the_document;
pub(crate) mod document_and_definition_name_the_same_operations;
pub(crate) mod every_operation_asks_for_the_platforms_security;
pub(crate) mod examples_match_their_schemas;
pub(crate) mod operation_ids_are_unique;
pub(crate) mod paths_name_their_parameters;
pub(crate) mod references_lead_somewhere;
pub(crate) mod refusals_are_described;
pub(crate) mod refusals_match_the_document;
pub(crate) mod schemas_can_judge;
pub(crate) mod success_is_described;
pub(crate) mod the_definition_holds_together;
pub(crate) mod the_document_is_openapi;
pub(crate) mod the_interaction_id_travels;
pub(crate) mod version_and_address_agree;

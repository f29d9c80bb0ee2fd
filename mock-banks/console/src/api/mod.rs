//! The operations, one file per noun. Each function reads, asks the room that does the work, and shows what came of it.

pub(crate) mod accounts;
pub(crate) mod apis;
pub(crate) mod approvals;
pub(crate) mod apps;
pub(crate) mod audit;
pub(crate) mod banks;
pub(crate) mod consents;
pub(crate) mod explanations;
pub(crate) mod lifecycle;
pub(crate) mod plans;
pub(crate) mod reports;
pub(crate) mod sessions;
pub(crate) mod texts;
pub(crate) mod traffic;
pub(crate) mod verification;

use std::sync::Arc;

use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::Desk;

/// A bank, in a path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct BankPath {
    /// The bank's id.
    #[param(example = "thames")]
    pub(crate) bank: String,
}

/// Every operation.
pub(crate) fn routes() -> OpenApiRouter<Arc<Desk>> {
    OpenApiRouter::new()
        .routes(routes!(sessions::open))
        .routes(routes!(sessions::show, sessions::close))
        .routes(routes!(sessions::change_password))
        .routes(routes!(sessions::make_metrics_token))
        .routes(routes!(accounts::list, accounts::add))
        .routes(routes!(accounts::remove))
        .routes(routes!(accounts::reset_password))
        .routes(routes!(banks::list))
        .routes(routes!(apis::list, apis::draft))
        .routes(routes!(apis::show))
        .routes(routes!(apis::definition))
        .routes(routes!(reports::list))
        .routes(routes!(reports::show))
        .routes(routes!(lifecycle::submit))
        .routes(routes!(verification::start, verification::show, verification::cancel))
        .routes(routes!(lifecycle::publish))
        .routes(routes!(lifecycle::deprecate))
        .routes(routes!(lifecycle::retire))
        .routes(routes!(lifecycle::block))
        .routes(routes!(lifecycle::unblock))
        .routes(routes!(apps::list))
        .routes(routes!(apps::show))
        .routes(routes!(apps::suspend))
        .routes(routes!(apps::resume))
        .routes(routes!(apps::rotate_keys))
        .routes(routes!(apps::revoke_key))
        .routes(routes!(plans::assign))
        .routes(routes!(plans::list))
        .routes(routes!(plans::define, plans::remove))
        .routes(routes!(approvals::list, approvals::ask))
        .routes(routes!(approvals::decide))
        .routes(routes!(consents::list))
        .routes(routes!(consents::show))
        .routes(routes!(consents::revoke))
        .routes(routes!(traffic::usage))
        .routes(routes!(traffic::alerts))
        .routes(routes!(explanations::explain))
        .routes(routes!(traffic::metrics))
        .routes(routes!(audit::list))
        .routes(routes!(audit::export))
        .routes(routes!(audit::verify))
        .routes(routes!(audit::list_world))
        .routes(routes!(audit::export_world))
        .routes(routes!(audit::verify_world))
}

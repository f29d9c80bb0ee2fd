//! Plans that were defined here, and which app is on which: kept, so that they hold again after a restart. What requests
//! are held to is what the [`Gate`](crate::gate::Gate) was told.

use moa_bank_core::audit::{self, NewRecord};
use moa_bank_core::state::{Database, StateError};
use moa_kernel::ClientId;
use serde_json::json;

use crate::console::ManagedBank;
use crate::gate::{PlanError, PlanRecord};
use crate::problem::Problem;

/// The tables of plans.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE console_plans (
        bank TEXT NOT NULL,
        name TEXT NOT NULL,
        plan TEXT,
        PRIMARY KEY (bank, name)
    ) STRICT;
    CREATE TABLE console_plans_of (
        bank TEXT NOT NULL,
        app TEXT NOT NULL,
        plan TEXT NOT NULL,
        PRIMARY KEY (bank, app)
    ) STRICT;
";

/// Tells the gateway what was decided before. A plan that cannot be read any more leaves its apps on the standard one.
pub(crate) fn restore(database: &Database, managed: &ManagedBank) -> Result<(), StateError> {
    let bank = managed.bank.id().as_str();
    let (plans, apps) = database.read(|connection| {
        let pairs = |sql: &str| -> Result<Vec<(String, Option<String>)>, StateError> {
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([bank], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let plans = pairs("SELECT name, plan FROM console_plans WHERE bank = ?1")?;
        Ok::<_, StateError>((plans, pairs("SELECT app, plan FROM console_plans_of WHERE bank = ?1")?))
    })?;
    for (name, plan) in plans {
        let done = match plan.as_deref().map(serde_json::from_str::<PlanRecord>) {
            None => managed.gate.remove_plan(&name).is_ok(),
            Some(Ok(plan)) => managed.gate.define_plan(plan).is_ok(),
            Some(Err(_)) => false,
        };
        if !done {
            tracing::warn!(bank, name, "a stored plan could not be taken up again");
        }
    }
    for (app, plan) in apps {
        let done =
            ClientId::new(app).ok().zip(plan).is_some_and(|(app, plan)| managed.gate.assign_plan(&app, &plan).is_ok());
        if !done {
            tracing::warn!(bank, "an app could not be put on its plan again");
        }
    }
    Ok(())
}

/// Keeps a plan.
pub(crate) fn define(
    database: &Database,
    managed: &ManagedBank,
    plan: &PlanRecord,
    actor: &str,
) -> Result<(), Problem> {
    let text = serde_json::to_string(plan).map_err(|error| Problem::internal(&error))?;
    let record = NewRecord::new(actor, "plan.define", format!("plan/{}", plan.name)).facts(json!({ "plan": plan }));
    keep(database, managed, (&plan.name, Some(text)), record, || managed.gate.define_plan(plan.clone()))
}

/// Forgets a plan.
pub(crate) fn remove(database: &Database, managed: &ManagedBank, name: &str, actor: &str) -> Result<(), Problem> {
    let record = NewRecord::new(actor, "plan.remove", format!("plan/{name}"));
    keep(database, managed, (name, None), record, || managed.gate.remove_plan(name))
}

/// Writes a change of a plan down. The gateway is told last, inside the transaction: what it refuses is not kept, and what
/// cannot be written down it is not told.
fn keep(
    database: &Database,
    managed: &ManagedBank,
    (name, text): (&str, Option<String>),
    record: NewRecord,
    tell: impl FnOnce() -> Result<(), PlanError>,
) -> Result<(), Problem> {
    database.write(|transaction| {
        let sql = "INSERT OR REPLACE INTO console_plans (bank, name, plan) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, (managed.bank.id().as_str(), name, text)).map_err(StateError::from)?;
        audit::append(transaction, &managed.bank, record)?;
        tell().map_err(Problem::from)
    })
}

/// Puts an app on a plan.
pub(crate) fn assign(
    database: &Database,
    managed: &ManagedBank,
    app: &ClientId,
    plan: &str,
    actor: &str,
) -> Result<(), Problem> {
    database.write(|transaction| {
        let sql = "INSERT OR REPLACE INTO console_plans_of (bank, app, plan) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, (managed.bank.id().as_str(), app.as_str(), plan)).map_err(StateError::from)?;
        let record = NewRecord::new(actor, "app.assign-plan", format!("app/{app}")).facts(json!({ "plan": plan }));
        audit::append(transaction, &managed.bank, record)?;
        managed.gate.assign_plan(app, plan).map_err(Problem::from)
    })
}

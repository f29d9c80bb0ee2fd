//! Which plans there are, and which app is on which. Changed while requests run: each request looks once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use moa_kernel::ClientId;

use super::{Plan, PlanFault};

const PLANS_MAX: usize = 200;

/// The plans and who is on them.
#[derive(Debug)]
pub struct Plans {
    now: ArcSwap<Book>,
    /// One change at a time, or two would undo each other.
    changing: Mutex<()>,
}

#[derive(Debug, Clone)]
struct Book {
    standard: Arc<Plan>,
    plans: BTreeMap<String, Arc<Plan>>,
    apps: HashMap<ClientId, AppEntry>,
}

#[derive(Debug, Clone, Default)]
struct AppEntry {
    plan: Option<String>,
    blocked: bool,
}

impl Default for Plans {
    /// `standard`, on which every app starts, and `sandbox-small`.
    fn default() -> Self {
        let standard = Arc::new(Plan::standard());
        let plans = [Arc::clone(&standard), Arc::new(Plan::sandbox_small())];
        let plans = plans.into_iter().map(|plan| (plan.name.clone(), plan)).collect();
        Self { now: ArcSwap::from_pointee(Book { standard, plans, apps: HashMap::new() }), changing: Mutex::new(()) }
    }
}

impl Plans {
    /// The plan of an app, and whether the operator has shut it out.
    #[must_use]
    pub fn of(&self, app: &ClientId) -> (Arc<Plan>, bool) {
        let book = self.now.load();
        let Some(entry) = book.apps.get(app) else { return (Arc::clone(&book.standard), false) };
        let plan = entry.plan.as_ref().and_then(|name| book.plans.get(name)).unwrap_or(&book.standard);
        (Arc::clone(plan), entry.blocked)
    }

    /// All plans, by name.
    #[must_use]
    pub fn list(&self) -> Vec<Arc<Plan>> {
        self.now.load().plans.values().cloned().collect()
    }

    /// Keeps a plan, in the place of one of the same name. Apps on it are held to it from their next request on.
    ///
    /// # Errors
    /// When it makes no sense, or there are too many.
    pub fn define(&self, plan: Plan) -> Result<(), PlanFault> {
        plan.check()?;
        self.change(|book| {
            if book.plans.len() >= PLANS_MAX && !book.plans.contains_key(&plan.name) {
                return Err(PlanFault::TooMany);
            }
            let plan = Arc::new(plan);
            if plan.name == book.standard.name {
                book.standard = Arc::clone(&plan);
            }
            book.plans.insert(plan.name.clone(), plan);
            Ok(())
        })
    }

    /// Forgets a plan. Apps on it go back to the standard one.
    ///
    /// # Errors
    /// When there is none of this name, or it is the standard one.
    pub fn remove(&self, name: &str) -> Result<(), PlanFault> {
        self.change(|book| {
            if name == book.standard.name {
                return Err(PlanFault::Standard(name.to_owned()));
            }
            book.plans.remove(name).map(drop).ok_or_else(|| PlanFault::Unknown(name.to_owned()))
        })
    }

    /// Puts an app on a plan.
    ///
    /// # Errors
    /// When there is no such plan.
    pub fn assign(&self, app: &ClientId, plan: &str) -> Result<(), PlanFault> {
        self.change(|book| {
            if !book.plans.contains_key(plan) {
                return Err(PlanFault::Unknown(plan.to_owned()));
            }
            book.apps.entry(app.clone()).or_default().plan = Some(plan.to_owned());
            Ok(())
        })
    }

    /// Shuts an app out, from its next request on.
    pub fn block(&self, app: &ClientId) {
        self.set_blocked(app, true);
    }

    /// Lets an app in again.
    pub fn unblock(&self, app: &ClientId) {
        self.set_blocked(app, false);
    }

    fn set_blocked(&self, app: &ClientId, blocked: bool) {
        let changed: Result<(), PlanFault> = self.change(|book| {
            book.apps.entry(app.clone()).or_default().blocked = blocked;
            Ok(())
        });
        debug_assert!(changed.is_ok(), "nothing about it can fail");
    }

    fn change<T>(&self, act: impl FnOnce(&mut Book) -> Result<T, PlanFault>) -> Result<T, PlanFault> {
        let _one_at_a_time = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut book = Book::clone(&self.now.load());
        let done = act(&mut book)?;
        self.now.store(Arc::new(book));
        Ok(done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> ClientId {
        ClientId::new("app-1").unwrap()
    }

    #[test]
    fn an_app_is_on_the_standard_plan_until_it_is_put_on_another() {
        let plans = Plans::default();
        assert_eq!(plans.of(&app()), (Arc::new(Plan::standard()), false));
        plans.assign(&app(), "sandbox-small").unwrap();
        assert_eq!(plans.of(&app()).0.name, "sandbox-small");
        let smaller = Plan { at_once: 1, ..Plan::sandbox_small() };
        plans.define(smaller).unwrap();
        assert_eq!(plans.of(&app()).0.at_once, 1, "a plan changes under the apps on it");
        plans.remove("sandbox-small").unwrap();
        assert_eq!(plans.of(&app()).0.name, "standard");
    }

    #[test]
    fn what_makes_no_sense_changes_nothing() {
        let plans = Plans::default();
        assert_eq!(plans.assign(&app(), "gold"), Err(PlanFault::Unknown("gold".to_owned())));
        assert_eq!(plans.define(Plan { name: String::new(), ..Plan::standard() }), Err(PlanFault::Name));
        assert_eq!(plans.remove("standard"), Err(PlanFault::Standard("standard".to_owned())));
        assert_eq!(plans.remove("gold"), Err(PlanFault::Unknown("gold".to_owned())));
        assert_eq!(plans.list().len(), 2);
        for n in 2..PLANS_MAX {
            plans.define(Plan { name: format!("p{n}"), ..Plan::standard() }).unwrap();
        }
        assert_eq!(plans.define(Plan { name: "one-more".to_owned(), ..Plan::standard() }), Err(PlanFault::TooMany));
    }

    #[test]
    fn a_blocked_app_stays_on_its_plan() {
        let plans = Plans::default();
        plans.assign(&app(), "sandbox-small").unwrap();
        plans.block(&app());
        let (plan, blocked) = plans.of(&app());
        assert_eq!((plan.name.as_str(), blocked), ("sandbox-small", true));
        plans.unblock(&app());
        assert!(!plans.of(&app()).1);
    }
}

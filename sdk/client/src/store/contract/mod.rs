//! The promises of a store, as tests that every store runs.
//!
//! A store's own tests call [`store_contract!`](crate::store_contract) with an expression that makes an empty store; each
//! promise becomes a test of its name. A new store is done when they pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "these are tests; they live in the library so that stores of other crates can run them"
)]
#![allow(missing_docs, reason = "the names of the promises say what they promise")]

mod erasing;
mod lists;
pub mod samples;
mod searching;
mod transactions;
mod windows;

pub use erasing::*;
pub use lists::*;
pub use searching::*;
pub use transactions::*;
pub use windows::*;

/// Turns every promise into a test. `$make` is evaluated once per test and gives an empty `Store` and whatever must stay
/// alive with it (a temporary folder, or `()`).
#[macro_export]
macro_rules! store_contract {
    ($make:expr) => {
        $crate::store_contract!(@tests $make;
            a_link_comes_back_and_can_change
            nothing_is_kept_for_a_link_that_is_gone
            a_missing_account_is_marked_and_not_erased
            balances_are_replaced_by_a_complete_list
            an_incomplete_list_lets_nothing_go
            details_are_found_by_account_and_kind
            the_last_sync_is_remembered
            a_setting_comes_back
            the_same_page_twice_changes_nothing
            a_changed_record_is_counted_as_changed
            the_banks_own_text_comes_back
            amounts_come_back_digit_by_digit
            pending_gives_way_when_its_window_is_closed
            pending_outside_the_window_stays
            an_unreadable_row_keeps_what_may_be_its_stored_self
            a_version_gives_way_to_the_version_the_bank_has_now
            progress_is_remembered
            windows_cover_a_list_without_gaps_or_repeats
            a_list_is_sorted_as_asked
            filters_narrow_the_list_and_the_total
            months_count_rows_and_add_booked_money
            months_of_a_filtered_list_follow_the_filter
            booked_days_add_up_each_account_day_and_currency
            words_are_found_in_every_script
            a_changed_record_is_found_by_its_new_words_only
            erasing_a_link_leaves_no_trace_of_it
        );
    };
    (@tests $make:expr; $($promise:ident)+) => {
        $(
            #[tokio::test]
            async fn $promise() {
                let (store, _kept_alive) = $make;
                $crate::store::contract::$promise(&store).await;
            }
        )+
    };
}

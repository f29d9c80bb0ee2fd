//! What was read of the state, for as long as nothing in it has changed.
//!
//! What is kept holds for one revision ([`Database::revision`](super::Database::revision)): every committed write makes
//! another, and what is of an earlier one is as good as nothing. So a change is noticed by the very next look, whoever made it
//! and whichever way; nobody has to remember to tell this memory. The revision is read *before* the look at the state whose
//! outcome is kept: a write that falls between the two makes it stale at birth, never wrong.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A bounded memory of one revision.
#[derive(Debug)]
pub struct Remembered<K, V> {
    most: usize,
    book: Mutex<Book<K, V>>,
}

#[derive(Debug)]
struct Book<K, V> {
    revision: u64,
    values: HashMap<K, V>,
}

impl<K: Hash + Eq, V: Clone> Remembered<K, V> {
    /// A memory of at most `most` values. When it is full it is emptied: what is asked for often is soon there again.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most, book: Mutex::new(Book { revision: 0, values: HashMap::new() }) }
    }

    /// What was kept in this revision.
    pub fn find<Q: Hash + Eq + ?Sized>(&self, key: &Q, revision: u64) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let book = self.lock();
        if book.revision == revision { book.values.get(key).cloned() } else { None }
    }

    /// Keeps what a look found that began in this revision. Where a later one is at work already, it is not believed.
    pub fn keep(&self, key: K, revision: u64, value: V) {
        let mut book = self.lock();
        if revision < book.revision {
            return;
        }
        if revision > book.revision || book.values.len() >= self.most {
            *book = Book { revision, values: HashMap::new() };
        }
        book.values.insert(key, value);
    }

    /// A panic while it was held can have left out a value, which is then read again.
    fn lock(&self) -> MutexGuard<'_, Book<K, V>> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_holds_for_its_revision_alone() {
        let memory = Remembered::new(10);
        memory.keep("one", 7, 1);
        assert_eq!(memory.find("one", 7), Some(1));
        assert_eq!((memory.find("two", 7), memory.find("one", 8), memory.find("one", 6)), (None, None, None));
    }

    #[test]
    fn a_look_that_a_write_overtook_is_not_believed() {
        let memory = Remembered::new(10);
        memory.keep("one", 8, 1);
        memory.keep("two", 7, 2);
        assert_eq!((memory.find("two", 8), memory.find("two", 7)), (None, None));
        assert_eq!(memory.find("one", 8), Some(1));
    }

    #[test]
    fn it_has_an_end() {
        let memory = Remembered::new(3);
        for n in 0..10 {
            memory.keep(n, 1, n);
            assert!(memory.lock().values.len() <= 3);
        }
        assert_eq!((memory.find(&9, 1), memory.find(&0, 1)), (Some(9), None));
    }
}

//! Faults on purpose, for the tests in Kotlin and Swift. In a library that is shipped all of this is nothing.

#[cfg(all(feature = "planted", not(debug_assertions)))]
compile_error!("planted faults are for tests: a release build must not have them");

#[cfg(not(feature = "planted"))]
pub(crate) use absent::{Living, strike};
#[cfg(feature = "planted")]
pub(crate) use present::{Living, strike};

#[cfg(not(feature = "planted"))]
mod absent {
    use crate::FfiError;

    /// Nothing is planted.
    #[allow(clippy::unnecessary_wraps, reason = "its twin fails")]
    pub(crate) const fn strike() -> Result<(), FfiError> {
        Ok(())
    }

    /// Nobody counts.
    pub(crate) struct Living;

    impl Living {
        pub(crate) const fn begin() -> Self {
            Self
        }
    }
}

#[cfg(feature = "planted")]
#[allow(
    unsafe_code,
    unreachable_pub,
    clippy::panic,
    reason = "C functions for tests, read through JNA and dlsym; the panic is what they are for"
)]
mod present {
    use std::ffi::{CStr, c_char};
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::sync::{Mutex, PoisonError};

    use moa_sdk::ErrorKind;

    use crate::FfiError;

    static PLANTED: Mutex<Option<String>> = Mutex::new(None);
    static ALIVE: AtomicI64 = AtomicI64::new(0);

    /// The next call panics (`panic`), or fails with an error of this kind.
    ///
    /// # Safety
    /// The text ends with a zero.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn moa_plant(what: *const c_char) {
        // SAFETY: the caller promises a text that ends with a zero.
        let what = unsafe { CStr::from_ptr(what) }.to_string_lossy().into_owned();
        *PLANTED.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
    }

    /// How many objects the other side holds.
    #[unsafe(no_mangle)]
    pub extern "C" fn moa_objects_alive() -> i64 {
        ALIVE.load(Ordering::SeqCst)
    }

    /// Does what was planted, once.
    pub(crate) fn strike() -> Result<(), FfiError> {
        let Some(what) = PLANTED.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(()) };
        let kind = ErrorKind::ALL.iter().find(|kind| kind.code() == what);
        match (kind, what.as_str()) {
            (Some(kind), _) => Err((*kind).into()),
            (None, "closed") => Err(FfiError::closed()),
            (None, "internal") => Err(FfiError::internal()),
            (None, _) => std::panic::panic_any("planted-in-the-panic"),
        }
    }

    /// Counts an object as long as it lives.
    pub(crate) struct Living(());

    impl Living {
        pub(crate) fn begin() -> Self {
            ALIVE.fetch_add(1, Ordering::SeqCst);
            Self(())
        }
    }

    impl Drop for Living {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

//! Writes the Kotlin and Swift sources of `moa-ffi`: the generator of exactly the UniFFI version that the library was made with.
//!
//! It is a crate of its own because cargo unifies features within one build: built together with the library, the generator
//! would end up inside it. `cargo xtask bindings` therefore builds the two one after the other.

fn main() {
    uniffi::uniffi_bindgen_main();
}

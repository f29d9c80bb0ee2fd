package dev.moa

/** A bank, as the directory vouches for it. */
public data class Bank(
    val id: BankId,
    /** Its name, in the app's language as far as the directory has it. */
    val name: String,
    /** Its country (ISO 3166-1). */
    val country: String? = null,
    /** Its colour, `#rrggbb`. */
    val colour: String? = null,
    /** One to three characters to draw it with. */
    val monogram: String? = null,
    /** A picture, which Moa never fetches. */
    val logo: String? = null,
    /** Whether it is a test bank. */
    val isSandbox: Boolean = false,
    /** Whether an app can introduce itself there without paperwork. */
    val registersApps: Boolean = true,
)

/** An entry of the directory that is not used, and why. */
public data class RefusedBank(val name: String?, val why: String)

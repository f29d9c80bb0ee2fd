package dev.moa

import java.time.Instant

/** An account, with every balance its bank gave. [toString] says neither its name nor its numbers. */
public data class Account(
    val ref: AccountRef,
    val bank: BankId,
    /** What to call it: the customer's name, else the bank's. */
    val name: String?,
    /** What the bank calls the product. */
    val product: String? = null,
    /** Its currency. Absent when it holds several. */
    val currency: String? = null,
    val kind: AccountKind? = null,
    /** Whether a person or a business holds it, in the bank's words. */
    val category: String? = null,
    /** Whether it can be used, in the bank's words. */
    val status: String? = null,
    /** Its numbers. One account can have several (sort code and IBAN). */
    val numbers: List<AccountNumber> = emptyList(),
    /** The balances that count: one per currency, none when none is known. */
    val headlines: List<Headline> = emptyList(),
    /** Every balance the bank gave. */
    val balances: List<Balance> = emptyList(),
    /** Since when the bank no longer lists it. */
    val missingSince: Instant? = null,
    /** When the bank was asked. */
    val fetchedAt: Instant,
) {
    /** The balance that counts, of an account with one currency; the first of one with several. */
    val headline: Headline? get() = headlines.firstOrNull()

    override fun toString(): String = "Account(bank=$bank, kind=$kind, headlines=$headlines)"
}

/** A number that names an account in a scheme. [toString] shows only its end. */
public data class AccountNumber(
    /** Whose numbering it is (`UK.OBIE.IBAN`). */
    val scheme: String,
    /** The number. Banks may mask it. */
    val number: String,
    /** The name on the account. */
    val holder: String? = null,
    /** The last four characters, when there is something left to hide. */
    val lastFour: String? = null,
) {
    override fun toString(): String = "AccountNumber($scheme …${lastFour.orEmpty()})"
}

/** The balance that counts for an account. */
public data class Headline(
    /** How much is the customer's own, negative when owed. */
    val amount: Money,
    val kind: BalanceKind,
    /** When it was true, when the bank says. */
    val asOf: BankTime? = null,
    /** When the bank was asked. */
    val fetchedAt: Instant,
    /** Whether granted credit was taken out of the bank's figure. */
    val creditTakenOut: Boolean = false,
)

/** A balance as the bank gave it. */
public data class Balance(
    /** How much, negative when overdrawn or owed. */
    val amount: Money,
    val kind: BalanceKind,
    val asOf: BankTime? = null,
    /** Whether credit the bank grants is counted in it. */
    val includesCredit: Boolean = false,
)

package dev.moa

import java.time.Instant

/** Everything a person has, as far as it is known. */
public data class Overview(
    /** One total per currency, the one with most accounts first. Two currencies are never added. */
    val totals: List<CurrencyTotal> = emptyList(),
    /** The links in the order they were made, each with its accounts. */
    val banks: List<BankOverview> = emptyList(),
    /** Accounts that are in no total, with the reason. */
    val unknown: List<UnknownBalance> = emptyList(),
) {
    /** Every account of every bank. */
    val accounts: List<Account> get() = banks.flatMap { it.accounts }
}

/** Everything in one currency: always exactly the sum of the headlines. */
public data class CurrencyTotal(
    val total: Money,
    /** How many accounts are in it. */
    val accounts: Int,
    /** What each link adds to it, the largest first. */
    val shares: List<BankShare> = emptyList(),
    /** When the oldest part of the sum was true, as far as the banks say. */
    val oldestAsOf: BankTime? = null,
)

/** One link's part of a total. */
public data class BankShare(
    val link: LinkId,
    val bank: BankId,
    val amount: Money,
    /** Its part of a strip, in thousandths. */
    val permille: Int,
)

/** One link and its accounts. */
public data class BankOverview(
    val link: Link,
    val accounts: List<Account> = emptyList(),
    /** How its last sync went, when there was one. */
    val lastSync: LastSync? = null,
)

/** How a link's last sync went. */
public data class LastSync(
    val finishedAt: Instant,
    val isComplete: Boolean,
    /** When the bank last gave everything. */
    val lastSuccess: Instant? = null,
    /** Since when it does not work, when it does not. */
    val failingSince: Instant? = null,
    /** Not before this moment should it be tried again, when the bank said so. */
    val retryAt: Instant? = null,
)

/** An account that is in no total. */
public data class UnknownBalance(
    val account: AccountRef,
    /** `no_balance`, `not_own_money` or `no_longer_listed`. */
    val why: String,
)

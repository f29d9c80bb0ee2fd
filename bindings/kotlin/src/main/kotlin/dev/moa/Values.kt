package dev.moa

import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate

/** The directory's name for a bank: the same on every device. */
@JvmInline
public value class BankId(public val value: String) {
    override fun toString(): String = value
}

/** This installation's name for one customer's connection to one bank. */
@JvmInline
public value class LinkId(public val value: String) {
    override fun toString(): String = value
}

/** An account among all banks: a bank's id says nothing at another bank, so the link belongs to it. */
public data class AccountRef(val link: LinkId, val account: String) {
    override fun toString(): String = "AccountRef($link)"
}

/** The store's name for a transaction: the same on every sync and on every device. */
@JvmInline
public value class TransactionKey(public val value: String) {
    override fun toString(): String = value
}

/**
 * An exact amount of one currency, negative when it leaves the account or is owed.
 *
 * [amount] keeps the digits that the bank sent. [toString] shows at least as many decimals as the currency has.
 */
public data class Money(val amount: BigDecimal, val currency: String, val digits: Int? = null) : Comparable<Money> {
    /** Compares amounts of one currency; two currencies have no order. */
    override fun compareTo(other: Money): Int {
        require(currency == other.currency) { "$currency and ${other.currency} cannot be compared" }
        return amount.compareTo(other.amount)
    }

    override fun toString(): String {
        val shown = if (digits != null && amount.scale() < digits) amount.setScale(digits) else amount
        return "${shown.toPlainString()} $currency"
    }
}

/** A time as a bank says it: always a [day] of its calendar, and a moment when it gave a zone. */
public data class BankTime(val day: LocalDate, val at: Instant? = null) {
    override fun toString(): String = at?.toString() ?: day.toString()
}

/** Kinds of accounts (ISO 20022 cash account types). A code without a name here survives as it was sent. */
@JvmInline
public value class AccountKind(public val code: String) {
    override fun toString(): String = code

    public companion object {
        public val CURRENT: AccountKind = AccountKind("CACC")
        public val SAVINGS: AccountKind = AccountKind("SVGS")
        public val CARD: AccountKind = AccountKind("CARD")
        public val LOAN: AccountKind = AccountKind("LOAN")
        public val MORTGAGE: AccountKind = AccountKind("MORT")
        public val E_MONEY: AccountKind = AccountKind("EMON")
        public val WALLET: AccountKind = AccountKind("WALT")
    }
}

/** Kinds of balances (ISO 20022 external balance types). A code without a name here survives as it was sent. */
@JvmInline
public value class BalanceKind(public val code: String) {
    override fun toString(): String = code

    public companion object {
        public val CLOSING_BOOKED: BalanceKind = BalanceKind("CLBD")
        public val INTERIM_AVAILABLE: BalanceKind = BalanceKind("ITAV")
        public val INTERIM_BOOKED: BalanceKind = BalanceKind("ITBD")
        public val EXPECTED: BalanceKind = BalanceKind("XPCD")
    }
}

/** How far a transaction has come (ISO 20022 entry status). A code without a name here survives as it was sent. */
@JvmInline
public value class TransactionStatus(public val code: String) {
    override fun toString(): String = code

    public companion object {
        /** It is in the books. */
        public val BOOKED: TransactionStatus = TransactionStatus("BOOK")

        /** It is on its way, and may still change or vanish. */
        public val PENDING: TransactionStatus = TransactionStatus("PDNG")

        /** It was refused. No money moved. */
        public val REJECTED: TransactionStatus = TransactionStatus("RJCT")
    }
}

package dev.moa

import java.time.Instant
import java.time.LocalDate

/** Money that moved, is about to, or was refused. [toString] says when, how much and how far, and none of the words. */
public data class Transaction(
    /** The store's name for it. Absent on what comes straight from a bank. */
    val key: TransactionKey?,
    val account: AccountRef,
    val bank: BankId,
    /** The bank's name for it. Often absent, and not unique at every bank: never an identity. */
    val bankTransactionId: String? = null,
    /** How much, negative when it leaves the account. */
    val amount: Money,
    val status: TransactionStatus,
    /** Whether a later sync may bring it back changed. */
    val isProvisional: Boolean = false,
    /** The day it counts on. */
    val day: LocalDate? = null,
    /** When it was booked. Of a pending transaction it is the bank's forecast. */
    val booked: BankTime? = null,
    /** When it counts for interest. */
    val valued: BankTime? = null,
    /** What to call it: the shop, else the other side, else the statement's words. */
    val title: String? = null,
    /** What the statement says. */
    val description: String? = null,
    val merchant: String? = null,
    /** What the shop sells (ISO 18245). */
    val merchantCategory: String? = null,
    val counterparty: String? = null,
    val reference: String? = null,
    /** What it was for (ISO 20022 purpose). */
    val purpose: String? = null,
    /** What the bank took for it. */
    val charge: Money? = null,
    /** What was asked for in another currency, unsigned. */
    val instructed: Money? = null,
    val balanceAfter: Money? = null,
    /** When the bank was asked. */
    val fetchedAt: Instant,
) {
    override fun toString(): String = "Transaction($bank, $day, $amount, $status)"
}

/** A transaction with the bank's own JSON, byte for byte. [toString] shows only its size. */
public data class OriginalTransaction(val transaction: Transaction, val original: String) {
    override fun toString(): String = "OriginalTransaction($transaction, ${original.length} characters)"
}

/** Which of the stored transactions, and which part of their list. */
public data class TransactionQuery(
    val link: LinkId? = null,
    /** Only of this account; it names its link as well. */
    val account: AccountRef? = null,
    /** Words that must all occur. */
    val search: String? = null,
    val direction: Direction? = null,
    val status: Status? = null,
    val firstDay: LocalDate? = null,
    /** The last day, included. */
    val lastDay: LocalDate? = null,
    val sort: Sort = Sort.NEWEST_FIRST,
    val offset: Long = 0,
    /** How many rows to give: 10,000 at most, and 0 asks for the total alone. */
    val limit: Int = 60,
) {
    init {
        require(offset >= 0) { "offset: 0 or more" }
        require(limit in 0..10_000) { "limit: 0 to 10,000" }
    }

    /** Which way the money went. */
    public enum class Direction { MONEY_IN, MONEY_OUT }

    /** How far it has come. */
    public enum class Status { BOOKED, PENDING }

    /** In which order. Newest first begins with what is pending, oldest first ends with it. */
    public enum class Sort { NEWEST_FIRST, OLDEST_FIRST, LARGEST_FIRST }

    /** The words of a search are the person's own. */
    override fun toString(): String = "TransactionQuery(link=$link, sort=$sort, offset=$offset, limit=$limit)"
}

/** Some rows of a long list. */
public data class TransactionPage(
    /** How many rows the whole list has. */
    val total: Long,
    val rows: List<Transaction>,
)

/** A page straight from a bank. */
public data class BankPage(
    /** Its number, from 1. */
    val number: Int,
    /** How many there are, when the bank says so. */
    val of: Int?,
    /** What could be read, in the bank's order. */
    val transactions: List<Transaction>,
    /** How many rows could not be read. */
    val skipped: Long,
)

/** One month of a list, in one currency. */
public data class Month(
    val year: Int,
    val month: Int,
    /** How many rows of the list are in it. */
    val count: Long,
    /** Booked money in. */
    val moneyIn: Money,
    /** Booked money out, negative or zero. */
    val moneyOut: Money,
)

package dev.moa

import java.net.URI
import java.time.Instant

/** One customer's connection to one bank. */
public data class Link(
    val id: LinkId,
    val bank: BankId,
    /** Where it stood when it was asked for. */
    val state: LinkState,
    /** When the customer approved. */
    val linkedAt: Instant,
    /** When the approval ends by itself. */
    val expiresAt: Instant? = null,
)

/** Where a link stands. */
public sealed interface LinkState {
    /** Whether the bank can be asked at all. */
    public val isUsable: Boolean get() = this is Active || this is ExpiringSoon

    /** The bank answers. */
    public data object Active : LinkState

    /** The bank answers, but not for much longer: a good moment to renew. */
    public data class ExpiringSoon(val endsAt: Instant) : LinkState

    /** The time the customer allowed is over. */
    public data class Expired(val since: Instant) : LinkState

    /** The bank no longer accepts our tokens: the customer withdrew the consent there, or the bank did. */
    public data class Lost(val since: Instant) : LinkState

    /** The customer ended it here. */
    public data class Revoked(val since: Instant) : LinkState

    /** A state this version has no word for. */
    public data object Unknown : LinkState
}

/** What to ask a customer for. */
public data class LinkRequest(
    val data: Wanted = Wanted.EVERYTHING,
    /** How many months of transactions, as far as the bank has them. */
    val months: Int = 24,
    /** The link to renew: it keeps its id and its data. */
    val renewing: LinkId? = null,
) {
    init {
        require(months in 1..600) { "months: 1 to 600" }
    }

    /** Which kinds of data. */
    public enum class Wanted { ACCOUNTS, TRANSACTIONS, EVERYTHING }
}

/**
 * An approval under way: open [url] in the customer's own browser, then [awaitCustomer], or [complete] with what came back.
 *
 * It can be completed once. [Moa.link] does all of it in one call.
 */
public interface Approval : AutoCloseable {
    /** The address to open in the customer's own browser (a Custom Tab), never in a web view. */
    public val url: URI

    /** When the customer has taken too long. */
    public val expiresAt: Instant

    /**
     * Waits on this device for the browser to come back, then completes. Cancelling ends the waiting; once the browser is
     * back, the link is made even if nobody waits for it any more. With [MoaOptions.redirect] nobody comes back here, and
     * this is a [MoaException.BadRequest].
     */
    public suspend fun awaitCustomer(): Link

    /** Completes with the whole address the browser was sent to: what an App Link's intent has as its data. */
    public suspend fun complete(redirect: String): Link

    /** Gives up: nobody waits any more, and the bank is told that the consent is not wanted. */
    public suspend fun giveUp()

    /** Lets go of it. The consent of an approval that was neither completed nor given up lapses at the bank. */
    override fun close()
}

/** What ending a link achieved, on both sides, so that a person is never told more than is true. */
public data class UnlinkReceipt(
    val link: LinkId,
    val bank: BankId,
    /** Why the bank did not confirm; null when it did. */
    val notConfirmed: ErrorKind?,
    /** How many rows of bank data were erased on this device. */
    val erasedRows: Long,
    /** Whether tokens and keys were erased on this device. */
    val erasedSecrets: Boolean,
) {
    /** Whether the bank confirmed that it deleted the consent and revoked the tokens. */
    val isConfirmedByBank: Boolean get() = notConfirmed == null
}

package dev.moa

import dev.moa.internal.NativeMoa
import java.net.URI
import java.time.LocalDate
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.withContext

/**
 * One installation: the banks, the customer's links to them, and what they brought.
 *
 * ```
 * Moa.open(MoaOptions(Directory.At("https://directory.example/participants"))).use { moa ->
 *     val link = moa.link(BankId("thames")) { url -> openInBrowser(url) }
 *     moa.sync()
 *     println(moa.overview().totals)
 * }
 * ```
 *
 * **Threads.** Every function may be called from any thread, also the main one: the work runs on threads of Moa's own, and
 * callers only wait. **Cancelling** a coroutine drops its call and closes its connection. **Errors** are [MoaException]s.
 * It is an interface so that an app's tests can play it.
 */
public interface Moa : AutoCloseable {
    /** The app's own address that customers come back to ([MoaOptions.redirect]); null when they come back to this device. */
    public val redirect: URI? get() = null

    /** The banks there are, in the order of their ids. */
    public fun banks(): List<Bank>

    /** The entries of the directory that are not used, and why. */
    public fun refusedBanks(): List<RefusedBank>

    /** Loads the list of banks again. When it cannot be loaded, the old one stays. */
    public suspend fun reloadBanks(): List<Bank>

    /** Makes a consent at a bank and prepares the customer's way there; see [Moa.link] for all of it in one call. */
    public suspend fun prepareLink(bank: BankId, request: LinkRequest = LinkRequest()): Approval

    /** Every link, the oldest first, each with where it stands now. */
    public suspend fun links(): List<Link>

    /**
     * Ends a link: tells the bank, erases secrets and data here, and says both outcomes. Once begun it goes on to its end,
     * even when the coroutine is cancelled.
     */
    public suspend fun unlink(link: LinkId): UnlinkReceipt

    /** One view of everything that is stored. No bank is asked. */
    public suspend fun overview(): Overview

    /**
     * Brings every bank's data home (or only one [link]'s), all banks at once. A bank that fails is a line of the report
     * and not an exception.
     *
     * [onProgress] runs in the caller's own context, so on the dispatcher it was called from; when it throws, the sync stops
     * and the exception comes out here. What was read until a cancellation stays.
     */
    public suspend fun sync(link: LinkId? = null, onProgress: suspend (SyncProgress) -> Unit = {}): SyncReport

    /** A sync as a cold flow: progress, and the report at the end. Not collecting any more stops it. */
    public fun syncing(link: LinkId? = null): Flow<SyncEvent>

    /** A window of the stored transactions. */
    public suspend fun transactions(query: TransactionQuery = TransactionQuery()): TransactionPage

    /** The months of the stored transactions that match, newest first, each currency apart. */
    public suspend fun months(query: TransactionQuery = TransactionQuery()): List<Month>

    /** One stored transaction with the bank's own text. */
    public suspend fun transaction(key: TransactionKey): OriginalTransaction?

    /**
     * The transactions of one account straight from its bank, as a cold flow that fetches as it is collected: a page is
     * asked for when the one before is used up. When rows could not be read, the flow ends in a [MoaException] after
     * everything that could.
     */
    public fun transactionsAtBank(
        account: AccountRef,
        since: LocalDate? = null,
        until: LocalDate? = null,
    ): Flow<Transaction>

    /** The same page by page, with how many rows could not be read. */
    public fun pagesAtBank(account: AccountRef, since: LocalDate? = null, until: LocalDate? = null): Flow<BankPage>

    /** Ends what is under way, and lets go of everything. Calls that wait or come later fail with [MoaException.Closed]. */
    override fun close()

    public companion object {
        /** Opens an installation: its secrets, its data, and the list of banks. */
        public suspend fun open(options: MoaOptions): Moa = NativeMoa.open(options)
    }
}

/**
 * Links a bank: prepares, lets [openBrowser] show the address to the customer, waits for them to come back, and completes.
 *
 * When the coroutine is cancelled meanwhile, the consent is taken back at the bank.
 *
 * An app with a [Moa.redirect] of its own calls [Moa.prepareLink] and [Approval.complete] instead: the system brings its
 * customers back, and nobody waits here. For such an app this is a [MoaException.BadRequest], before any bank is asked.
 */
public suspend fun Moa.link(
    bank: BankId,
    request: LinkRequest = LinkRequest(),
    openBrowser: suspend (URI) -> Unit,
): Link {
    if (redirect != null) throw MoaException.BadRequest(nobodyWaits)
    return prepareLink(bank, request).use { approval ->
        var link: Link? = null
        try {
            openBrowser(approval.url)
            approval.awaitCustomer().also { link = it }
        } finally {
            if (link == null) withContext(NonCancellable) { runCatching { approval.giveUp() } }
        }
    }
}

private val nobodyWaits = ErrorDetails(
    ErrorKind.MISCONFIGURED,
    "customers come back to the app's own address, where link does not wait: use prepareLink, and complete it with the redirect",
)

/** Every account of every bank, from what is stored. */
public suspend fun Moa.accounts(): List<Account> = overview().accounts

/** The bank of that id, or null. */
public fun Moa.findBank(id: BankId): Bank? = banks().find { it.id == id }

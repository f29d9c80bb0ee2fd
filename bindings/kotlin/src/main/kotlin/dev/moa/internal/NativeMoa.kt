package dev.moa.internal

import dev.moa.AccountRef
import dev.moa.Approval
import dev.moa.Bank
import dev.moa.BankId
import dev.moa.BankPage
import dev.moa.ErrorDetails
import dev.moa.ErrorKind
import dev.moa.Link
import dev.moa.LinkId
import dev.moa.LinkRequest
import dev.moa.Moa
import dev.moa.MoaException
import dev.moa.MoaOptions
import dev.moa.Month
import dev.moa.OriginalTransaction
import dev.moa.Overview
import dev.moa.RefusedBank
import dev.moa.SyncEvent
import dev.moa.SyncProgress
import dev.moa.SyncReport
import dev.moa.Transaction
import dev.moa.TransactionKey
import dev.moa.TransactionPage
import dev.moa.TransactionQuery
import dev.moa.UnlinkReceipt
import dev.moa.internal.ffi.FfiApproval
import dev.moa.internal.ffi.FfiBank
import dev.moa.internal.ffi.FfiLink
import dev.moa.internal.ffi.FfiMoa
import dev.moa.internal.ffi.FfiMonth
import dev.moa.internal.ffi.FfiSyncListener
import dev.moa.internal.ffi.FfiSyncOptions
import dev.moa.internal.ffi.FfiSyncProgress
import dev.moa.internal.ffi.FfiTransaction
import java.net.URI
import java.time.Instant
import java.time.LocalDate
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.channelFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.launch

/** The interface over the library: every function calls, converts, and nothing else. */
internal class NativeMoa private constructor(private val ffi: FfiMoa, override val redirect: URI?) : Moa {
    private val closed = AtomicBoolean()

    private inline fun <T> call(block: () -> T): T = unlessClosed(closed, block)

    override fun banks(): List<Bank> = call { ffi.banks() }.map(FfiBank::toBank)

    override fun refusedBanks(): List<RefusedBank> = call { ffi.refusedBanks() }.map { RefusedBank(it.name, it.why) }

    override suspend fun reloadBanks(): List<Bank> = call { ffi.reloadBanks(null) }.map(FfiBank::toBank)

    override suspend fun prepareLink(bank: BankId, request: LinkRequest): Approval =
        NativeApproval(call { ffi.prepareLink(request.toFfi(bank), null) })

    override suspend fun links(): List<Link> = call { ffi.links(null) }.map(FfiLink::toLink)

    override suspend fun unlink(link: LinkId): UnlinkReceipt = call { ffi.unlink(link.value, null) }.toReceipt()

    override suspend fun overview(): Overview = call { ffi.overview(null) }.toOverview()

    override suspend fun sync(link: LinkId?, onProgress: suspend (SyncProgress) -> Unit): SyncReport = coroutineScope {
        // Rust must not wait for a listener, and a listener wants its own dispatcher: the channel stands between.
        val heard = Channel<SyncProgress>(Channel.UNLIMITED)
        val listener = object : FfiSyncListener {
            override fun progressed(progress: FfiSyncProgress) {
                heard.trySend(progress.toProgress())
            }
        }
        launch { for (progress in heard) onProgress(progress) }
        try {
            call { ffi.sync(FfiSyncOptions(link?.value), listener, null) }.toReport()
        } finally {
            heard.close()
        }
    }

    override fun syncing(link: LinkId?): Flow<SyncEvent> = channelFlow {
        val report = sync(link) { send(SyncEvent.Progress(it)) }
        send(SyncEvent.Finished(report))
    }

    override suspend fun transactions(query: TransactionQuery): TransactionPage {
        val window = call { ffi.transactions(query.toFfi(), null) }
        return TransactionPage(window.total.toLong(), window.rows.map(FfiTransaction::toTransaction))
    }

    override suspend fun months(query: TransactionQuery): List<Month> =
        call { ffi.months(query.toFfi(), null) }.map(FfiMonth::toMonth)

    override suspend fun transaction(key: TransactionKey): OriginalTransaction? =
        call { ffi.findTransaction(key.value, null) }?.let {
            OriginalTransaction(it.transaction.toTransaction(), it.original)
        }

    override fun transactionsAtBank(account: AccountRef, since: LocalDate?, until: LocalDate?): Flow<Transaction> = flow {
        var skipped = 0L
        pagesAtBank(account, since, until).collect { page ->
            skipped += page.skipped
            page.transactions.forEach { emit(it) }
        }
        if (skipped > 0) throw MoaException.BankAtFault(unreadable(skipped))
    }

    override fun pagesAtBank(account: AccountRef, since: LocalDate?, until: LocalDate?): Flow<BankPage> = flow {
        val pages = call { ffi.transactionsAtBank(account.link.value, account.account, since, until, null) }
        try {
            while (true) emit((call { pages.next(null) } ?: break).toPage())
        } finally {
            // Whoever stops collecting, by `take`, an exception or a cancellation, stops the fetching.
            rust { pages.stop() }
            pages.destroy()
        }
    }

    override fun close() {
        if (closed.compareAndSet(false, true)) {
            rust { ffi.shutdown() }
            ffi.destroy()
        }
    }

    override fun toString(): String = "Moa"

    companion object {
        suspend fun open(options: MoaOptions): Moa = NativeMoa(rust { FfiMoa.open(options.toFfi(), null) }, options.redirect)

        private fun unreadable(rows: Long) =
            ErrorDetails(ErrorKind.UNREADABLE, "$rows rows of the bank's answer could not be read")
    }
}

/** A call that finds the library's object gone comes after `close`. */
private inline fun <T> unlessClosed(closed: AtomicBoolean, block: () -> T): T {
    if (closed.get()) throw closedAlready()
    return try {
        rust(block)
    } catch (gone: IllegalStateException) {
        throw if (closed.get()) closedAlready() else gone
    }
}

/** An approval over the library. */
private class NativeApproval(private val ffi: FfiApproval) : Approval {
    override val url: URI = URI(rust { ffi.url() })
    override val expiresAt: Instant = rust { ffi.expiresAt() }

    private val closed = AtomicBoolean()

    private inline fun <T> call(block: () -> T): T = unlessClosed(closed, block)

    override suspend fun awaitCustomer(): Link = call { ffi.finish(null) }.toLink()

    override suspend fun complete(redirect: String): Link = call { ffi.complete(redirect, null) }.toLink()

    override suspend fun giveUp() = call { ffi.giveUp() }

    override fun close() {
        if (closed.compareAndSet(false, true)) ffi.destroy()
    }

    override fun toString(): String = "Approval(expires $expiresAt)"
}

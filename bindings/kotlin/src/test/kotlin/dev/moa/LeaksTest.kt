package dev.moa

import dev.moa.internal.ffi.FfiSyncListener
import dev.moa.internal.ffi.FfiSyncOptions
import dev.moa.internal.ffi.FfiSyncProgress
import java.lang.ref.WeakReference
import java.net.URI
import java.nio.file.Files
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.FutureTask
import kotlin.concurrent.thread
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test

/** What is closed, given up or forgotten leaves nothing behind on Rust's side. */
class LeaksTest {
    private val nowhere = MoaOptions(MoaOptions.Directory.Json("[]"))

    @Test
    fun `objects that nobody closes are let go of`(): Unit = runBlocking {
        val before = Planted.aliveAtRest()
        // On a thread that is gone afterwards: a stack that is still there would hold the last one.
        thread { runBlocking { repeat(20) { Moa.open(nowhere).overview() } } }.join()
        assertTrue(isFree { Planted.alive() <= before }, "${Planted.alive()} objects are alive, $before were")
    }

    @Test
    fun `approvals, pages, vaults and listeners that nobody closes are let go of`(): Unit = runBlocking {
        class OwnVault(private val kept: SecretVault = InMemoryVault()) : SecretVault by kept

        class Listening : FfiSyncListener {
            override fun progressed(progress: FfiSyncProgress) = Unit
        }
        val before = Planted.aliveAtRest()
        val ours = CopyOnWriteArrayList<WeakReference<Any>>()
        val work = FutureTask {
            runBlocking {
                val (vault, listener) = OwnVault() to Listening()
                ours += listOf(WeakReference<Any>(vault), WeakReference<Any>(listener))
                val (moa, link) = linked(MockBanks.options.copy(secrets = MoaOptions.Secrets.Own(vault)))
                assertTrue(moa.raw().sync(FfiSyncOptions(link.id.value), listener, null).complete)
                val account = moa.accounts().first().ref.account
                val held = mutableListOf<Any>(moa)
                repeat(3) {
                    held += moa.prepareLink(BankId("thames"))
                    val pages = moa.raw().transactionsAtBank(link.id.value, account, null, null, null)
                    assertNotNull(pages.next(null))
                    held += pages
                }
                assertTrue(Planted.alive() >= before + held.size, "three approvals, three lists and Moa")
            }
        }
        thread { work.run() }.join()
        work.get()
        assertTrue(isFree { Planted.alive() <= before }, "${Planted.alive()} objects are alive, $before were")
        assertTrue(isFree { ours.size == 2 && ours.all { it.get() == null } }, "Rust still holds the vault or the listener")
    }

    /** Whether it comes true once the garbage is collected. */
    private fun isFree(condition: () -> Boolean): Boolean = (1..200).any {
        System.gc()
        Thread.onSpinWait()
        condition()
    }

    @Test
    fun `a collector that throws, and one that is cancelled, let go of their pages at once`(): Unit = runBlocking {
        class Fed(what: String) : Exception(what)
        val (moa, _) = linked()
        moa.use {
            assertTrue(moa.sync().isComplete)
            val account = moa.accounts().first { it.name == "Everyday" }.ref
            val before = Planted.aliveAtRest()
            val pages = moa.pagesAtBank(account)
            var meanwhile = 0L
            val fed = assertFailsWith<Fed> {
                pages.collect {
                    meanwhile = Planted.alive()
                    throw Fed("up")
                }
            }
            assertEquals(listOf("up", before + 1, before), listOf(fed.message, meanwhile, Planted.alive()))

            val reading = CompletableDeferred<Unit>()
            val job = launch(Dispatchers.Default) {
                moa.transactionsAtBank(account).collect {
                    reading.complete(Unit)
                    awaitCancellation()
                }
            }
            reading.await()
            assertEquals(before + 1, Planted.alive())
            job.cancel()
            job.join()
            assertEquals(before, Planted.alive())
            assertEquals(1, pages.first().number, "the flow is cold: it can be collected again")
            assertEquals(before, Planted.alive())
        }
    }

    @Test
    fun `closing ends the calls under way and refuses those that come`(): Unit = runBlocking {
        OddBank().use { bank ->
            val before = Planted.aliveAtRest()
            val moa = openAt(bank)
            val call = async(Dispatchers.Default) { runCatching { moa.prepareLink(BankId("thames")) } }
            bank.isCalled()
            moa.close()
            moa.close()
            assertIs<MoaException.Closed>(withTimeout(20.seconds) { call.await() }.exceptionOrNull())
            bank.seesAllHangUp()
            assertFailsWith<MoaException.Closed> { moa.overview() }
            assertFailsWith<MoaException.Closed> { moa.banks() }
            assertEquals(before, Planted.alive())
        }
    }

    @Test
    fun `closing ends a sync and a page with a typed error, and nothing stays behind`(): Unit = runBlocking {
        val banks = Banks("--bank thames --transactions 300")
        val options = MoaOptions(
            MoaOptions.Directory.Json(URI(banks.directory).toURL().readText()),
            MoaOptions.Secrets.Own(InMemoryVault()),
            MoaOptions.Data.Encrypted(Files.createTempDirectory("moa").resolve("moa.db")),
        )
        val (first, link) = linked(options)
        assertTrue(first.sync().isComplete)
        val everyday = first.accounts().first { it.name == "Everyday" }.ref
        first.close()
        banks.close()
        val calls = listOf<suspend (Moa) -> Unit>({ it.sync(link.id) }, { it.transactionsAtBank(everyday).first() })
        // The bank is there again, and says nothing.
        OddBank(URI(banks.thames).port).use { silent ->
            for (work in calls) {
                val before = Planted.aliveAtRest()
                val moa = Moa.open(options)
                val call = async(Dispatchers.Default) { runCatching { work(moa) } }
                silent.isCalled()
                moa.close()
                assertIs<MoaException.Closed>(withTimeout(20.seconds) { call.await() }.exceptionOrNull())
                silent.seesAllHangUp()
                assertEquals(before, Planted.alive())
            }
        }
    }

    @Test
    fun `closing ends the waiting for a customer with a typed error, and nothing stays behind`(): Unit = runBlocking {
        val before = Planted.aliveAtRest()
        val moa = Moa.open(MockBanks.options)
        val approval = moa.prepareLink(BankId("thames"))
        // Up to where it waits, on this thread.
        val waiting = async(start = CoroutineStart.UNDISPATCHED) { runCatching { approval.awaitCustomer() } }
        moa.close()
        assertIs<MoaException.Closed>(withTimeout(20.seconds) { waiting.await() }.exceptionOrNull())
        assertFailsWith<MoaException.Closed> { approval.awaitCustomer() }
        approval.close()
        assertEquals(before, Planted.alive())
    }
}

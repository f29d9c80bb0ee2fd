package dev.moa

import java.net.URI
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Test

/** What becomes of work that nobody waits for any more: what changes something at a bank is brought to its end, the rest is dropped. */
class CancellingTest {
    private val thames = BankId("thames")

    /** Holds back a bank's answers until it is opened. */
    private class Gate {
        private val open = CompletableFuture<Unit>()

        fun open() = open.complete(Unit)

        fun pass(): Unit = open.get(20, TimeUnit.SECONDS)
    }

    /** A bank of its own, Moa beside it, and what is done with the port that the bank leaves. */
    private fun besideABank(story: suspend (Moa, Banks, Int) -> Unit): Unit = runBlocking {
        Banks("--bank thames").use { banks ->
            Moa.open(MoaOptions(MoaOptions.Directory.At(banks.directory))).use { moa -> story(moa, banks, URI(banks.thames).port) }
        }
    }

    /** Starts work, and stops waiting for it when the bank was called. */
    private suspend fun abandon(bank: OddBank, work: suspend () -> Unit): String = coroutineScope {
        val job = launch(Dispatchers.Default) { work() }
        val asked = bank.isCalled()
        job.cancel()
        job.join()
        assertTrue(job.isCancelled, "its caller was told at once")
        asked
    }

    @Test
    fun `a link that nobody waits to see ended is ended all the same`() = besideABank { moa, banks, port ->
        val link = moa.link(thames) { Person.allows(it) }
        banks.close()
        val gate = Gate()
        OddBank(port, { gate.pass(); reply(400, """{"error":"invalid_request"}""") }).use { bank ->
            abandon(bank) { moa.unlink(link.id) }
            assertEquals(listOf(link.id), moa.links().map { it.id }, "the bank has not answered yet")
            gate.open()
            withTimeout(20.seconds) { while (moa.links().isNotEmpty()) yield() }
        }
    }

    @Test
    fun `an approval that nobody waits to see completed leaves no consent behind when it fails`() = besideABank { moa, banks, port ->
        moa.prepareLink(thames).use { approval ->
            val redirect = Person.allowsAndHandsOver(approval.url)
            banks.close()
            val gate = Gate()
            val bank = OddBank(port, { path ->
                gate.pass()
                if (path == "/token") reply(400, """{"error":"invalid_grant"}""") else reply(204, "")
            })
            bank.use {
                assertEquals("POST /token HTTP/1.1", abandon(bank) { approval.complete(redirect) })
                gate.open()
                // The code was refused. Who had gone on waiting would be told; the consent is taken back in any case.
                assertTrue(bank.isCalled().startsWith("DELETE /open-banking/v4.0/aisp/account-access-consents/"))
            }
        }
    }

    /** A vault that takes its time over a link's tokens. */
    private class SlowVault(private val inner: InMemoryVault = InMemoryVault()) : SecretVault by inner {
        val asked = CompletableDeferred<Unit>()
        val gate = CompletableDeferred<Unit>()

        override suspend fun keep(name: String, secret: String) {
            if (name.startsWith("grant/")) {
                asked.complete(Unit)
                gate.await()
            }
            inner.keep(name, secret)
        }
    }

    @Test
    fun `an approval that nobody waits to see completed is a link all the same`(): Unit = runBlocking {
        val vault = SlowVault()
        Moa.open(MockBanks.options.copy(secrets = MoaOptions.Secrets.Own(vault))).use { moa ->
            moa.prepareLink(thames).use { approval ->
                val redirect = Person.allowsAndHandsOver(approval.url)
                val job = launch(Dispatchers.Default) { approval.complete(redirect) }
                vault.asked.await()
                job.cancel()
                job.join()
                assertTrue(moa.links().isEmpty(), "the tokens are not kept yet")
                vault.gate.complete(Unit)
                withTimeout(20.seconds) { while (moa.links().isEmpty()) yield() }
                assertTrue(moa.sync().isComplete, "and it is a good one")
            }
        }
    }

    @Test
    fun `a sync whose events nobody collects any more hangs up on the bank`() = besideABank { moa, banks, port ->
        moa.link(thames) { Person.allows(it) }
        assertIs<SyncEvent.Progress>(moa.syncing().first(), "one event is taken, and the sync is left")
        assertTrue(moa.sync().isComplete, "it holds up nobody")
        banks.close()
        OddBank(port).use { bank ->
            moa.syncing().onEach { bank.isCalled() }.first()
            bank.seesAllHangUp()
        }
        OddBank(port).use { bank ->
            abandon(bank) { moa.syncing().collect {} }
            bank.seesAllHangUp()
        }
    }
}

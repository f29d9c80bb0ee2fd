package dev.moa

import dev.moa.internal.ffi.FfiSyncListener
import dev.moa.internal.ffi.FfiSyncOptions
import java.net.ServerSocket
import java.net.URI
import java.nio.file.Files
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Test

class FaultsTest {
    private val nowhere = MoaOptions(MoaOptions.Directory.Json("[]"))

    @Test
    fun `a panic is an exception of its call, and the process lives`(): Unit = runBlocking {
        Moa.open(nowhere).use { moa ->
            Planted.next("panic")
            assertEquals(ErrorKind.INTERNAL, assertFailsWith<MoaException.Internal> { moa.overview() }.kind)
            Planted.next("panic")
            assertEquals(ErrorKind.INTERNAL, assertFailsWith<MoaException.Internal> { moa.banks() }.kind)
            Planted.next("panic")
            assertFailsWith<MoaException.Internal> { moa.sync() }
            Planted.next("panic")
            val said = assertFailsWith<MoaException.Internal> { moa.unlink(LinkId("x")) }
            assertTrue("planted" !in said.stackTraceToString())
            val lines = LinkedBlockingQueue<String>()
            MoaLog.sendTo(MoaLog.Level.ERROR) { lines += it.text }
            Planted.next("panic")
            assertFailsWith<MoaException.Internal> { moa.months() }
            val line = lines.poll(20, TimeUnit.SECONDS)
            assertTrue("planted.rs" in line && "planted-in" !in line, "the log says where, and not what: $line")
            MoaLog.silence()
            assertEquals(Overview(), moa.overview())
        }
    }

    @Test
    fun `cancelling a coroutine hangs up on the bank`(): Unit = runBlocking {
        OddBank().use { bank ->
            val list = MoaOptions.Directory.Json(MockBanks.participantsWithThamesAt(bank.origin))
            Moa.open(MoaOptions(list)).use { moa ->
                val job = launch(Dispatchers.Default) { moa.prepareLink(BankId("thames")) }
                bank.isCalled()
                job.cancel()
                job.join()
                bank.seesAllHangUp()
            }
        }
    }

    @Test
    fun `cancelling a sync or a page hangs up on the bank, and no page was asked for ahead`(): Unit = runBlocking {
        val banks = Banks("--bank thames --transactions 300")
        val port = URI(banks.thames).port
        Moa.open(MoaOptions(MoaOptions.Directory.At(banks.directory))).use { moa ->
            val link = moa.link(BankId("thames")) { Person.allows(it) }
            assertTrue(moa.sync().isComplete)
            val everyday = moa.accounts().first { it.name == "Everyday" }.ref
            suspend fun isCutOff(bank: OddBank, work: suspend () -> Unit) {
                val job = launch(Dispatchers.Default) { work() }
                bank.isCalled()
                job.cancel()
                job.join()
                bank.seesAllHangUp()
            }
            // The bank goes away when the first page is here, and one that says nothing takes its place.
            var silent: OddBank? = null
            val ten = moa.transactionsAtBank(everyday).onEach {
                if (silent == null) {
                    banks.close()
                    silent = OddBank(port)
                }
            }.take(10).toList()
            assertEquals(10, ten.size)
            silent!!.use { bank ->
                isCutOff(bank) { moa.transactionsAtBank(everyday).first() }
                assertEquals(1, bank.calls, "this one, and none for a second page before it")
                isCutOff(bank) { moa.sync(link.id) }
            }
        }
    }

    @Test
    fun `without a network what is stored can be looked at`(): Unit = runBlocking {
        val port = ServerSocket(0).use { it.localPort }
        val gone = MoaOptions.Directory.At("http://127.0.0.1:$port/participants")
        Moa.open(MoaOptions(gone)).use { moa ->
            assertTrue(moa.banks().isEmpty() && moa.overview() == Overview())
            assertEquals(ErrorKind.UNKNOWN_BANK, assertFailsWith<MoaException.BadRequest> { moa.prepareLink(BankId("thames")) }.kind)
            val error = assertFailsWith<MoaException.TryAgainLater> { moa.reloadBanks() }
            assertEquals(ErrorKind.DIRECTORY_UNREADABLE, error.kind)
        }
        assertFailsWith<MoaException.TryAgainLater> { Moa.open(MoaOptions(gone, startOffline = false)) }
        assertFailsWith<MoaException.BadRequest> { Moa.open(MoaOptions(MoaOptions.Directory.At("ftp://x/y"))) }
        Unit
    }

    @Test
    fun `the vault of the app is the vault of Rust, and its file opens with nothing else`(): Unit = runBlocking {
        val vault = InMemoryVault()
        val file = Files.createTempDirectory("moa").resolve("moa.db")
        val kept = MockBanks.options.copy(secrets = MoaOptions.Secrets.Own(vault), data = MoaOptions.Data.Encrypted(file))
        val (first, link) = linked(kept)
        first.sync()
        val overview = first.overview()
        first.close()
        assertTrue(vault.size >= 3, "the database's key, the client and the grant: ${vault.size}")
        Moa.open(kept).use { moa ->
            assertEquals(overview, moa.overview())
            assertTrue(moa.sync(link.id).isComplete, "the tokens are still good")
        }
        val restored = InMemoryVault()
        val lost = kept.copy(secrets = MoaOptions.Secrets.Own(restored))
        assertEquals(ErrorKind.STORE_FAILED, assertFailsWith<MoaException.ReconnectNeeded> { Moa.open(lost) }.kind)
        assertEquals(0, restored.size, "no key that fits no file")
        val other = kept.copy(secrets = MoaOptions.Secrets.Own(InMemoryVault()))
        Moa.open(other.copy(data = MoaOptions.Data.Encrypted(file.resolveSibling("other.db")))).close()
        assertEquals(ErrorKind.STORE_FAILED, assertFailsWith<MoaException.Internal> { Moa.open(other) }.kind)
    }

    @Test
    fun `a vault that is locked or broken is told apart, and what it says stays in the app`(): Unit = runBlocking {
        class Refusing(private val how: () -> Nothing) : SecretVault {
            override suspend fun find(name: String): String? = how()

            override suspend fun keep(name: String, secret: String) = how()

            override suspend fun forget(name: String) = how()
        }
        val file = Files.createTempDirectory("moa").resolve("moa.db")
        fun with(how: () -> Nothing) =
            nowhere.copy(secrets = MoaOptions.Secrets.Own(Refusing(how)), data = MoaOptions.Data.Encrypted(file))
        assertFailsWith<MoaException.UnlockNeeded> { Moa.open(with { throw SecretVault.Locked() }) }
        val broken = assertFailsWith<MoaException.Internal> { Moa.open(with { error("pl4nted-s3cret") }) }
        assertEquals(ErrorKind.VAULT_FAILED, broken.kind)
        assertTrue("pl4nted" !in broken.stackTraceToString())
        // An Error that passed the border would leave Rust without an answer, and this call waiting for ever.
        for (error in listOf(NotImplementedError("pl4nted-s3cret"), StackOverflowError(), CancellationException("given up inside"))) {
            val failed = assertFailsWith<MoaException.Internal> { withTimeout(20.seconds) { Moa.open(with { throw error }) } }
            assertEquals(ErrorKind.VAULT_FAILED, failed.kind)
            assertTrue("pl4nted" !in failed.stackTraceToString())
        }
    }

    @Test
    fun `a log sink that throws an error is told the next line`(): Unit = runBlocking {
        val lines = LinkedBlockingQueue<String>()
        MoaLog.sendTo(MoaLog.Level.ERROR) {
            lines += it.text
            throw NotImplementedError("pl4nted-s3cret")
        }
        Moa.open(nowhere).use { moa ->
            repeat(2) {
                Planted.next("panic")
                assertFailsWith<MoaException.Internal> { moa.months() }
                assertTrue("planted.rs" in lines.poll(20, TimeUnit.SECONDS))
            }
        }
        MoaLog.silence()
    }

    @Test
    fun `a closed approval says so in a typed exception`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            val approval = moa.prepareLink(BankId("thames"))
            approval.giveUp()
            approval.close()
            approval.close()
            assertFailsWith<MoaException.Closed> { approval.awaitCustomer() }
            assertFailsWith<MoaException.Closed> { approval.complete("http://127.0.0.1/callback?code=a&state=b") }
            assertFailsWith<MoaException.Closed> { approval.giveUp() }
            assertTrue("127.0.0.1" !in approval.toString())
        }
    }

    @Test
    fun `a device without a keyring asks for a passphrase and keeps to it`(): Unit = runBlocking {
        val folder = Files.createTempDirectory("moa")
        fun device(passphrase: String?) = nowhere.copy(
            secrets = MoaOptions.Secrets.Device("moa-kotlin-test-without-keyring", folder.resolve("vault.sealed"), passphrase),
            data = MoaOptions.Data.Encrypted(folder.resolve("moa.db")),
        )
        val none = runCatching { Moa.open(device(null)) }
        if (none.isSuccess) return@runBlocking none.getOrThrow().close() // This device has a keyring.
        assertIs<MoaException.PassphraseNeeded>(none.exceptionOrNull())
        Moa.open(device("a long passphrase")).close()
        val wrong = assertFailsWith<MoaException.PassphraseNeeded> { Moa.open(device("a guess")) }
        assertEquals(ErrorKind.WRONG_PASSPHRASE, wrong.kind)
        Moa.open(device("a long passphrase")).close()
    }

    @Test
    fun `a raw listener that throws spoils no sync`(): Unit = runBlocking {
        val (moa, _) = linked()
        moa.use {
            var told = 0
            val throwing = object : FfiSyncListener {
                override fun progressed(progress: dev.moa.internal.ffi.FfiSyncProgress) {
                    told += 1
                    error("pl4nted-s3cret")
                }
            }
            assertTrue(moa.raw().sync(FfiSyncOptions(null), throwing, null).complete)
            assertEquals(1, told, "it is not told any more")
        }
    }
}

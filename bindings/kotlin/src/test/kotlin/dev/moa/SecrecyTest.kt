package dev.moa

import java.lang.reflect.Modifier
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class SecrecyTest {
    private val planted = "pl4nted-s3cret-pl4nted-s3cret"

    /** Remembers every secret that passes. */
    private class Watching(private val vault: SecretVault = InMemoryVault()) : SecretVault by vault {
        val seen = ConcurrentLinkedQueue<String>()

        override suspend fun keep(name: String, secret: String) {
            // The long words of what is kept: tokens, key material, the database's key. Issuers and paths are no secrets.
            seen += Regex("[A-Za-z0-9_-]{32,}").findAll(secret).map { it.value }.filter { "/" !in it }
            vault.keep(name, secret)
        }
    }

    /** Everything that was logged so far: the lines come in order, so a line that is made to come is the last of them. */
    private suspend fun heard(lines: LinkedBlockingQueue<String>): List<String> {
        Moa.open(MoaOptions(MoaOptions.Directory.Json("[]"))).use { moa ->
            Planted.next("panic")
            assertFailsWith<MoaException.Internal> { moa.overview() }
        }
        val heard = generateSequence { checkNotNull(lines.poll(20, TimeUnit.SECONDS)) { "the last line never came" } }
            .takeWhile { "planted.rs" !in it }.toList()
        MoaLog.silence()
        return heard
    }

    @Test
    fun `no token, key or account number is in a log line, an exception or a toString`(): Unit = runBlocking {
        val lines = LinkedBlockingQueue<String>()
        MoaLog.sendTo(MoaLog.Level.DEBUG) { lines += it.toString() }
        val vault = Watching()
        val said = mutableListOf<Any?>()
        val (moa, link) = linked(MockBanks.options.copy(secrets = MoaOptions.Secrets.Own(vault)))
        said += moa.sync { said += it }
        val overview = moa.overview()
        val page = moa.transactions()
        said.addAll(listOf(moa, link, overview, page, moa.transaction(page.rows.first().key!!), overview.accounts.map { it.numbers }))
        said.addAll(listOf(MockBanks.options.copy(secrets = MoaOptions.Secrets.Own(vault)), MoaOptions.Secrets.Device("s", java.nio.file.Path.of("f"), planted)))
        moa.prepareLink(BankId("thames")).use { approval ->
            said += approval
            said += assertFailsWith<MoaException> { approval.complete("http://127.0.0.1/callback?code=$planted&state=$planted") }.stackTraceToString()
        }
        said += moa.unlink(link.id)
        moa.close()
        val logged = heard(lines)

        val numbers = overview.accounts.flatMap { it.numbers }.map { it.number }
        assertTrue(vault.seen.size > 5 && numbers.isNotEmpty(), "there is something to look for")
        val everything = (said.map { it.toString() } + logged).joinToString("\n")
        assertTrue(logged.any { "the bank answered" in it } && "INTERIM" !in everything)
        for (secret in vault.seen + numbers + planted) assertTrue(secret !in everything, "found $secret in\n$everything")
    }

    @Test
    fun `what a bank says in its errors goes nowhere`(): Unit = runBlocking {
        val lines = LinkedBlockingQueue<String>()
        MoaLog.sendTo(MoaLog.Level.DEBUG) { lines += it.toString() }
        val body = """{"error":"$planted","ErrorCode":"$planted","error_description":"$planted","x":"$planted"}"""
        val reply = "HTTP/1.1 400 Bad\r\ncontent-type: application/json\r\nset-cookie: s=$planted\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n$body"
        OddBank { reply }.use { bank ->
            Moa.open(MoaOptions(MoaOptions.Directory.Json(MockBanks.participantsWithThamesAt(bank.origin)))).use { moa ->
                val error = assertFailsWith<MoaException.BankAtFault> { moa.prepareLink(BankId("thames")) }
                assertEquals(ErrorKind.METADATA_REFUSED to BankId("thames"), error.kind to error.bank)
                assertEquals(400, error.details.status)
                assertTrue(planted !in error.stackTraceToString() + error.details)
            }
        }
        val logged = heard(lines)
        assertTrue(logged.isNotEmpty() && logged.none { planted in it }, "$logged")
    }

    @Test
    fun `nothing that the generator made is part of the package's face`() {
        val face = listOf(
            Moa::class, Approval::class, MoaOptions::class, MoaException::class, Overview::class, Transaction::class,
            SyncReport::class, Account::class, Link::class, SecretVault::class, MoaLog::class, Bank::class,
        )
        for (type in face.map { it.java }) {
            val members = type.methods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic }
            val leaking = members.filter { method -> "internal.ffi" in method.toGenericString() }
            assertTrue(leaking.isEmpty(), "$leaking")
        }
    }
}

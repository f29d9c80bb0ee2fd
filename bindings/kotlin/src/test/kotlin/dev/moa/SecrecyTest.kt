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
        OddBank { reply(400, body, "set-cookie: s=$planted") }.use { bank ->
            openAt(bank).use { moa ->
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
    fun `a token or an account number that a bank sends back as its code goes nowhere`(): Unit = runBlocking {
        val lines = LinkedBlockingQueue<String>()
        MoaLog.sendTo(MoaLog.Level.DEBUG) { lines += it.toString() }
        val secrets = listOf(planted, "GB33BUKB20201555555555", "plantedtoken")
        for (secret in secrets) {
            for ((path, kind) in listOf("/register" to ErrorKind.REGISTRATION_REFUSED, "/token" to ErrorKind.APPROVAL_FAILED)) {
                val error = refusedAt(path, secret)
                assertEquals(Triple(kind, null, false), Triple(error.kind, error.bankCode, secret in error.stackTraceToString() + error.details))
            }
            Moa.open(MockBanks.options).use { moa ->
                moa.prepareLink(BankId("thames")).use { approval ->
                    val back = Person.allowsAndHandsOver(approval.url).replace(Regex("code=[^&]+"), "error=$secret")
                    val error = assertFailsWith<MoaException.ApprovalNeeded> { approval.complete(back) }
                    assertEquals(ErrorKind.APPROVAL_FAILED to null, error.kind to error.bankCode)
                    assertTrue(secret !in error.stackTraceToString() + error.details)
                }
            }
        }
        val logged = heard(lines)
        assertTrue(logged.any { "the bank answered" in it } && logged.none { line -> secrets.any { it in line } }, "$logged")
    }

    /** The error of linking a bank that refuses at one path, and gives a secret as the reason. */
    private suspend fun refusedAt(path: String, secret: String): MoaException {
        val answer = reply(400, """{"error":"$secret","error_description":"$secret"}""", "set-cookie: s=$planted")
        bankThatAnswers(path, answer).use { bank ->
            openAt(bank).use { moa -> return assertFailsWith<MoaException> { moa.prepareLink(BankId("thames")) } }
        }
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

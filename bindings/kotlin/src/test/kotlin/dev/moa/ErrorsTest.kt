package dev.moa

import dev.moa.internal.ffi.ffiErrorKinds
import java.time.Duration
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class ErrorsTest {
    private val thames = BankId("thames")

    @Test
    fun `every kind of error has its text, its class and its constant`(): Unit = runBlocking {
        val constants = ErrorKind.Companion::class.java.methods.filter { it.name.startsWith("get") && it.returnType == String::class.java }
        val named = constants.map { it.invoke(ErrorKind.Companion) as String }.toSet()
        Moa.open(MoaOptions(MoaOptions.Directory.Json("[]"))).use { moa ->
            val kinds = ffiErrorKinds()
            assertEquals(kinds.map { it.kind }.toSet(), named)
            for (kind in kinds) {
                Planted.next(kind.kind)
                val error = assertFailsWith<MoaException> { moa.overview() }
                assertEquals(ErrorKind(kind.kind) to kind.reason, error.kind to error.message)
                assertEquals(error is MoaException.TryAgainLater, error.isRetryable)
                assertEquals(error.isRetryable, error.retryAfter != null)
            }
        }
    }

    @Test
    fun `a bank that asks for patience says for how long, and which call it was`(): Unit = runBlocking {
        val (error, id) = refusedWith(reply(429, "{}", "retry-after: 600"))
        assertIs<MoaException.TryAgainLater>(error)
        val expected = ErrorDetails(
            kind = ErrorKind.RATE_LIMITED,
            reason = "the bank asks us to wait (bank thames, status 429, reference $id)",
            bank = thames,
            requestId = id,
            status = 429,
            isRetryable = true,
            retryAfter = Duration.ofMinutes(10),
        )
        assertEquals(expected, error.details)
    }

    @Test
    fun `a bank that refuses is told apart by its code`(): Unit = runBlocking {
        val no = """{"Code":"400","Id":"1","Message":"no","Errors":[{"ErrorCode":"U010","Message":"odd","Path":"Data"}]}"""
        val (error, id) = refusedWith(reply(400, no))
        assertIs<MoaException.BankAtFault>(error)
        val expected = ErrorDetails(
            kind = ErrorKind.BANK_REFUSED,
            reason = "the bank refused the call (bank thames, status 400, code U010, reference $id)",
            bank = thames,
            requestId = id,
            status = 400,
            bankCode = "U010",
        )
        assertEquals(expected, error.details)
        val shown = listOf<Any?>(error.requestId, error.bankCode, error.isRetryable, error.retryAfter)
        assertEquals(listOf<Any?>(id, "U010", false, null), shown, "what an app asks most has a name of its own")
    }

    /** The error of a bank that refuses to make a consent, and the id of the request as the bank saw it. */
    private suspend fun refusedWith(answer: String): Pair<MoaException, String> {
        bankThatAnswers("/account-access-consents", answer).use { bank ->
            openAt(bank).use { moa ->
                val error = assertFailsWith<MoaException> { moa.prepareLink(thames) }
                val refused = bank.heads.single { "account-access-consents" in it.first() }
                val id = refused.first { it.startsWith("x-fapi-interaction-id:", ignoreCase = true) }
                return error to id.substringAfter(':').trim()
            }
        }
    }
}

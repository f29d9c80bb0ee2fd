package dev.moa

import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.test.assertNotNull

/** A bank that takes calls and never answers, or answers what it is told to, by the request's path. */
internal class OddBank(port: Int = 0, private val answer: ((String) -> String)? = null) : AutoCloseable {
    private class Caller(val socket: Socket) {
        val hungUp = CompletableFuture<Unit>()
    }

    private val socket = ServerSocket(port, 50, InetAddress.getLoopbackAddress())
    private val callers = CopyOnWriteArrayList<Caller>()

    private val waiting = LinkedBlockingQueue<String>()

    /** The heads of the requests that were answered. */
    val heads = CopyOnWriteArrayList<List<String>>()

    /** How many have called. */
    val calls: Int get() = callers.size
    val origin = "http://127.0.0.1:${socket.localPort}"

    /** Waits for somebody to call. */
    fun isCalled() = assertNotNull(waiting.poll(20, TimeUnit.SECONDS), "nobody called")

    /** Waits until everybody who called and got no answer has hung up. The SDK's own patience is longer than this. */
    fun seesAllHangUp(): Unit = callers.forEach { it.hungUp.get(20, TimeUnit.SECONDS) }

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val caller = Caller(runCatching { socket.accept() }.getOrNull() ?: break)
                callers += caller
                thread(isDaemon = true) { serve(caller) }
            }
        }
    }

    private fun serve(caller: Caller) {
        val input = caller.socket.getInputStream().bufferedReader()
        val asked = input.readLine() ?: return
        waiting += asked
        if (answer != null) {
            val head = generateSequence { input.readLine() }.takeWhile { it.isNotEmpty() }.toList()
            heads += listOf(asked) + head
            val length = head.firstOrNull { it.startsWith("content-length:", ignoreCase = true) }?.substringAfter(':')
            repeat(length?.trim()?.toInt() ?: 0) { input.read() }
            caller.socket.getOutputStream().write(answer.invoke(asked.split(' ')[1]).toByteArray())
            return caller.socket.close()
        }
        while (runCatching { input.read() }.getOrDefault(-1) >= 0) Unit
        caller.hungUp.complete(Unit)
    }

    override fun close() {
        socket.close()
        callers.forEach { it.socket.close() }
    }
}

/** An answer of an odd bank. */
internal fun reply(status: Int, body: String, vararg headers: String): String {
    val more = headers.joinToString("") { "$it\r\n" }
    return "HTTP/1.1 $status Odd\r\ncontent-type: application/json\r\n${more}connection: close\r\n" +
        "content-length: ${body.length}\r\n\r\n$body"
}

/** A bank that does as it should up to one path, where it gives an answer of its own. */
internal fun bankThatAnswers(path: String, answer: String): OddBank {
    lateinit var origin: String
    val bank = OddBank { asked ->
        when {
            asked.endsWith(path) -> answer
            asked == "/register" -> reply(201, """{"client_id":"app-1"}""")
            asked == "/token" -> reply(200, """{"access_token":"access-1","token_type":"DPoP","expires_in":300,"scope":"accounts"}""")
            else -> reply(200, metadata(origin))
        }
    }
    origin = bank.origin
    return bank
}

private fun metadata(origin: String) = """{
    "issuer":"$origin","authorization_endpoint":"$origin/authorize","token_endpoint":"$origin/token",
    "pushed_authorization_request_endpoint":"$origin/par","jwks_uri":"$origin/jwks","registration_endpoint":"$origin/register",
    "authorization_response_iss_parameter_supported":true,"code_challenge_methods_supported":["S256"],
    "token_endpoint_auth_methods_supported":["private_key_jwt"],"dpop_signing_alg_values_supported":["ES256"]}"""

/** Moa, with this bank in the first one's place. */
internal suspend fun openAt(bank: OddBank): Moa =
    Moa.open(MoaOptions(MoaOptions.Directory.Json(MockBanks.participantsWithThamesAt(bank.origin))))

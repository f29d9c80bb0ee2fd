package dev.moa

import com.sun.jna.Library
import com.sun.jna.Native
import java.io.File
import java.net.ServerSocket
import java.net.Socket
import java.net.URI
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.test.assertNotNull

/** Mock banks as a process of their own. */
internal class Banks(which: String) : AutoCloseable {
    private val process: Process

    /** Where the list of these banks is. */
    val directory: String

    /** Where the first bank answers. */
    val thames: String

    init {
        val program = File(System.getProperty("moa.programs"), "mock-banks").path
        // The shell becomes the banks, and what it leaves behind stops them when this process goes away, however it goes.
        val stop = "exec 3<&0; (read -r _ <&3; kill -9 $$) >/dev/null & "
        val script = stop + "exec \"$0\" serve --port-base 0 --memory $which </dev/null 2>/dev/null 3<&-"
        process = ProcessBuilder("/bin/sh", "-c", script, program).start()
        val table = process.inputStream.bufferedReader().lineSequence().takeWhile { "Ctrl-C" !in it }.toList()
        fun origin(start: String) =
            table.firstOrNull { it.trim().startsWith(start) }?.let { Regex("http://[^ ]+").find(it)?.value }
                ?: error("the banks did not start: $table")
        directory = origin("directory")
        thames = origin("Thames")
    }

    /** Their computer is switched off: nothing is said any more, and their ports are free. */
    override fun close() {
        process.outputStream.close()
        process.waitFor()
    }
}

/** Two banks for all tests, stopped with them. */
internal object MockBanks {
    private val running = Banks("--bank thames --bank rheinbank --transactions 2000")
    val directory = running.directory
    val thames = running.thames

    /** The list of banks as text, with the first bank somewhere else. */
    fun participantsWithThamesAt(origin: String): String = URI(directory).toURL().readText().replace(thames, origin)

    val options = MoaOptions(MoaOptions.Directory.At(directory), appName = "Moa for Kotlin")
}

/** Somebody at a browser, who signs in at the bank's own pages and decides. */
internal object Person {
    private fun browse(url: URI, vararg more: String, decision: String = "allow"): String {
        val program = File(System.getProperty("moa.programs"), "scripted-browser").path
        val browser = ProcessBuilder(listOf(program, *more, url.toString())).redirectErrorStream(true)
        browser.environment()["MOA_PERSON_DECIDES"] = decision
        val running = browser.start()
        val said = running.inputStream.bufferedReader().readText()
        check(running.waitFor() == 0) { "the person could not finish: $said" }
        return said.trim()
    }

    /** Allows everything and comes back to the app. */
    fun allows(url: URI) = CompletableFuture.runAsync { browse(url) }

    /** Says no and comes back to the app. */
    fun denies(url: URI) = CompletableFuture.runAsync { browse(url, decision = "deny") }

    /** Allows everything, and gives the address the browser was sent to. */
    fun allowsAndHandsOver(url: URI): String = browse(url, "--hand-over")
}

/** Opens Moa and links the first bank. */
internal suspend fun linked(options: MoaOptions = MockBanks.options): Pair<Moa, Link> {
    val moa = Moa.open(options)
    return moa to moa.link(BankId("thames")) { Person.allows(it) }
}

/** The faults that a test library can be made to have. */
internal interface Planted : Library {
    fun moa_plant(what: String)

    fun moa_objects_alive(): Long

    companion object {
        private val library: Planted = Native.load("moa_ffi", Planted::class.java)

        /** The next call fails with an error of this kind, or panics. */
        fun next(what: String) = library.moa_plant(what)

        /** How many objects of Rust this process holds. */
        fun alive(): Long = library.moa_objects_alive()
    }
}

/** A bank that takes calls and never answers, or answers what it is told to, by the request's path. */
internal class OddBank(port: Int = 0, private val answer: ((String) -> String)? = null) : AutoCloseable {
    private class Caller(val socket: Socket) {
        val hungUp = CompletableFuture<Unit>()
    }

    private val socket = ServerSocket(port, 50, java.net.InetAddress.getLoopbackAddress())
    private val callers = CopyOnWriteArrayList<Caller>()

    private val waiting = LinkedBlockingQueue<String>()

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

package dev.moa

import com.sun.jna.Library
import com.sun.jna.Native
import java.io.File
import java.net.ServerSocket
import java.net.Socket
import java.net.URI
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/** Two mock banks, started as a process of their own and stopped with the tests. */
internal object MockBanks {
    /** Where the list of these banks is. */
    val directory: String

    /** Where the first bank answers. */
    val thames: String

    init {
        val program = File(System.getProperty("moa.programs"), "mock-banks").path
        val serve = "serve --port-base 0 --memory --bank thames --bank rheinbank --transactions 2000"
        // The shell stops the banks when this process goes away, however it goes.
        val script = "\"$0\" $serve </dev/null 2>/dev/null & read -r _; kill -9 $!"
        val process = ProcessBuilder("/bin/sh", "-c", script, program).start()
        val table = process.inputStream.bufferedReader().lineSequence().takeWhile { "Ctrl-C" !in it }.toList()
        fun origin(start: String) =
            table.firstOrNull { it.trim().startsWith(start) }?.let { Regex("http://[^ ]+").find(it)?.value }
                ?: error("the banks did not start: $table")
        directory = origin("directory")
        thames = origin("Thames")
    }

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

/** A bank that takes calls and never answers, or answers one thing to everything. */
internal class OddBank(private val answer: ((String) -> String)? = null) : AutoCloseable {
    private val socket = ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())
    private val callers = CopyOnWriteArrayList<Socket>()

    /** Somebody has called. */
    val called = CompletableFuture<Unit>()

    /** A caller that got no answer has hung up. */
    val hungUp = CompletableFuture<Unit>()
    val origin = "http://127.0.0.1:${socket.localPort}"

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) {
                val caller = runCatching { socket.accept() }.getOrNull() ?: break
                callers += caller
                thread(isDaemon = true) { serve(caller) }
            }
        }
    }

    private fun serve(caller: Socket) {
        val buffer = ByteArray(65_536)
        val input = caller.getInputStream()
        if (input.read(buffer) > 0) called.complete(Unit)
        answer?.let { caller.getOutputStream().write(it(origin).toByteArray()) ?: Unit }
        if (answer != null) return caller.close()
        while (runCatching { input.read(buffer) }.getOrDefault(-1) >= 0) Unit
        hungUp.complete(Unit)
    }

    override fun close() {
        socket.close()
        callers.forEach { it.close() }
    }
}

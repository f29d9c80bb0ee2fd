package dev.moa

import com.sun.jna.Library
import com.sun.jna.Native
import dev.moa.internal.ffi.FfiMoa
import java.io.File
import java.net.URI
import java.util.concurrent.CompletableFuture

/** Mock banks as a process of their own. */
internal class Banks(which: String, kept: String = "--memory") : AutoCloseable {
    private val process: Process

    /** Where the list of these banks is. */
    val directory: String

    /** Where the first bank answers. */
    val thames: String

    init {
        val program = File(System.getProperty("moa.programs"), "mock-banks").path
        // The shell becomes the banks, and what it leaves behind stops them when this process goes away, however it goes.
        val stop = "exec 3<&0; (read -r _ <&3; kill -9 $$) >/dev/null & "
        val script = stop + "exec \"$0\" serve --port-base 0 $kept $which </dev/null 2>/dev/null 3<&-"
        process = ProcessBuilder("/bin/sh", "-c", script, program).start()
        val table = process.inputStream.bufferedReader().lineSequence().takeWhile { "Ctrl-C" !in it }.toList()
        fun origin(start: String) =
            table.firstOrNull { it.trim().startsWith(start) }?.let { Regex("https?://[^ ]+").find(it)?.value }
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

/** The library's own object behind it. */
internal fun Moa.raw() = javaClass.getDeclaredField("ffi").apply { isAccessible = true }.get(this) as FfiMoa

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

        /** The same once nothing more is collected: what earlier tests left behind is no part of it. */
        fun aliveAtRest(): Long {
            var alive = alive()
            var rounds = 0
            while (rounds < ROUNDS_AT_REST) {
                System.gc()
                val now = alive()
                rounds = if (now == alive) rounds + 1 else 0
                alive = now
            }
            return alive
        }

        private const val ROUNDS_AT_REST = 10
    }
}

package dev.moa

import dev.moa.internal.ffi.FfiErrorFacts
import dev.moa.internal.ffi.ffiErrorKinds
import dev.moa.internal.toException
import dev.moa.sample.overviewOf
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class ConsoleSampleTest {
    @Test
    fun `the sample links two banks and prints what they hold`(): Unit = runBlocking {
        val printed = overviewOf(MockBanks.directory) { Person.allows(it) }
        assertTrue("Thames & Co" in printed && "Everyday" in printed && "EUR" in printed, printed)
        assertEquals(3, printed.lines().count { it.startsWith("Total") }, printed)
    }

    @Test
    fun `the example of the README is the one that is compiled`() {
        val source = File("sample/dev/moa/sample/Readme.kt").readText().substringAfter("// example\n").trim()
        assertTrue(source in File("README.md").readText(), "README.md shows another example than sample/…/Readme.kt")
        assertTrue(source.lines().size <= 20, "twenty lines were promised")
    }

    @Test
    fun `every kind stands in the README beside its class`() {
        val rows = File("README.md").readLines().filter { it.startsWith("| `") }.map { it.split("|") }
        for (kind in ffiErrorKinds()) {
            val facts = FfiErrorFacts(kind.kind, kind.reason, kind.advice, null, null, null, null, false, null)
            val name = facts.toException()::class.simpleName
            val row = rows.single { "`$name`" in it[1] }
            assertTrue("`${kind.kind}`" in row[2], "${kind.kind} is not in the row of $name")
        }
    }
}

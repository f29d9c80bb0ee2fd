package dev.moa

import com.sun.jna.NativeLibrary
import dev.moa.internal.ffi.FfiMoa
import dev.moa.sample.overviewOf
import java.io.File
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

/** Runs against the packed JAR alone, not with the other tests: what an app on a desktop gets. */
class PackedJar {
    @Test
    fun `the sample runs with the library that JNA takes out of the JAR`(): Unit = runBlocking {
        val printed = overviewOf(MockBanks.directory) { Person.allows(it) }
        assertEquals(3, printed.lines().count { it.startsWith("Total") }, printed)
        val jar = File(Moa::class.java.protectionDomain.codeSource.location.toURI())
        assertTrue(jar.isFile && jar.extension == "jar", "$jar")
        val library = NativeLibrary.getInstance("moa_ffi")
        assertTrue("jna" in library.file.name && "libmoa_ffi" !in library.file.name, "extracted: ${library.file}")
        val rules = checkNotNull(Moa::class.java.getResource("/META-INF/proguard/moa.pro")).readText().lines()
        val kept = listOf("com.sun.jna.**", "${FfiMoa::class.java.packageName}.**")
        assertEquals(emptyList(), kept.filter { "-keep class $it { *; }" !in rules }, "what shrinking has to leave alone")
        val planted = runCatching { library.getFunction("moa_plant") }
        assertTrue(planted.exceptionOrNull() is UnsatisfiedLinkError, "what is shipped has no planted faults")
    }
}

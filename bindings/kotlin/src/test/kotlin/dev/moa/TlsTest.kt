package dev.moa

import java.nio.file.Files
import kotlin.io.path.readText
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class TlsTest {
    @Test
    fun `banks of an authority that the app names are linked, and those of a stranger are not`(): Unit = runBlocking {
        val folder = Files.createTempDirectory("moa")
        Banks("--tls --bank thames", kept = "--state ${folder.resolve("banks.db")}").use { banks ->
            assertTrue(banks.directory.startsWith("https://") && banks.thames.startsWith("https://"))
            val authority = folder.resolve("ca.pem").readText()
            val options = MoaOptions(MoaOptions.Directory.At(banks.directory), trustedAuthority = authority, startOffline = false)
            linked(options).first.use { moa ->
                assertTrue(moa.sync().isComplete)
                assertTrue(moa.accounts().isNotEmpty())
            }
            val list = assertFailsWith<MoaException.TryAgainLater> { Moa.open(options.copy(trustedAuthority = null)) }
            assertEquals(ErrorKind.DIRECTORY_UNREADABLE, list.kind)
            // The list is known, and nobody vouches for the bank.
            val known = MoaOptions.Directory.Json(MockBanks.participantsWithThamesAt(banks.thames))
            Moa.open(MoaOptions(known)).use { moa ->
                val bank = assertFailsWith<MoaException.BankAtFault> { moa.prepareLink(BankId("thames")) }
                assertEquals(ErrorKind.UNTRUSTED, bank.kind)
            }
            val odd = assertFailsWith<MoaException.BadRequest> { Moa.open(options.copy(trustedAuthority = "no certificate")) }
            assertEquals(ErrorKind.MISCONFIGURED, odd.kind)
        }
    }
}

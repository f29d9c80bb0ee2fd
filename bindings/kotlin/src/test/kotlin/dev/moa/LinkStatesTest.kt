package dev.moa

import dev.moa.internal.ffi.FfiLink
import dev.moa.internal.ffi.FfiLinkState
import dev.moa.internal.toLink
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlin.io.path.copyTo
import kotlin.io.path.listDirectoryEntries
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

class LinkStatesTest {
    private val thames = BankId("thames")
    private val moment = Instant.parse("2026-04-01T00:00:00Z")

    @Test
    fun `every state crosses, and only two of them can be used`() {
        val states = listOf(
            FfiLinkState.Active to LinkState.Active,
            FfiLinkState.ExpiringSoon(moment) to LinkState.ExpiringSoon(moment),
            FfiLinkState.Expired(moment) to LinkState.Expired(moment),
            FfiLinkState.Lost(moment) to LinkState.Lost(moment),
            FfiLinkState.Revoked(moment) to LinkState.Revoked(moment),
            FfiLinkState.Unknown to LinkState.Unknown,
        )
        for ((crossing, state) in states) {
            val link = FfiLink("link-1", "thames", "consent-1", crossing, Instant.EPOCH, moment).toLink()
            assertEquals(Link(LinkId("link-1"), thames, state, Instant.EPOCH, moment), link)
        }
        assertEquals(listOf(LinkState.Active, LinkState.ExpiringSoon(moment)), states.map { it.second }.filter { it.isUsable })
    }

    /** A vault that can be taken along to another device. */
    private class Taken(val secrets: MutableMap<String, String> = mutableMapOf()) : SecretVault {
        override suspend fun find(name: String): String? = secrets[name]

        override suspend fun keep(name: String, secret: String) {
            secrets[name] = secret
        }

        override suspend fun forget(name: String) {
            secrets.remove(name)
        }
    }

    @Test
    fun `a consent that is ended at the bank is a lost link here, which renewing brings back`(): Unit = runBlocking {
        fun options(vault: SecretVault, folder: Path) = MockBanks.options.copy(
            secrets = MoaOptions.Secrets.Own(vault),
            data = MoaOptions.Data.Encrypted(folder.resolve("moa.db")),
        )
        val (vault, folder, other) = Triple(Taken(), Files.createTempDirectory("moa"), Files.createTempDirectory("moa"))
        val (moa, link) = linked(options(vault, folder))
        assertTrue(moa.sync().isComplete)
        // The same person on another device: there they end it, and here nobody is told.
        folder.listDirectoryEntries("moa.db*").filter { !it.endsWith("moa.db-shm") }.forEach { it.copyTo(other.resolve(it.fileName)) }
        Moa.open(options(Taken(vault.secrets.toMutableMap()), other)).use { elsewhere ->
            assertTrue(elsewhere.unlink(link.id).isConfirmedByBank)
        }
        moa.use {
            assertEquals(LinkState.Active, moa.links().single().state, "nobody has asked the bank yet")
            val report = moa.sync()
            val outcome = assertIs<LinkReport.Outcome.Failed>(report.links.single().outcome)
            assertEquals(ErrorKind.LINK_ENDED, assertIs<MoaException.ReconnectNeeded>(outcome.error).kind)
            val lost = moa.links().single()
            val state = assertIs<LinkState.Lost>(lost.state)
            assertFalse(lost.state.isUsable)
            assertTrue(state.since in report.startedAt..report.finishedAt, "$state is not when we learnt it")
            assertEquals(lost, moa.overview().banks.single().link)
            assertTrue(moa.accounts().isNotEmpty(), "what was read stays")

            val renewed = moa.link(thames, LinkRequest(renewing = link.id)) { Person.allows(it) }
            assertEquals(link.id to LinkState.Active, renewed.id to renewed.state)
            assertTrue(moa.sync().isComplete)
        }
    }
}

package dev.moa

import java.io.IOException
import java.lang.reflect.Proxy
import java.net.URI
import java.time.Instant
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertSame
import kotlin.test.assertTrue
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Test

/** What an app's own tests do: they play Moa, and nothing native is loaded. */
class PlayingTest {
    private val thames = BankId("thames")
    private val link = Link(LinkId("link-1"), thames, LinkState.Active, Instant.EPOCH)

    private class PlayedMoa(private val report: SyncReport, private val stored: Overview) : Moa by unplayed() {
        override suspend fun overview(): Overview = stored

        override fun syncing(link: LinkId?): Flow<SyncEvent> = flowOf(SyncEvent.Finished(report))
    }

    @Test
    fun `an app can play Moa`() = runTest {
        val now = Instant.EPOCH
        val moa: Moa = PlayedMoa(SyncReport(now, now, isComplete = true, links = emptyList()), Overview())
        assertEquals(1, moa.syncing().toList().size)
        assertEquals(emptyList(), moa.accounts())
    }

    /** An approval whose customer does as the test says, and which writes down what happened to it. */
    private class PlayedApproval(private val back: () -> Link) : Approval {
        val happened = mutableListOf<String>()
        override val url = URI("https://bank.example/authorize?request_uri=1")
        override val expiresAt: Instant = Instant.EPOCH

        override suspend fun awaitCustomer(): Link = back().also { happened += "linked" }

        override suspend fun complete(redirect: String): Link = error("nobody catches the redirect")

        override suspend fun giveUp() {
            happened += "given up"
            throw IOException("the bank is silent")
        }

        override fun close() {
            happened += "closed"
        }
    }

    private class Linking(private val approval: Approval, override val redirect: URI? = null) : Moa by unplayed() {
        override suspend fun prepareLink(bank: BankId, request: LinkRequest): Approval = approval
    }

    @Test
    fun `linking opens the browser, waits, and lets go`() = runTest {
        val approval = PlayedApproval { link }
        assertSame(link, Linking(approval).link(thames) { approval.happened += "opened $it" })
        assertEquals(listOf("opened ${approval.url}", "linked", "closed"), approval.happened)
    }

    @Test
    fun `a customer who denies, and a browser that does not open, give the consent back and say why`() = runTest {
        val no = MoaException.ApprovalNeeded(ErrorDetails(ErrorKind.DENIED, "no"))
        val denied = PlayedApproval { throw no }
        assertSame(no, assertFailsWith<MoaException> { Linking(denied).link(thames) { denied.happened += "opened" } })
        assertEquals(listOf("opened", "given up", "closed"), denied.happened)

        val unseen = PlayedApproval { link }
        val error = assertFailsWith<IOException> { Linking(unseen).link(thames) { throw IOException("no browser") } }
        assertEquals("no browser", error.message, "and not that the bank is silent")
        assertEquals(listOf("given up", "closed"), unseen.happened)
    }

    @Test
    fun `an app with an address of its own is told to complete by itself, before a bank is asked`() = runTest {
        val approval = PlayedApproval { link }
        val moa = Linking(approval, redirect = URI("https://app.example"))
        val refused = assertFailsWith<MoaException.BadRequest> { moa.link(thames) { approval.happened += "opened" } }
        assertEquals(ErrorKind.MISCONFIGURED, refused.kind)
        assertTrue("prepareLink" in refused.message.orEmpty(), "${refused.message}")
        assertEquals(emptyList(), approval.happened)
    }
}

private fun unplayed(): Moa =
    Proxy.newProxyInstance(Moa::class.java.classLoader, arrayOf(Moa::class.java)) { _, method, _ ->
        error("the test does not play ${method.name}")
    } as Moa

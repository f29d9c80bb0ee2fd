package dev.moa

import java.net.URI
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Test

class LinkingTest {
    private val thames = BankId("thames")

    @Test
    fun `the directory lists the banks with their looks`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            val bank = moa.findBank(thames)!!
            assertEquals("Thames & Co", bank.name)
            assertTrue(bank.isSandbox && bank.registersApps)
            assertEquals(listOf("GB", "#27408B", "TC"), listOf(bank.country, bank.colour, bank.monogram))
            assertEquals(moa.banks(), moa.reloadBanks())
            assertTrue(moa.refusedBanks().isEmpty())
        }
    }

    @Test
    fun `a customer who allows gives a link, which ends at the bank and here`(): Unit = runBlocking {
        val (moa, link) = linked()
        moa.use {
            assertEquals(LinkState.Active, link.state)
            assertEquals(listOf(link), moa.links())
            moa.sync()
            val receipt = moa.unlink(link.id)
            assertTrue(receipt.isConfirmedByBank && receipt.erasedSecrets && receipt.erasedRows > 2000, "$receipt")
            assertTrue(moa.links().isEmpty() && moa.accounts().isEmpty())
            val again = assertFailsWith<MoaException.BadRequest> { moa.unlink(link.id) }
            assertEquals(ErrorKind.UNKNOWN_LINK, again.kind)
        }
    }

    @Test
    fun `a customer who denies gives no link`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            val error = assertFailsWith<MoaException.ApprovalNeeded> { moa.link(thames) { Person.denies(it) } }
            assertEquals(ErrorKind.DENIED, error.kind)
            assertEquals("the customer did not approve (bank thames)", error.message)
            assertTrue(moa.links().isEmpty())
        }
    }

    @Test
    fun `an app that catches the redirect itself completes with it, once`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            moa.prepareLink(thames, LinkRequest(LinkRequest.Wanted.TRANSACTIONS, months = 6)).use { approval ->
                val redirect = Person.allowsAndHandsOver(approval.url)
                assertEquals(thames, approval.complete(redirect).bank)
                val again = assertFailsWith<MoaException.BadRequest> { approval.complete(redirect) }
                assertEquals(ErrorKind.MISCONFIGURED, again.kind)
            }
        }
    }

    @Test
    fun `a customer comes back to the address that the system gives to the app`(): Unit = runBlocking {
        Moa.open(MockBanks.options.copy(redirect = URI("https://app.example/moa"))).use { moa ->
            assertEquals(URI("https://app.example/moa"), moa.redirect)
            assertFailsWith<MoaException.BadRequest> { moa.link(thames) { error("a browser is opened") } }
            moa.prepareLink(thames).use { approval ->
                assertFailsWith<MoaException.BadRequest> { approval.awaitCustomer() }
                val intent = Person.allowsAndHandsOver(approval.url)
                assertTrue(intent.startsWith("https://app.example/moa/callback/thames/"), "what the system matches links by")
                assertEquals(thames, approval.complete(intent).bank)
            }
            moa.prepareLink(thames).use { approval ->
                val elsewhere = Person.allowsAndHandsOver(approval.url).replace("app.example", "evil.example")
                val refused = assertFailsWith<MoaException> { approval.complete(elsewhere) }
                assertEquals(ErrorKind.ISSUER_MISMATCH, refused.kind)
            }
            assertEquals(1, moa.links().size)
        }
        for (address in listOf("myapp://callback", "http://app.example", "https://127.0.0.1/")) {
            val error = assertFailsWith<MoaException.BadRequest> { Moa.open(MockBanks.options.copy(redirect = URI(address))) }
            assertEquals(ErrorKind.MISCONFIGURED, error.kind)
        }
    }

    @Test
    fun `a redirect of another attempt, or none at all, is refused`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            val (one, other) = List(2) { moa.prepareLink(thames) }
            val foreign = Person.allowsAndHandsOver(other.url)
            val mixed = assertFailsWith<MoaException.ApprovalNeeded> { one.complete(foreign) }
            assertEquals(ErrorKind.STATE_MISMATCH, mixed.kind)
            val odd = assertFailsWith<MoaException.ApprovalNeeded> { other.complete("not an address") }
            assertEquals(ErrorKind.CALLBACK_UNREADABLE, odd.kind)
            assertEquals(thames, other.complete(foreign).bank)
            one.close()
            other.close()
        }
    }

    @Test
    fun `a stranger's address ends no waiting`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            moa.prepareLink(thames).use { approval ->
                val waiting = async { approval.awaitCustomer() }
                yield()
                val forged = "http://127.0.0.1:9/callback/thames/guess?code=a&state=b&iss=${MockBanks.thames}"
                val refused = assertFailsWith<MoaException> { approval.complete(forged) }
                assertEquals(ErrorKind.ISSUER_MISMATCH, refused.kind)
                Person.allows(approval.url)
                assertEquals(thames, waiting.await().bank)
            }
        }
    }

    @Test
    fun `giving up ends the waiting`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            moa.prepareLink(thames).use { approval ->
                val waiting = async { runCatching { approval.awaitCustomer() } }
                yield()
                approval.giveUp()
                assertIs<MoaException.GivenUp>(waiting.await().exceptionOrNull())
                assertTrue(moa.links().isEmpty())
            }
        }
    }

    @Test
    fun `cancelling while the customer is at the bank takes the consent back`(): Unit = runBlocking {
        Moa.open(MockBanks.options).use { moa ->
            val address = CompletableDeferred<java.net.URI>()
            val job = async { moa.link(thames) { address.complete(it) } }
            val url = address.await()
            job.cancel()
            job.join()
            val outcome = runCatching { Person.allowsAndHandsOver(url) }
            val said = outcome.getOrElse { it.message.orEmpty() }
            assertTrue("code=" !in said, "the bank still gives a code: $said")
        }
    }

    @Test
    fun `a renewed link keeps its id`(): Unit = runBlocking {
        val (moa, link) = linked()
        moa.use {
            val renewed = moa.link(thames, LinkRequest(renewing = link.id)) { Person.allows(it) }
            assertEquals(link.id, renewed.id)
            assertEquals(1, moa.links().size)
        }
    }
}

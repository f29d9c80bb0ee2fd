package dev.moa

import java.math.BigDecimal
import java.util.concurrent.Executors
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.count
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.last
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingTest {
    private lateinit var moa: Moa
    private lateinit var everyday: AccountRef

    @BeforeAll
    fun `link, and read everything`(): Unit = runBlocking {
        moa = linked().first
        assertTrue(moa.sync().isComplete)
        everyday = moa.accounts().first { it.name == "Everyday" }.ref
    }

    @AfterAll
    fun close(): Unit = moa.close()

    @Test
    fun `totals are exactly the sum of their accounts`(): Unit = runBlocking {
        val overview = moa.overview()
        val total = overview.totals.single { it.total.currency == "GBP" }
        val headlines = overview.accounts.flatMap { it.headlines }.filter { it.amount.currency == "GBP" }
        assertEquals(total.total.amount, headlines.map { it.amount.amount }.reduce(BigDecimal::add))
        assertEquals(total.accounts, headlines.size)
        assertEquals(1000, total.shares.sumOf { it.permille })
        val account = overview.accounts.first { it.ref == everyday }
        assertEquals(AccountKind.CURRENT to "GBP", account.kind to account.currency)
        assertEquals(2, account.headline!!.amount.amount.scale(), "the digits the bank sent")
        assertNotNull(overview.banks.single().lastSync?.lastSuccess)
    }

    @Test
    fun `every balance is what the account's own rows come to`(): Unit = runBlocking {
        val accounts = moa.accounts()
        assertEquals(listOf("Everyday", "Rainy day", "Card"), accounts.map { it.name })
        for (account in accounts) {
            val rows = moa.transactions(TransactionQuery(account = account.ref, limit = 100)).rows
            val booked = rows.first { it.status == TransactionStatus.BOOKED }.balanceAfter!!
            val pending = rows.filter { it.status == TransactionStatus.PENDING }.sumOf { it.amount.amount }
            val asOf = account.balances.first().asOf
            val expected = listOf(
                Balance(booked, BalanceKind.INTERIM_BOOKED, asOf, includesCredit = false),
                Balance(booked.copy(amount = booked.amount + pending), BalanceKind.INTERIM_AVAILABLE, asOf, includesCredit = false),
            )
            assertEquals(expected, account.balances, "${account.name}")
            assertEquals(listOf(Headline(booked, BalanceKind.INTERIM_BOOKED, asOf, account.headline!!.fetchedAt)), account.headlines)
            assertTrue(asOf!!.at!! <= account.headline!!.fetchedAt && asOf.day.year >= 2024, "$asOf")
        }
    }

    @Test
    fun `an amount is the bank's own, digit for digit`(): Unit = runBlocking {
        val page = moa.transactions(TransactionQuery(account = everyday, limit = 25))
        assertTrue(page.total >= 2000)
        for (row in page.rows) {
            val original = moa.transaction(row.key!!)!!.original
            val digits = Regex("\"Amount\":\\{\"Amount\":\"([0-9.]+)\"").find(original)!!.groupValues[1]
            assertEquals(digits, row.amount.amount.abs().toPlainString())
            val debit = "\"CreditDebitIndicator\":\"Debit\"" in original.substringBefore("\"Balance\"")
            assertEquals(debit, row.amount.amount.signum() < 0, original)
        }
    }

    @Test
    fun `stored transactions are searched, sorted, paged and summed by month`(): Unit = runBlocking {
        val all = TransactionQuery(account = everyday)
        val largest = moa.transactions(all.copy(sort = TransactionQuery.Sort.LARGEST_FIRST, limit = 3)).rows
        assertEquals(largest.sortedByDescending { it.amount.amount.abs() }, largest)
        val out = moa.transactions(all.copy(direction = TransactionQuery.Direction.MONEY_OUT, limit = 40)).rows
        assertTrue(out.size == 40 && out.all { it.amount.amount.signum() < 0 })
        val second = moa.transactions(all.copy(offset = 60)).rows
        assertTrue(second.none { it in moa.transactions(all).rows })
        val word = out.firstNotNullOf { it.title }.split(' ').first { it.length > 3 }
        assertTrue(moa.transactions(all.copy(search = word)).total in 1 until moa.transactions(all).total)
        assertEquals(moa.transactions(all).total, moa.months(all).sumOf { it.count })
        assertFailsWith<IllegalArgumentException> { TransactionQuery(limit = 10_001) }
        assertEquals(null, moa.transaction(TransactionKey("no such key")))
    }

    @Test
    fun `two thousand transactions come as a flow, and taking ten stops the fetching`(): Unit = runBlocking {
        // A page has a hundred rows. That none is asked for ahead is shown in FaultsTest, by a bank that is replaced meanwhile.
        for ((rows, pages) in listOf(10 to 1, 100 to 1, 101 to 2)) {
            val answers = answersOfTheApi { assertEquals(rows, moa.transactionsAtBank(everyday).take(rows).toList().size) }
            assertEquals(pages, answers, "pages for $rows rows")
        }
        assertTrue(moa.transactionsAtBank(everyday).count() >= 2000)
        assertTrue(moa.pagesAtBank(everyday).first().let { it.number == 1 && it.transactions.size == 100 && it.skipped == 0L })
    }

    /** How often the bank's API answered meanwhile. */
    private suspend fun answersOfTheApi(work: suspend () -> Unit): Int {
        val log = Channel<String>(Channel.UNLIMITED)
        MoaLog.sendTo(MoaLog.Level.DEBUG) { log.trySend(it.text) }
        try {
            val (other, link) = linked()
            work()
            // The lines come in order: the 204 of the consent's end stands behind everything that was fetched before.
            other.unlink(link.id)
            other.close()
            val before = mutableListOf<String>()
            do before += log.receive() while ("status=204" !in before.last())
            val after = before.dropLast(1).drop(before.indexOfLast { "a bank is linked" in it } + 1)
            return after.count { "the bank answered" in it && "server=\"api\"" in it }
        } finally {
            MoaLog.silence()
        }
    }

    @Test
    fun `progress comes on the caller's own dispatcher, and the report last`(): Unit = runBlocking {
        Executors.newSingleThreadExecutor { Thread(it, "the-screen") }.asCoroutineDispatcher().use { screen ->
            val heard = mutableListOf<Pair<String, SyncProgress>>()
            val report = withContext(screen) { moa.sync { heard += Thread.currentThread().name to it } }
            assertTrue(report.isComplete)
            assertTrue(heard.isNotEmpty() && heard.all { "the-screen" in it.first }, "${heard.map { it.first }.toSet()}")
            assertEquals(SyncProgress.Stage.Done, heard.last().second.stage)
            assertEquals(heard.map { it.second.pages }.sorted(), heard.map { it.second.pages })
        }
        val last = moa.syncing().last()
        assertIs<SyncEvent.Finished>(last)
        Unit
    }

    @Test
    fun `a listener that throws stops its sync, and the exception comes out`(): Unit = runBlocking {
        class Fed(what: String) : Exception(what)
        val fed = assertFailsWith<Fed> { moa.sync { throw Fed("up") } }
        assertEquals("up", fed.message)
        assertTrue(moa.sync().isComplete, "the next one works")
    }

    @Test
    fun `a cancelled sync keeps what was read`(): Unit = runBlocking {
        val begun = CompletableDeferred<Unit>()
        val job = launch(Dispatchers.Default) { moa.sync { begun.complete(Unit) } }
        begun.await()
        job.cancel()
        job.join()
        assertTrue(moa.transactions(TransactionQuery(limit = 0)).total >= 2000)
        assertTrue(moa.sync().isComplete)
    }

    @Test
    fun `two hundred calls at once get two hundred answers`(): Unit = runBlocking {
        val answers = (1..200).map { async(Dispatchers.Default) { moa.transactions(TransactionQuery(offset = it.toLong(), limit = 1)) } }
        assertEquals(200, answers.awaitAll().map { it.rows.single().key }.toSet().size)
    }
}

package dev.moa

import java.math.BigDecimal
import java.nio.file.Path
import java.time.Instant
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Test

/** Whatever carries an account's number, a customer's words or a secret says none of it. */
class DescriptionsTest {
    private val planted = "PL4NTED33NUMBER"
    private val at = Instant.EPOCH
    private val thames = BankId("thames")
    private val link = LinkId("l")
    private val ref = AccountRef(link, planted)
    private val number = AccountNumber("UK.OBIE.IBAN", planted, holder = planted, lastFour = "MBER")
    private val account = Account(
        ref, thames, name = planted, product = planted, category = planted, status = planted, numbers = listOf(number), fetchedAt = at,
    )
    private val transaction = Transaction(
        key = null, account = ref, bank = thames, bankTransactionId = planted, amount = Money(BigDecimal.ONE, "GBP", 2),
        status = TransactionStatus.BOOKED, title = planted, description = planted, merchant = planted, merchantCategory = planted,
        counterparty = planted, reference = planted, purpose = planted, fetchedAt = at,
    )
    private val overview = Overview(
        banks = listOf(BankOverview(Link(link, thames, LinkState.Active, at), listOf(account))),
        unknown = listOf(UnknownBalance(ref, "no_balance")),
    )
    private val progress = SyncProgress(link, thames, SyncProgress.Stage.ReadingAccount(planted, 1, 2))
    private val cut = LinkReport.Cut(ref, "too_many_rows")
    private val report = SyncReport(at, at, false, listOf(LinkReport(link, thames, LinkReport.Outcome.Partial, cut = listOf(cut))))
    private val device = MoaOptions.Secrets.Device("s", Path.of("f"), planted)

    @Test
    fun `whatever carries a number or a secret says none of it`(): Unit = runBlocking {
        val vault = InMemoryVault()
        vault.keep("token", planted)
        val carriers = listOf(
            ref, number, account, transaction, overview, progress, progress.stage, cut, report, SyncEvent.Progress(progress),
            SyncEvent.Finished(report), OriginalTransaction(transaction, planted), TransactionPage(1, listOf(transaction)),
            BankPage(1, null, listOf(transaction), 0), TransactionQuery(account = ref, search = planted), device, vault,
            MoaOptions.Secrets.Own(vault), MoaOptions(MoaOptions.Directory.Json("[]"), secrets = device),
        )
        for (carrier in carriers) {
            for (said in listOf("$carrier", "${listOf(carrier)}", "${mapOf("in" to carrier)}")) {
                assertFalse(planted in said, "${carrier::class.simpleName}: $said")
            }
        }
        data class Open(val number: String)
        assertTrue(planted in "${Open(planted)}", "what hides nothing is seen through")
    }
}

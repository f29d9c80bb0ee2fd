package dev.moa.internal

import dev.moa.*
import dev.moa.internal.ffi.*

internal fun FfiMoney.toMoney() = Money(amount, currency, digits?.toInt())

internal fun FfiBankTime.toBankTime() = BankTime(day, at)

internal fun FfiBank.toBank() =
    Bank(BankId(id), name, country, colour, monogram, logo, isSandbox = sandbox, registersApps = registersApps)

internal fun FfiLink.toLink() = Link(LinkId(id), BankId(bank), state.toState(), linkedAt, expiresAt)

internal fun FfiLinkState.toState(): LinkState = when (this) {
    is FfiLinkState.Active -> LinkState.Active
    is FfiLinkState.ExpiringSoon -> LinkState.ExpiringSoon(endsAt)
    is FfiLinkState.Expired -> LinkState.Expired(since)
    is FfiLinkState.Lost -> LinkState.Lost(since)
    is FfiLinkState.Revoked -> LinkState.Revoked(since)
    is FfiLinkState.Unknown -> LinkState.Unknown
}

internal fun LinkRequest.toFfi(bank: BankId) =
    FfiLinkRequest(bank.value, FfiWanted.valueOf(data.name), months.toUShort(), renewing?.value)

internal fun FfiUnlinkReceipt.toReceipt() = UnlinkReceipt(
    LinkId(link), BankId(bank), notConfirmed?.let(::ErrorKind), erased.rows.toLong(), erased.secrets,
)

internal fun FfiAccount.toAccount() = Account(
    ref = AccountRef(LinkId(link), id),
    bank = BankId(bank),
    name = name,
    product = product,
    currency = currency,
    kind = kind?.let(::AccountKind),
    category = category,
    status = status,
    numbers = numbers.map { AccountNumber(it.scheme, it.number, it.holder, it.lastFour) },
    headlines = headlines.map {
        Headline(it.amount.toMoney(), BalanceKind(it.kind), it.asOf?.toBankTime(), it.fetchedAt, it.creditTakenOut)
    },
    balances = balances.map {
        Balance(it.amount.toMoney(), BalanceKind(it.kind), it.asOf?.toBankTime(), it.includesCredit)
    },
    missingSince = missingSince,
    fetchedAt = fetchedAt,
)

internal fun FfiOverview.toOverview() = Overview(
    totals = totals.map { total ->
        val shares = total.shares.map { BankShare(LinkId(it.link), BankId(it.bank), it.amount.toMoney(), it.permille.toInt()) }
        CurrencyTotal(total.total.toMoney(), total.accounts.toInt(), shares, total.oldestAsOf?.toBankTime())
    },
    banks = banks.map { bank ->
        val last = bank.lastSync?.let { LastSync(it.finishedAt, it.complete, it.lastSuccess, it.failingSince, it.retryAt) }
        BankOverview(bank.link.toLink(), bank.accounts.map(FfiAccount::toAccount), last)
    },
    unknown = unknown.map { UnknownBalance(AccountRef(LinkId(it.link), it.account), it.why) },
)

internal fun FfiTransaction.toTransaction() = Transaction(
    key = key?.let(::TransactionKey),
    account = AccountRef(LinkId(link), account),
    bank = BankId(bank),
    bankTransactionId = id,
    amount = amount.toMoney(),
    status = TransactionStatus(status),
    isProvisional = provisional,
    day = day,
    booked = booked?.toBankTime(),
    valued = valued?.toBankTime(),
    title = title,
    description = description,
    merchant = merchant,
    merchantCategory = merchantCategory,
    counterparty = counterparty,
    reference = reference,
    purpose = purpose,
    charge = charge?.toMoney(),
    instructed = instructed?.toMoney(),
    balanceAfter = balanceAfter?.toMoney(),
    fetchedAt = fetchedAt,
)

internal fun FfiTransactionsPage.toPage() =
    BankPage(number.toInt(), of?.toInt(), transactions.map(FfiTransaction::toTransaction), skipped.toLong())

internal fun TransactionQuery.toFfi() = FfiTransactionQuery(
    link = (account?.link ?: link)?.value,
    account = account?.account,
    search = search,
    direction = direction?.let { FfiDirection.valueOf(it.name) },
    status = status?.let { FfiStatusFilter.valueOf(it.name) },
    firstDay = firstDay,
    lastDay = lastDay,
    sort = FfiSort.valueOf(sort.name),
    offset = offset.toULong(),
    limit = limit.toUInt(),
)

internal fun FfiMonth.toMonth() =
    Month(year.toInt(), month.toInt(), count.toLong(), moneyIn.toMoney(), moneyOut.toMoney())

internal fun FfiTally.toTally() = Tally(added.toLong(), changed.toLong(), removed.toLong())

internal fun FfiSyncProgress.toProgress() =
    SyncProgress(LinkId(link), BankId(bank), stage.toStage(), pages.toLong(), tally.toTally())

private fun FfiStage.toStage(): SyncProgress.Stage = when (this) {
    is FfiStage.Waiting -> SyncProgress.Stage.Waiting
    is FfiStage.ReadingAccounts -> SyncProgress.Stage.ReadingAccounts
    is FfiStage.ReadingAccount -> SyncProgress.Stage.ReadingAccount(name, page.toInt(), of?.toInt())
    is FfiStage.Done -> SyncProgress.Stage.Done
    is FfiStage.Partial -> SyncProgress.Stage.Partial
    is FfiStage.Stopped -> SyncProgress.Stage.Stopped
    is FfiStage.Failed -> SyncProgress.Stage.Failed(ErrorKind(kind))
}

internal fun FfiSyncReport.toReport() =
    SyncReport(startedAt, finishedAt, complete, links.map(FfiLinkReport::toLinkReport))

private fun FfiLinkReport.toLinkReport(): LinkReport {
    val id = LinkId(link)
    return LinkReport(
        link = id,
        bank = BankId(bank),
        outcome = outcome.toOutcome(),
        pages = pages.toLong(),
        tally = tally.toTally(),
        skipped = skipped.toLong(),
        cut = cut.map { cut -> LinkReport.Cut(cut.account?.let { AccountRef(id, it) }, cut.why) },
        failed = failed.map { it.facts.toException() },
    )
}

private fun FfiOutcome.toOutcome(): LinkReport.Outcome = when (this) {
    is FfiOutcome.Complete -> LinkReport.Outcome.Complete
    is FfiOutcome.Partial -> LinkReport.Outcome.Partial
    is FfiOutcome.Stopped -> LinkReport.Outcome.Stopped
    is FfiOutcome.Failed -> LinkReport.Outcome.Failed(facts.toException())
}

internal fun MoaOptions.toFfi() = FfiOptions(
    directory = when (val directory = directory) {
        is MoaOptions.Directory.At -> FfiDirectory.At(directory.place)
        is MoaOptions.Directory.Json -> FfiDirectory.Json(directory.text)
    },
    vault = when (val secrets = secrets) {
        is MoaOptions.Secrets.InMemory -> FfiVault.Memory
        is MoaOptions.Secrets.Own -> FfiVault.Host(HostVault(secrets.vault))
        is MoaOptions.Secrets.Device -> FfiVault.Device(secrets.service, secrets.file.toString(), secrets.passphrase)
    },
    store = when (val data = data) {
        is MoaOptions.Data.InMemory -> FfiStore.Memory
        is MoaOptions.Data.Encrypted -> FfiStore.Encrypted(data.file.toString())
    },
    appName = appName,
    locale = locale.toLanguageTag(),
    trustedAuthority = trustedAuthority,
    redirect = redirect?.toString(),
    startOffline = startOffline,
)

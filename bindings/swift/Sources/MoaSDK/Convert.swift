import Foundation
import MoaFFI

extension Money {
    init(_ money: FfiMoney) { self.init(money.amount, money.currency, digits: money.digits.map(Int.init)) }
}

extension CalendarDay {
    init(ffi text: FfiDay) { self = CalendarDay(text) ?? CalendarDay(year: 0, month: 0, day: 0) }
}

extension BankTime {
    init(_ time: FfiBankTime) { self.init(day: CalendarDay(ffi: time.day), at: time.at) }
}

extension Bank {
    init(_ bank: FfiBank) {
        self.init(
            id: BankID(rawValue: bank.id), name: bank.name, country: bank.country, colour: bank.colour,
            monogram: bank.monogram, logo: bank.logo, isSandbox: bank.sandbox, registersApps: bank.registersApps
        )
    }
}

extension Link {
    init(_ link: FfiLink) {
        self.init(
            id: LinkID(rawValue: link.id), bank: BankID(rawValue: link.bank), state: LinkState(link.state),
            linkedAt: link.linkedAt, expiresAt: link.expiresAt
        )
    }
}

extension LinkState {
    init(_ state: FfiLinkState) {
        self = switch state {
        case .active: .active
        case .expiringSoon(let endsAt): .expiringSoon(endsAt: endsAt)
        case .expired(let since): .expired(since: since)
        case .lost(let since): .lost(since: since)
        case .revoked(let since): .revoked(since: since)
        case .unknown: .unknown
        }
    }
}

extension LinkRequest {
    func ffi(_ bank: BankID) -> FfiLinkRequest {
        let wanted: FfiWanted =
            switch self.wanted {
            case .accounts: .accounts
            case .transactions: .transactions
            case .everything: .everything
            }
        return FfiLinkRequest(bank: bank.rawValue, wanted: wanted, months: months, renewing: renewing?.rawValue)
    }
}

extension UnlinkReceipt {
    init(_ receipt: FfiUnlinkReceipt) {
        self.init(
            link: LinkID(rawValue: receipt.link), bank: BankID(rawValue: receipt.bank),
            notConfirmed: receipt.notConfirmed.map(MoaError.Kind.init(rawValue:)), erasedRows: receipt.erased.rows,
            erasedSecrets: receipt.erased.secrets
        )
    }
}

extension Account {
    init(_ account: FfiAccount) {
        self.init(
            ref: AccountRef(link: LinkID(rawValue: account.link), account: account.id),
            bank: BankID(rawValue: account.bank), name: account.name, product: account.product,
            currency: account.currency, kind: account.kind.map(AccountKind.init(rawValue:)),
            category: account.category, status: account.status,
            numbers: account.numbers.map {
                AccountNumber(scheme: $0.scheme, number: $0.number, holder: $0.holder, lastFour: $0.lastFour)
            },
            headlines: account.headlines.map {
                Headline(
                    amount: Money($0.amount), kind: BalanceKind(rawValue: $0.kind), asOf: $0.asOf.map(BankTime.init),
                    fetchedAt: $0.fetchedAt, creditTakenOut: $0.creditTakenOut
                )
            },
            balances: account.balances.map {
                Balance(
                    amount: Money($0.amount), kind: BalanceKind(rawValue: $0.kind), asOf: $0.asOf.map(BankTime.init),
                    includesCredit: $0.includesCredit
                )
            },
            missingSince: account.missingSince, fetchedAt: account.fetchedAt
        )
    }
}

extension Overview {
    init(_ overview: FfiOverview) {
        self.init(
            totals: overview.totals.map(CurrencyTotal.init), banks: overview.banks.map(BankOverview.init),
            unknown: overview.unknown.map {
                UnknownBalance(account: AccountRef(link: LinkID(rawValue: $0.link), account: $0.account), why: $0.why)
            }
        )
    }
}

extension CurrencyTotal {
    init(_ total: FfiCurrencyTotal) {
        self.init(
            total: Money(total.total), accounts: Int(total.accounts),
            shares: total.shares.map {
                BankShare(
                    link: LinkID(rawValue: $0.link), bank: BankID(rawValue: $0.bank), amount: Money($0.amount),
                    permille: Int($0.permille)
                )
            },
            oldestAsOf: total.oldestAsOf.map(BankTime.init)
        )
    }
}

extension BankOverview {
    init(_ bank: FfiBankOverview) {
        let last = bank.lastSync.map {
            LastSync(
                finishedAt: $0.finishedAt, isComplete: $0.complete, lastSuccess: $0.lastSuccess,
                failingSince: $0.failingSince, retryAt: $0.retryAt
            )
        }
        self.init(link: Link(bank.link), accounts: bank.accounts.map(Account.init), lastSync: last)
    }
}

extension Transaction {
    init(_ row: FfiTransaction) {
        self.init(
            key: row.key.map(TransactionKey.init(rawValue:)),
            account: AccountRef(link: LinkID(rawValue: row.link), account: row.account),
            bank: BankID(rawValue: row.bank), amount: Money(row.amount),
            status: TransactionStatus(rawValue: row.status), fetchedAt: row.fetchedAt
        )
        bankTransactionID = row.id
        isProvisional = row.provisional
        day = row.day.map(CalendarDay.init(ffi:))
        booked = row.booked.map(BankTime.init)
        valued = row.valued.map(BankTime.init)
        title = row.title
        statement = row.description
        merchant = row.merchant
        merchantCategory = row.merchantCategory
        counterparty = row.counterparty
        reference = row.reference
        purpose = row.purpose
        charge = row.charge.map(Money.init)
        instructed = row.instructed.map(Money.init)
        balanceAfter = row.balanceAfter.map(Money.init)
    }
}

extension TransactionQuery {
    var ffi: FfiTransactionQuery {
        FfiTransactionQuery(
            link: (account?.link ?? link)?.rawValue, account: account?.account, search: search,
            direction: direction.map { $0 == .moneyIn ? .moneyIn : .moneyOut },
            status: status.map { $0 == .booked ? .booked : .pending }, firstDay: firstDay?.description,
            lastDay: lastDay?.description, sort: sort.ffi, offset: offset, limit: limit
        )
    }
}

extension TransactionQuery.Sort {
    var ffi: FfiSort {
        switch self {
        case .newestFirst: .newestFirst
        case .oldestFirst: .oldestFirst
        case .largestFirst: .largestFirst
        }
    }
}

extension BankPage {
    init(_ page: FfiTransactionsPage) {
        self.init(
            number: Int(page.number), of: page.of.map(Int.init), transactions: page.transactions.map(Transaction.init),
            skipped: page.skipped
        )
    }
}

extension Month {
    init(_ month: FfiMonth) {
        self.init(
            year: Int(month.year), month: Int(month.month), count: month.count, moneyIn: Money(month.moneyIn),
            moneyOut: Money(month.moneyOut)
        )
    }
}

extension Tally {
    init(_ tally: FfiTally) { self.init(added: tally.added, changed: tally.changed, removed: tally.removed) }
}

extension SyncProgress {
    init(_ progress: FfiSyncProgress) {
        self.init(
            link: LinkID(rawValue: progress.link), bank: BankID(rawValue: progress.bank), stage: Stage(progress.stage),
            pages: progress.pages, tally: Tally(progress.tally)
        )
    }
}

extension SyncProgress.Stage {
    init(_ stage: FfiStage) {
        self = switch stage {
        case .waiting: .waiting
        case .readingAccounts: .readingAccounts
        case .readingAccount(let name, let page, let of): .readingAccount(name: name, page: Int(page), of: of.map(Int.init))
        case .done: .done
        case .partial: .partial
        case .stopped: .stopped
        case .failed(let kind): .failed(MoaError.Kind(rawValue: kind))
        }
    }
}

extension SyncReport {
    init(_ report: FfiSyncReport) {
        self.init(
            startedAt: report.startedAt, finishedAt: report.finishedAt, isComplete: report.complete,
            links: report.links.map(LinkReport.init)
        )
    }
}

extension LinkReport {
    init(_ report: FfiLinkReport) {
        let id = LinkID(rawValue: report.link)
        self.init(
            link: id, bank: BankID(rawValue: report.bank), outcome: Outcome(report.outcome), pages: report.pages,
            tally: Tally(report.tally), skipped: report.skipped,
            cut: report.cut.map { Cut(account: $0.account.map { AccountRef(link: id, account: $0) }, why: $0.why) },
            failed: report.failed.map { MoaError($0.facts) }
        )
    }
}

extension LinkReport.Outcome {
    init(_ outcome: FfiOutcome) {
        self = switch outcome {
        case .complete: .complete
        case .partial: .partial
        case .stopped: .stopped
        case .failed(let facts): .failed(MoaError(facts))
        }
    }
}

extension MoaOptions {
    var ffi: FfiOptions {
        FfiOptions(
            directory: directory.ffi, vault: secrets.ffi, store: data.ffi, appName: appName,
            locale: locale.identifier, trustedAuthority: trustedAuthority, redirect: redirect?.absoluteString,
            startOffline: startOffline
        )
    }
}

extension MoaOptions.Directory {
    var ffi: FfiDirectory {
        switch self {
        case .at(let place): .at(place: place)
        case .json(let text): .json(text: text)
        }
    }
}

extension MoaOptions.Secrets {
    var ffi: FfiVault {
        switch self {
        case .inMemory: .memory
        case .own(let vault): .host(vault: HostVault(vault))
        case .device(let service, let file, let passphrase):
            .device(service: service, file: file.path, passphrase: passphrase)
        }
    }
}

extension MoaOptions.Data {
    var ffi: FfiStore {
        switch self {
        case .inMemory: .memory
        case .encrypted(let file): .encrypted(file: file.path)
        }
    }
}

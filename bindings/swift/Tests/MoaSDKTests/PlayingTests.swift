// As an app's own tests have it: nothing here sees more of Moa than an app does, so that it compiles is half of the proof.
import Foundation
import MoaSDK
import XCTest

final class PlayingTests: XCTestCase {
    func testAnAppCanPlayAllOfMoaInItsOwnTests() async throws {
        let moa: any MoaClient = PlayedMoa()
        XCTAssertEqual(try moa.bank("thames")?.name, "Thames")
        XCTAssertEqual(try moa.refusedBanks(), [RefusedBank(name: "Odd", why: "no_issuer")])
        let link = try await moa.link("thames") { XCTAssertEqual($0, Played.url) }
        XCTAssertEqual(link, Played.link)
        let overview = try await moa.overview()
        XCTAssertEqual(overview, Played.overview)
        let accounts = try await moa.accounts()
        XCTAssertEqual(accounts, [Played.account])
        let page = try await moa.transactions()
        XCTAssertEqual(page, TransactionPage(total: 1, rows: [Played.transaction]))
        let original = try await moa.transaction(TransactionKey(rawValue: "k"))
        XCTAssertEqual(original?.original, "{}")
        let months = try await moa.months()
        XCTAssertEqual(months.map(\.count), [1])
        let receipt = try await moa.unlink(link.id)
        XCTAssertTrue(receipt.isConfirmedByBank && receipt.erasedSecrets && receipt.erasedRows == 7)
    }

    func testAnAppWithAnAddressOfItsOwnIsToldToCompleteByItselfBeforeABankIsAsked() async throws {
        let moa: any MoaClient = PlayedMoa(redirect: URL(string: "https://app.example"))
        let refused = await thrown { try await moa.link("thames") { _ in XCTFail("a browser is opened") } }
        guard case .badRequest(let details)? = refused else { return XCTFail("\(String(describing: refused))") }
        XCTAssertEqual(details.kind, .misconfigured)
        XCTAssertTrue(details.reason.contains("prepareLink"), details.reason)
        XCTAssertEqual((moa as? PlayedMoa)?.asked.value, 0, "no bank was asked")
    }

    func testAPlayedSyncTellsItsProgressAndItsReport() async throws {
        var (stages, reports) = ([SyncProgress.Stage](), [SyncReport]())
        for try await event in PlayedMoa().syncing() {
            switch event {
            case .progress(let progress): stages.append(progress.stage)
            case .finished(let report): reports.append(report)
            }
        }
        XCTAssertEqual(stages, [.waiting, .partial])
        XCTAssertEqual(reports.first?.links.first?.cut.map(\.why), ["too_many_rows"])
        XCTAssertEqual(reports.first?.links.first?.failed.map(\.kind), [.bankDown])
    }

    func testPlayedPagesAreReadLikeABanks() async throws {
        let moa = PlayedMoa()
        var numbers: [Int] = []
        for try await page in moa.pagesAtBank(Played.account.ref) { numbers.append(page.number) }
        XCTAssertEqual(numbers, [1, 2])
        var rows: [Transaction] = []
        let error = await thrown { for try await row in moa.transactionsAtBank(Played.account.ref) { rows.append(row) } }
        XCTAssertEqual(rows, [Played.transaction, Played.transaction])
        XCTAssertEqual(error?.kind, .unreadable, "three rows were skipped, which is said after all that could be read")
        let line = MoaLog.Line(level: .info, source: "moa", text: "a bank is linked")
        XCTAssertEqual(line.text, "a bank is linked")
    }
}

/// Values that an app made itself.
private enum Played {
    static let url = URL(string: "https://bank.example/authorize")!
    static let link = Link(id: LinkID(rawValue: "l"), bank: "thames", state: .active, linkedAt: .distantPast)
    static let account = Account(
        ref: AccountRef(link: link.id, account: "a"), bank: "thames", name: "Everyday",
        headlines: [Headline(amount: Money(12.5, "GBP", digits: 2), kind: .interimAvailable, fetchedAt: .distantPast)],
        fetchedAt: .distantPast
    )
    static let transaction = Transaction(
        key: nil, account: account.ref, bank: "thames", amount: Money(-2.5, "GBP", digits: 2), status: .booked, fetchedAt: .distantPast
    )
    static let overview = Overview(
        totals: [CurrencyTotal(total: Money(12.5, "GBP", digits: 2), accounts: 1)],
        banks: [BankOverview(link: link, accounts: [account])],
        unknown: [UnknownBalance(account: AccountRef(link: link.id, account: "b"), why: "no_balance")]
    )
    static let report = LinkReport(
        link: link.id, bank: "thames", outcome: .partial, cut: [LinkReport.Cut(account: account.ref, why: "too_many_rows")],
        failed: [.tryAgainLater(.init(kind: .bankDown, reason: "the bank is down"))]
    )
}

/// A Moa that an app's own tests play.
private final class PlayedMoa: MoaClient {
    let redirect: URL?
    let asked = Box(0)

    init(redirect: URL? = nil) { self.redirect = redirect }

    func banks() throws -> [Bank] { [Bank(id: "thames", name: "Thames")] }
    func refusedBanks() throws -> [RefusedBank] { [RefusedBank(name: "Odd", why: "no_issuer")] }
    func reloadBanks() async throws -> [Bank] { try banks() }
    func prepareLink(_ bank: BankID, request: LinkRequest) async throws -> any Approval {
        asked.change { $0 += 1 }
        return PlayedApproval()
    }
    func links() async throws -> [Link] { [Played.link] }
    func unlink(_ link: LinkID) async throws -> UnlinkReceipt { UnlinkReceipt(link: link, bank: "thames", erasedRows: 7) }
    func overview() async throws -> Overview { Played.overview }
    func sync(_ link: LinkID?, onProgress: (@Sendable (SyncProgress) -> Void)?) async throws -> SyncReport {
        for stage in [SyncProgress.Stage.waiting, .partial] {
            onProgress?(SyncProgress(link: Played.link.id, bank: "thames", stage: stage))
        }
        return SyncReport(startedAt: .distantPast, finishedAt: .distantPast, isComplete: false, links: [Played.report])
    }
    func transactions(_ query: TransactionQuery) async throws -> TransactionPage {
        TransactionPage(total: 1, rows: [Played.transaction])
    }
    func months(_ query: TransactionQuery) async throws -> [Month] {
        [Month(year: 2026, month: 11, count: 1, moneyIn: Money(0, "GBP"), moneyOut: Money(-2.5, "GBP"))]
    }
    func transaction(_ key: TransactionKey) async throws -> OriginalTransaction? {
        OriginalTransaction(transaction: Played.transaction, original: "{}")
    }
    func pagesAtBank(_ account: AccountRef, since: CalendarDay?, until: CalendarDay?) -> BankPages {
        BankPages([
            BankPage(number: 1, of: 2, transactions: [Played.transaction]),
            BankPage(number: 2, of: 2, transactions: [Played.transaction], skipped: 3),
        ])
    }
    func close() {}
}

private final class PlayedApproval: Approval {
    var url: URL { Played.url }
    var expiresAt: Date { .distantFuture }
    func awaitCustomer() async throws -> Link { Played.link }
    func complete(redirect: String) async throws -> Link { Played.link }
    func giveUp() async throws {}
}

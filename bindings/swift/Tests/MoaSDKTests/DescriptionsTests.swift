import Foundation
import MoaSDK
import XCTest

/// Whatever carries an account's number, a customer's words or a secret says none of it, however it is looked at.
final class DescriptionsTests: XCTestCase {
    private static let planted = "PL4NTED33NUMBER"
    private static let at = Date(timeIntervalSince1970: 0)
    private static let link = LinkID(rawValue: "l")
    private static let ref = AccountRef(link: link, account: planted)
    private static let money = Money(1, "GBP", digits: 2)

    private static let number = AccountNumber(scheme: "UK.OBIE.IBAN", number: planted, holder: planted, lastFour: "MBER")
    private static let account = Account(
        ref: ref, bank: "thames", name: planted, product: planted, category: planted, status: planted, numbers: [number],
        fetchedAt: at
    )

    private static let transaction: Transaction = {
        var it = Transaction(key: nil, account: ref, bank: "thames", amount: money, status: .booked, fetchedAt: at)
        it.bankTransactionID = planted
        it.title = planted
        it.statement = planted
        it.merchant = planted
        it.merchantCategory = planted
        it.counterparty = planted
        it.reference = planted
        it.purpose = planted
        return it
    }()

    private static let overview = Overview(
        totals: [CurrencyTotal(total: money, accounts: 1, shares: [BankShare(link: link, bank: "thames", amount: money, permille: 1000)])],
        banks: [BankOverview(link: Link(id: link, bank: "thames", state: .active, linkedAt: at), accounts: [account])],
        unknown: [UnknownBalance(account: ref, why: "no_balance")]
    )

    private static let progress = SyncProgress(link: link, bank: "thames", stage: .readingAccount(name: planted, page: 1, of: 2))
    private static let report = SyncReport(startedAt: at, finishedAt: at, isComplete: false, links: [
        LinkReport(link: link, bank: "thames", outcome: .partial, cut: [LinkReport.Cut(account: ref, why: "too_many_rows")])
    ])

    /// Every public type that carries something planted, and everything that such a value can lie in.
    private static let carriers: [any Sendable] = [
        ref, number, account, transaction, overview, progress, progress.stage, report, SyncEvent.progress(progress),
        SyncEvent.finished(report), OriginalTransaction(transaction: transaction, original: planted),
        TransactionPage(total: 1, rows: [transaction]), BankPage(number: 1, transactions: [transaction]),
        TransactionQuery(account: ref, search: planted),
        MoaOptions.Secrets.device(service: "s", file: URL(fileURLWithPath: "f"), passphrase: planted),
        MoaOptions(directory: .json("[]"), secrets: .device(service: "s", file: URL(fileURLWithPath: "f"), passphrase: planted)),
    ]

    func testWhateverCarriesANumberOrASecretSaysNoneOfIt() async {
        let vault = InMemoryVault()
        await vault.keep(Self.planted, as: "token")
        for carrier in Self.carriers + [vault, MoaOptions.Secrets.own(vault)] {
            // In a list, in an optional and behind a protocol other ways of describing are taken.
            for thing in [carrier, [carrier], Optional.some(carrier) as Any, ["in": carrier]] as [Any] {
                for said in Self.looks(at: thing) { XCTAssertFalse(said.contains(Self.planted), "\(type(of: carrier)): \(said)") }
            }
        }
        XCTAssertTrue(Self.looks(at: Open()).allSatisfy { $0.contains(Self.planted) }, "what hides nothing is seen through")
    }

    /// A record as Swift makes it.
    private struct Open { let number = DescriptionsTests.planted }

    private static func looks(at thing: Any) -> [String] {
        var dumped = ""
        dump(thing, to: &dumped)
        return [String(describing: thing), String(reflecting: thing), dumped, children(of: thing, depth: 8)]
    }

    /// What a debugger finds that looks into everything.
    private static func children(of thing: Any, depth: Int) -> String {
        guard depth > 0 else { return "" }
        return Mirror(reflecting: thing).children.map { "\($0.label ?? "")=\($0.value) " + children(of: $0.value, depth: depth - 1) }.joined()
    }
}

import Foundation
import MoaSDK
import XCTest

final class ReadingTests: XCTestCase {
    /// Linked and read once for all tests of this class.
    private static let read = Task { () async throws -> (Moa, AccountRef) in
        let (moa, _) = try await linked()
        let report = try await moa.sync()
        XCTAssertTrue(report.isComplete)
        let everyday = try await moa.accounts().first { $0.name == "Everyday" }
        return (moa, try XCTUnwrap(everyday).ref)
    }

    func testTotalsAreExactlyTheSumOfTheirAccounts() async throws {
        let (moa, everyday) = try await Self.read.value
        let overview = try await moa.overview()
        let total = try XCTUnwrap(overview.totals.first { $0.total.currency == "GBP" })
        let headlines = overview.accounts.flatMap(\.headlines).filter { $0.amount.currency == "GBP" }
        XCTAssertEqual(total.total.amount, headlines.reduce(Decimal(0)) { $0 + $1.amount.amount })
        XCTAssertEqual(total.accounts, headlines.count)
        XCTAssertEqual(total.shares.reduce(0) { $0 + $1.permille }, 1000)
        let account = try XCTUnwrap(overview.accounts.first { $0.ref == everyday })
        XCTAssertEqual(account.kind, .current)
        XCTAssertEqual(account.currency, "GBP")
        XCTAssertEqual(account.headline?.amount.digits, 2)
        XCTAssertNotNil(overview.banks.first?.lastSync?.lastSuccess)
    }

    func testAnAmountIsTheBanksOwn() async throws {
        let (moa, everyday) = try await Self.read.value
        let page = try await moa.transactions(TransactionQuery(account: everyday, limit: 25))
        XCTAssertGreaterThanOrEqual(page.total, 2000)
        for row in page.rows {
            let found = try await moa.transaction(XCTUnwrap(row.key))
            let original = try XCTUnwrap(found).original
            let from = try XCTUnwrap(original.range(of: "\"Amount\":{\"Amount\":\"")).upperBound
            let digits = original[from...].prefix { $0 != "\"" }
            XCTAssertEqual(Decimal(string: String(digits)), row.amount.amount.magnitude)
            XCTAssertEqual(Money(row.amount.amount.magnitude, "GBP", digits: 2).description, "\(digits) GBP")
            XCTAssertNotNil(row.day)
        }
    }

    func testStoredTransactionsAreSearchedSortedPagedAndSummedByMonth() async throws {
        let (moa, everyday) = try await Self.read.value
        let largest = try await moa.transactions(TransactionQuery(account: everyday, sort: .largestFirst, limit: 3)).rows
        let sizes = largest.map(\.amount.amount.magnitude)
        XCTAssertEqual(sizes, sizes.sorted(by: >))
        let out = try await moa.transactions(TransactionQuery(account: everyday, direction: .moneyOut, limit: 40)).rows
        XCTAssertTrue(out.count == 40 && out.allSatisfy { $0.amount.amount < 0 })
        let all = try await moa.transactions(TransactionQuery(account: everyday))
        let second = try await moa.transactions(TransactionQuery(account: everyday, offset: 60)).rows
        XCTAssertTrue(Set(all.rows.map(\.key)).isDisjoint(with: second.map(\.key)))
        let word = try XCTUnwrap(out.compactMap(\.title).first?.split(separator: " ").first { $0.count > 3 })
        let hits = try await moa.transactions(TransactionQuery(account: everyday, search: String(word))).total
        XCTAssertTrue(hits > 0 && hits < all.total)
        let months = try await moa.months(TransactionQuery(account: everyday))
        XCTAssertEqual(months.reduce(0) { $0 + $1.count }, all.total)
        let tooMany = await thrown { try await moa.transactions(TransactionQuery(limit: 10_001)) }
        XCTAssertEqual(tooMany?.kind, .misconfigured)
        let none = try await moa.transaction(TransactionKey(rawValue: "no such key"))
        XCTAssertNil(none)
    }

    func testTwoThousandTransactionsComeAsASequenceAndLeavingItStopsTheFetching() async throws {
        let (moa, everyday) = try await Self.read.value
        // A page has a hundred rows. That none is asked for ahead is shown in FaultsTests, by a bank that is replaced meanwhile.
        for (rows, pages) in [(10, 1), (100, 1), (101, 2)] {
            let answers = try await answersOfTheAPI {
                var left = rows
                for try await _ in moa.transactionsAtBank(everyday) {
                    left -= 1
                    if left == 0 { break }
                }
            }
            XCTAssertEqual(answers, pages, "pages for \(rows) rows")
        }

        var count = 0
        for try await _ in moa.transactionsAtBank(everyday) { count += 1 }
        XCTAssertGreaterThanOrEqual(count, 2000)
        for try await page in moa.pagesAtBank(everyday) {
            XCTAssertTrue(page.number == 1 && page.transactions.count == 100 && page.skipped == 0)
            break
        }
    }

    /// How often the bank's API answered meanwhile.
    private func answersOfTheAPI(_ work: () async throws -> Void) async throws -> Int {
        let (lines, line) = AsyncStream<String>.makeStream()
        try MoaLog.send(.debug) { line.yield($0.text) }
        defer { try? MoaLog.silence() }
        let (other, link) = try await linked()
        try await work()
        // The lines come in order: the 204 of the consent's end stands behind everything that was fetched before.
        _ = try await other.unlink(link.id)
        var before: [String] = []
        for await text in lines {
            if text.contains("status=204") { break }
            before.append(text)
        }
        let after = before.drop { !$0.contains("a bank is linked") }
        return after.filter { $0.contains("the bank answered") && $0.contains("server=\"api\"") }.count
    }

    func testProgressIsHeardOnTheActorThatIteratesAndTheReportComesLast() async throws {
        try await Self.hear(Self.read.value.0)
    }

    @MainActor
    private static func hear(_ moa: Moa) async throws {
        var stages: [SyncProgress.Stage] = []
        var pages: [UInt64] = []
        var report: SyncReport?
        for try await event in moa.syncing() {
            MainActor.assertIsolated()
            XCTAssertNil(report, "the report is the last")
            switch event {
            case .progress(let progress):
                stages.append(progress.stage)
                pages.append(progress.pages)
            case .finished(let done): report = done
            }
        }
        XCTAssertEqual(report?.isComplete, true)
        XCTAssertEqual(stages.last, .done)
        XCTAssertEqual(pages, pages.sorted())
    }

    func testACancelledSyncKeepsWhatWasRead() async throws {
        let (moa, _) = try await Self.read.value
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let work = Task { try await moa.sync(nil) { _ in begin.yield() } }
        var iterator = begun.makeAsyncIterator()
        _ = await iterator.next()
        work.cancel()
        do {
            _ = try await work.value
        } catch {
            XCTAssertTrue(error is CancellationError, "\(error)")
        }
        let total = try await moa.transactions(TransactionQuery(limit: 0)).total
        XCTAssertGreaterThanOrEqual(total, 2000)
        let report = try await moa.sync()
        XCTAssertTrue(report.isComplete)
    }

    func testTwoHundredCallsAtOnceGetTwoHundredAnswers() async throws {
        let (moa, _) = try await Self.read.value
        let keys = try await withThrowingTaskGroup(of: TransactionKey?.self) { group in
            for offset in 1...200 {
                group.addTask {
                    try await moa.transactions(TransactionQuery(offset: UInt64(offset), limit: 1)).rows.first?.key
                }
            }
            return try await group.reduce(into: Set<TransactionKey?>()) { $0.insert($1) }
        }
        XCTAssertEqual(keys.count, 200)
    }
}

import Foundation
import MoaSDK
import XCTest

/// A bank's figures arrive as it wrote them: sign, size and decimals, of every balance and every row.
final class ExactlyTests: XCTestCase {
    private static let api = "/open-banking/v4.0/aisp"
    private static let accounts = #"{"Data":{"Account":[\#(account("1", "GBP")),\#(account("2", "JPY")),\#(account("3", "KWD"))]},"Links":{"Self":"x"},"Meta":{}}"#

    private static func account(_ id: String, _ currency: String) -> String {
        #"{"AccountId":"\#(id)","Currency":"\#(currency)","AccountTypeCode":"CACC","Account":[{"SchemeName":"UK.OBIE.IBAN","Identification":"PL4NTED\#(id)NUMBER"}]}"#
    }

    private static func balance(_ account: String, _ kind: String, _ sign: String, _ amount: String, _ currency: String, _ more: String = "") -> String {
        #"{"AccountId":"\#(account)","CreditDebitIndicator":"\#(sign)","Type":"\#(kind)","DateTime":"2026-07-14T07:42:00+00:00","Amount":{"Amount":"\#(amount)","Currency":"\#(currency)"}\#(more)}"#
    }

    private static func row(_ account: String, _ id: String, _ sign: String, _ amount: String, _ currency: String) -> String {
        #"{"AccountId":"\#(account)","TransactionId":"\#(id)","CreditDebitIndicator":"\#(sign)","Status":"BOOK","BookingDateTime":"2026-07-13T10:00:0\#(id)+00:00","Amount":{"Amount":"\#(amount)","Currency":"\#(currency)"}}"#
    }

    private static func answer(_ path: String) -> String {
        let credit = #","CreditLine":[{"Included":true,"Type":"Pre-Agreed","Amount":{"Amount":"500.00","Currency":"GBP"}}]"#
        func balances(_ rows: String...) -> String { #"{"Data":{"Balance":[\#(rows.joined(separator: ","))]},"Links":{"Self":"x"},"Meta":{}}"# }
        func transactions(_ rows: String...) -> String { #"{"Data":{"Transaction":[\#(rows.joined(separator: ","))]},"Links":{"Self":"x"},"Meta":{}}"# }
        let place = path.components(separatedBy: "?")[0].replacingOccurrences(of: api, with: "")
        switch place {
        case "/accounts": return Answer.json(200, accounts)
        case "/accounts/1/balances":
            return Answer.json(200, balances(
                balance("1", "ITAV", "Credit", "1234567890123.40", "GBP", credit), balance("1", "CLBD", "Debit", "0.05", "GBP")
            ))
        case "/accounts/2/balances": return Answer.json(200, balances(balance("2", "ITBD", "Credit", "1500", "JPY")))
        case "/accounts/3/balances": return Answer.json(200, balances(balance("3", "ITBD", "Debit", "1.500", "KWD")))
        case "/accounts/1/transactions":
            return Answer.json(200, transactions(row("1", "1", "Debit", "2.50", "GBP"), row("1", "2", "Credit", "1000.00", "GBP")))
        case "/accounts/2/transactions": return Answer.json(200, transactions(row("2", "3", "Debit", "980", "JPY")))
        case "/accounts/3/transactions": return Answer.json(200, transactions(row("3", "4", "Credit", "0.001", "KWD")))
        default: return Answer.json(403, "{}")  // The customer did not allow it.
        }
    }

    /// A link made at a mock bank, whose place then is taken by a bank with these figures.
    private func read() async throws -> (Moa, OddBank) {
        let banks = try MockBanks.start("--bank thames")
        let moa = try await Moa.open(MoaOptions(directory: .at(banks.directory)))
        _ = try await moa.link("thames") { Person.allows($0) }
        banks.stop()
        let bank = OddBank(port: UInt16(try XCTUnwrap(URL(string: banks.thames)?.port))) { _, path in Self.answer(path) }
        let report = try await moa.sync()
        XCTAssertTrue(report.isComplete, "\(report)")
        return (moa, bank)
    }

    func testEveryBalanceAndAmountHasItsSignItsSizeAndItsDecimals() async throws {
        let (moa, bank) = try await read()
        defer { bank.stop() }
        let asOf = BankTime(
            day: CalendarDay(year: 2026, month: 7, day: 14), at: ISO8601DateFormatter().date(from: "2026-07-14T07:42:00Z")
        )
        let accounts = try await moa.accounts()
        let byID = Dictionary(uniqueKeysWithValues: accounts.map { ($0.ref.account, $0) })
        XCTAssertEqual(byID["1"]?.balances, [
            Balance(amount: Money(Decimal(string: "1234567890123.40")!, "GBP", digits: 2), kind: .interimAvailable, asOf: asOf, includesCredit: true),
            Balance(amount: Money(Decimal(string: "-0.05")!, "GBP", digits: 2), kind: BalanceKind(rawValue: "CLBD"), asOf: asOf),
        ])
        XCTAssertEqual(byID["2"]?.balances, [Balance(amount: Money(1500, "JPY", digits: 0), kind: .interimBooked, asOf: asOf)])
        XCTAssertEqual(byID["3"]?.balances, [
            Balance(amount: Money(Decimal(string: "-1.5")!, "KWD", digits: 3), kind: .interimBooked, asOf: asOf)
        ])
        let said = accounts.flatMap(\.balances).map(\.amount.description).sorted()
        XCTAssertEqual(said, ["-0.05 GBP", "-1.500 KWD", "1234567890123.40 GBP", "1500 JPY"])

        let rows = try await moa.transactions().rows.map { ($0.bankTransactionID, $0.amount) }
        let amounts = Dictionary(uniqueKeysWithValues: rows.map { ($0 ?? "?", $1) })
        XCTAssertEqual(amounts, [
            "1": Money(Decimal(string: "-2.5")!, "GBP", digits: 2), "2": Money(1000, "GBP", digits: 2),
            "3": Money(-980, "JPY", digits: 0), "4": Money(Decimal(string: "0.001")!, "KWD", digits: 3),
        ])
        XCTAssertEqual(amounts.values.map(\.description).sorted(), ["-2.50 GBP", "-980 JPY", "0.001 KWD", "1000.00 GBP"])
    }
}

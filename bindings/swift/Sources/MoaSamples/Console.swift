import Foundation
import MoaSDK

/// Links every bank of a directory and says what they hold.
public func overview(of directory: String, openBrowser: @Sendable (URL) async throws -> Void) async throws -> String {
    let moa = try await Moa.open(MoaOptions(directory: .at(directory), appName: "Moa console"))
    defer { moa.close() }
    let banks = try moa.banks()
    for bank in banks { _ = try await moa.link(bank.id) { try await openBrowser($0) } }
    guard try await moa.sync().isComplete else { return "A bank did not give everything.\n" }
    let overview = try await moa.overview()
    var text = ""
    func line(_ name: String, _ amount: String) {
        text += name.padding(toLength: 30, withPad: " ", startingAt: 0) + String(repeating: " ", count: max(1, 20 - amount.count)) + amount + "\n"
    }
    for bank in overview.banks {
        text += (banks.first { $0.id == bank.link.bank }?.name ?? "\(bank.link.bank)") + "\n"
        for account in bank.accounts {
            let amounts = account.headlines.map { "\($0.amount)" }.joined(separator: ", ")
            line("  " + (account.name ?? "Account"), amounts.isEmpty ? "unknown" : amounts)
        }
    }
    for total in overview.totals { line("Total", "\(total.total)") }
    return text
}

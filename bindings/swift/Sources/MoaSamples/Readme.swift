import Foundation
import MoaSDK

// example
func linkABank(vault: any SecretVault, folder: URL, openBrowser: (URL) async -> Void) async throws {
    let moa = try await Moa.open(MoaOptions(
        directory: .at("http://127.0.0.1:7300/participants"),  // the mock banks' list
        secrets: .own(vault),
        data: .encrypted(folder.appendingPathComponent("moa.db")),
        appName: "My app"
    ))
    defer { moa.close() }
    do {
        let link = try await moa.link("thames") { url in await openBrowser(url) }
        _ = try await moa.sync(link.id) { progress in print(progress.stage) }
        for account in try await moa.accounts() {
            let amounts = account.headlines.map { "\($0.amount)" }
            print(account.name ?? "Account", amounts.isEmpty ? "unknown" : amounts.joined(separator: ", "))
        }
    } catch MoaError.approvalNeeded(let details) {
        print("Nothing was linked: \(details.reason)")
    } catch MoaError.tryAgainLater(let details) {
        print("Later, in \(details.retryAfter ?? 0) s: \(details.reason)")
    }
}

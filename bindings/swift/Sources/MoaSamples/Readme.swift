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
            print(account.name ?? "Account", account.headlines.map { "\($0.amount)" }.joined(separator: ", "))
        }
    } catch let error as MoaError {
        print(error.localizedDescription)  // for people; its case tells the program what to do
    }
}

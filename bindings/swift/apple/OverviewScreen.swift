import MoaSDK
import SwiftUI

/// Everything in one list, and a button that links a bank: how a SwiftUI app uses Moa.
///
/// The customer approves in their own browser, and the system brings them back to the app by a Universal Link (README, *Coming back
/// from the bank*); the app may have been suspended meanwhile.
///
/// **Source only:** it was neither compiled nor run where Moa's tests run, because there is no SwiftUI on Linux.
public struct OverviewScreen: View {
    @StateObject private var model: OverviewModel
    @Environment(\.openURL) private var openURL
    private let bank: BankID

    /// With a `moa` whose options name the address that the system gives to this app.
    public init(moa: any MoaClient, bank: BankID) {
        _model = StateObject(wrappedValue: OverviewModel(moa))
        self.bank = bank
    }

    public var body: some View {
        List {
            Section {
                ForEach(model.overview.totals, id: \.total.currency) { total in
                    Text(total.total.amount, format: .currency(code: total.total.currency)).font(.largeTitle)
                }
            }
            ForEach(model.overview.banks) { bank in
                Section(bank.link.bank.rawValue) {
                    ForEach(bank.accounts) { account in
                        LabeledContent(account.name ?? "Account", value: account.headline.map { "\($0.amount)" } ?? "unknown")
                    }
                }
            }
            if let trouble = model.trouble { Text(trouble).foregroundStyle(.red) }
            if model.isAtTheBank {
                Button("Do not link", role: .cancel) { Task { await model.giveUp() } }
            } else {
                Button("Link a bank") { Task { if let address = await model.begin(bank) { openURL(address) } } }
                    .disabled(model.isBusy)
            }
        }
        .task { await model.refresh() }
        .refreshable { await model.sync() }
        .onOpenURL { address in Task { await model.cameBack(to: address) } }
    }
}

/// Made with the protocol, so that its tests play Moa.
@MainActor
public final class OverviewModel: ObservableObject {
    @Published public private(set) var overview = Overview()
    @Published public private(set) var isBusy = false
    @Published public private(set) var trouble: String?
    @Published private var approval: (any Approval)?
    private let moa: any MoaClient

    public init(_ moa: any MoaClient) { self.moa = moa }

    /// Whether a customer is on their way.
    public var isAtTheBank: Bool { approval != nil }

    public func refresh() async { await doing {} }

    public func sync() async { await doing { try await self.moa.sync() } }

    /// The address to open in the customer's own browser.
    public func begin(_ bank: BankID) async -> URL? {
        await doing { self.approval = try await self.moa.prepareLink(bank) }
        return approval?.url
    }

    /// Any page can open the app with something: what is not the bank's answer is refused, and the approval stands.
    public func cameBack(to address: URL) async {
        guard let approval else { return }
        await doing {
            do {
                let link = try await approval.complete(redirect: address.absoluteString)
                self.approval = nil
                try await self.moa.sync(link.id)
            } catch let error as MoaError {
                if ![.issuerMismatch, .stateMismatch].contains(error.kind) { self.approval = nil }
                throw error
            }
        }
    }

    /// The consent is taken back at the bank.
    public func giveUp() async {
        let given = approval
        approval = nil
        await doing { try await given?.giveUp() }
    }

    private func doing(_ work: () async throws -> Void) async {
        isBusy = true
        trouble = nil
        do {
            try await work()
        } catch let error as MoaError {
            trouble = sentence(error)
        } catch {}
        if let seen = try? await moa.overview() { overview = seen }
        isBusy = false
    }

    /// The screen decides by the case; the words are the app's own, in its own languages.
    private func sentence(_ error: MoaError) -> String? {
        switch error {
        case .tryAgainLater: "Your bank is not available at the moment."
        case .reconnectNeeded: "Your permission has ended. Link the bank again."
        case .approvalNeeded, .givenUp: "Nothing was linked."
        case .bankAtFault: "Your bank's answer was odd. Reference \(error.requestID ?? "none")."
        case .passphraseNeeded, .unlockNeeded: "Unlock your device first."
        case .badRequest, .internal: "Something is wrong with this app."
        case .closed: nil
        }
    }
}

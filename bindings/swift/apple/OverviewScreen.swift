import AuthenticationServices
import MoaSDK
import SwiftUI

/// Everything in one list, and a button that links a bank: how a SwiftUI app uses Moa.
///
/// **Source only:** it was neither compiled nor run where Moa's tests run, because there is no SwiftUI on Linux.
public struct OverviewScreen: View {
    @StateObject private var model: OverviewModel
    private let bank: BankID

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
            Button("Link a bank") { model.link(bank) }.disabled(model.isBusy)
        }
        .task { await model.refresh() }
        .refreshable { await model.sync() }
        .onDisappear { model.stop() }
    }
}

/// Made with the protocol, so that its tests play Moa.
@MainActor
public final class OverviewModel: NSObject, ObservableObject, ASWebAuthenticationPresentationContextProviding {
    @Published public private(set) var overview = Overview()
    @Published public private(set) var isBusy = false
    @Published public private(set) var trouble: String?
    private let moa: any MoaClient
    private var browser: ASWebAuthenticationSession?
    private var linking: Task<Void, Never>?

    public init(_ moa: any MoaClient) { self.moa = moa }

    public func refresh() async { await doing {} }

    public func sync() async { await doing { try await self.moa.sync() } }

    public func link(_ bank: BankID) {
        linking = Task {
            await doing {
                let link = try await self.moa.link(bank) { url in await self.open(url) }
                let browser = self.browser
                self.browser = nil
                browser?.cancel()
                try await self.moa.sync(link.id)
            }
        }
    }

    /// Cancelling takes the consent back at the bank, unless the customer has allowed already.
    public func stop() {
        linking?.cancel()
        browser?.cancel()
    }

    /// The customer's own browser, in front of the app, which therefore goes on running: Moa hears on this device when they are
    /// back.
    private func open(_ url: URL) {
        let browser = ASWebAuthenticationSession(url: url, callbackURLScheme: nil) { [weak self] _, _ in
            // Whoever closes the browser without deciding has given up. After a link was made it is the model that closes it.
            Task { @MainActor in if self?.browser != nil { self?.linking?.cancel() } }
        }
        browser.presentationContextProvider = self
        browser.start()
        self.browser = browser
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

    public func presentationAnchor(for session: ASWebAuthenticationSession) -> ASPresentationAnchor { ASPresentationAnchor() }
}

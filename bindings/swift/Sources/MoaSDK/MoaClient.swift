import Foundation

/// One installation: the banks, the customer's links to them, and what they brought. ``Moa`` is the one that works; a protocol
/// stands in front so that an app's tests can play it.
///
/// **Concurrency.** Everything is `Sendable` and may be called from any actor, also the main one: the work runs on threads of
/// Moa's own. **Cancelling** a task drops its call and hangs up on the bank; the call throws `CancellationError`. **Errors**
/// are ``MoaError``s.
public protocol MoaClient: AnyObject, Sendable {
    /// The app's own address that customers come back to (``MoaOptions/redirect``); nil when they come back to this device.
    var redirect: URL? { get }
    /// The banks there are, in the order of their ids.
    func banks() throws -> [Bank]
    /// The entries of the directory that are not used, and why.
    func refusedBanks() throws -> [RefusedBank]
    /// Loads the list of banks again. When it cannot be loaded, the old one stays.
    func reloadBanks() async throws -> [Bank]
    /// Makes a consent at a bank and prepares the customer's way there; see ``link(_:request:openBrowser:)`` for all of it.
    func prepareLink(_ bank: BankID, request: LinkRequest) async throws -> any Approval
    /// Every link, the oldest first, each with where it stands now.
    func links() async throws -> [Link]
    /// Ends a link: tells the bank, erases secrets and data here, and says both outcomes. Once begun it goes on to its end,
    /// even when the task is cancelled.
    func unlink(_ link: LinkID) async throws -> UnlinkReceipt
    /// One view of everything that is stored. No bank is asked.
    func overview() async throws -> Overview
    /// Brings every bank's data home (or only one link's), all banks at once. A bank that fails is a line of the report and
    /// not an error. `onProgress` runs on a thread of Moa's own and must return at once; what was read until a cancellation
    /// stays.
    func sync(_ link: LinkID?, onProgress: (@Sendable (SyncProgress) -> Void)?) async throws -> SyncReport
    /// A window of the stored transactions.
    func transactions(_ query: TransactionQuery) async throws -> TransactionPage
    /// The months of the stored transactions that match, newest first, each currency apart.
    func months(_ query: TransactionQuery) async throws -> [Month]
    /// One stored transaction with the bank's own text.
    func transaction(_ key: TransactionKey) async throws -> OriginalTransaction?
    /// The pages of one account's transactions straight from its bank, fetched as they are iterated.
    func pagesAtBank(_ account: AccountRef, since: CalendarDay?, until: CalendarDay?) -> BankPages
    /// Ends what is under way, and lets go of everything. Calls that wait or come later throw ``MoaError/closed(_:)``.
    func close()
}

extension MoaClient {
    /// Customers come back to this device.
    public var redirect: URL? { nil }

    /// Links a bank: prepares, lets `openBrowser` show the address to the customer, waits for them to come back, and completes.
    /// When the task is cancelled meanwhile, the consent is taken back at the bank.
    ///
    /// An app with a ``MoaClient/redirect`` of its own calls ``MoaClient/prepareLink(_:request:)`` and
    /// ``Approval/complete(redirect:)`` instead: the system brings its customers back, and nobody waits here. For such an app this
    /// throws ``MoaError/badRequest(_:)``, before any bank is asked.
    public func link(
        _ bank: BankID, request: LinkRequest = LinkRequest(), openBrowser: (URL) async throws -> Void
    ) async throws -> Link {
        guard redirect == nil else { throw MoaError.badRequest(nobodyWaits) }
        let approval = try await prepareLink(bank, request: request)
        do {
            try await openBrowser(approval.url)
            return try await approval.awaitCustomer()
        } catch {
            // In a task of its own: this one may be cancelled already.
            await Task { try? await approval.giveUp() }.value
            throw error
        }
    }

    /// Prepares an approval for everything.
    public func prepareLink(_ bank: BankID) async throws -> any Approval {
        try await prepareLink(bank, request: LinkRequest())
    }

    /// Brings everything home.
    @discardableResult
    public func sync(_ link: LinkID? = nil) async throws -> SyncReport {
        try await sync(link, onProgress: nil)
    }

    /// A sync as a sequence: progress, and the report at the end. Not iterating any more stops it.
    public func syncing(_ link: LinkID? = nil) -> AsyncThrowingStream<SyncEvent, any Error> {
        AsyncThrowingStream { events in
            let work = Task { try await sync(link) { events.yield(.progress($0)) } }
            events.onTermination = { _ in work.cancel() }
            // In a task that holds no Moa: when the sequence ends, the work has let go of everything.
            Task {
                do {
                    events.yield(.finished(try await work.value))
                    events.finish()
                } catch {
                    events.finish(throwing: error)
                }
            }
        }
    }

    /// The newest stored transactions.
    public func transactions() async throws -> TransactionPage { try await transactions(TransactionQuery()) }

    /// The months of everything stored.
    public func months() async throws -> [Month] { try await months(TransactionQuery()) }

    /// Every account of every bank, from what is stored.
    public func accounts() async throws -> [Account] { try await overview().accounts }

    /// The bank of that id, or nil.
    public func bank(_ id: BankID) throws -> Bank? { try banks().first { $0.id == id } }

    /// The pages of all of one account's transactions.
    public func pagesAtBank(_ account: AccountRef) -> BankPages { pagesAtBank(account, since: nil, until: nil) }

    /// The transactions of one account straight from its bank, one after the other. A page is asked for when the one before
    /// is used up. When rows could not be read, the sequence ends in a ``MoaError`` after everything that could.
    public func transactionsAtBank(
        _ account: AccountRef, since: CalendarDay? = nil, until: CalendarDay? = nil
    ) -> BankTransactions {
        BankTransactions(pagesAtBank(account, since: since, until: until))
    }
}

private let nobodyWaits = MoaError.Details(
    kind: .misconfigured,
    reason: "customers come back to the app's own address, where link does not wait: use prepareLink, and complete it with the redirect"
)

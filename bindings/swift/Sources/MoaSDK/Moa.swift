import Foundation
import MoaFFI

/// The installation that works: every function calls, converts, and nothing else.
///
/// ```swift
/// let moa = try await Moa.open(MoaOptions(directory: .at("https://directory.example/participants")))
/// let link = try await moa.link("thames") { url in await open(url) }
/// try await moa.sync()
/// print(try await moa.overview().totals)
/// ```
public final class Moa: MoaClient {
    let ffi: FfiMoa
    public let redirect: URL?

    private init(_ ffi: FfiMoa, redirect: URL?) {
        self.ffi = ffi
        self.redirect = redirect
    }

    /// Opens an installation: its secrets, its data, and the list of banks.
    public static func open(_ options: MoaOptions) async throws -> Moa {
        let ffi = try await rust { token in try await FfiMoa.open(options: options.ffi, cancel: token) }
        return Moa(ffi, redirect: options.redirect)
    }

    public func banks() throws -> [Bank] { try rust { try ffi.banks() }.map(Bank.init) }

    public func refusedBanks() throws -> [RefusedBank] {
        try rust { try ffi.refusedBanks() }.map { RefusedBank(name: $0.name, why: $0.why) }
    }

    public func reloadBanks() async throws -> [Bank] {
        try await rust { token in try await ffi.reloadBanks(cancel: token) }.map(Bank.init)
    }

    public func prepareLink(_ bank: BankID, request: LinkRequest) async throws -> any Approval {
        let approval = try await rust { token in try await ffi.prepareLink(request: request.ffi(bank), cancel: token) }
        return try NativeApproval(approval)
    }

    public func links() async throws -> [Link] {
        try await rust { token in try await ffi.links(cancel: token) }.map(Link.init)
    }

    public func unlink(_ link: LinkID) async throws -> UnlinkReceipt {
        UnlinkReceipt(try await rust { token in try await ffi.unlink(link: link.rawValue, cancel: token) })
    }

    public func overview() async throws -> Overview {
        Overview(try await rust { token in try await ffi.overview(cancel: token) })
    }

    public func sync(_ link: LinkID?, onProgress: (@Sendable (SyncProgress) -> Void)?) async throws -> SyncReport {
        let listener = onProgress.map(Listener.init)
        let report = try await rust { token in
            try await ffi.sync(options: FfiSyncOptions(link: link?.rawValue), listener: listener, cancel: token)
        }
        // The library stops where it was told to and reports; whoever cancelled does not wait for a report.
        try Task.checkCancellation()
        return SyncReport(report)
    }

    public func transactions(_ query: TransactionQuery) async throws -> TransactionPage {
        let window = try await rust { token in try await ffi.transactions(query: query.ffi, cancel: token) }
        return TransactionPage(total: window.total, rows: window.rows.map(Transaction.init))
    }

    public func months(_ query: TransactionQuery) async throws -> [Month] {
        try await rust { token in try await ffi.months(query: query.ffi, cancel: token) }.map(Month.init)
    }

    public func transaction(_ key: TransactionKey) async throws -> OriginalTransaction? {
        let found = try await rust { token in try await ffi.findTransaction(key: key.rawValue, cancel: token) }
        return found.map { OriginalTransaction(transaction: Transaction($0.transaction), original: $0.original) }
    }

    public func pagesAtBank(_ account: AccountRef, since: CalendarDay?, until: CalendarDay?) -> BankPages {
        let ffi = self.ffi
        return BankPages {
            let pages = try await rust { token in
                try await ffi.transactionsAtBank(
                    link: account.link.rawValue, account: account.account, since: since?.description,
                    until: until?.description, cancel: token
                )
            }
            return { try await rust { token in try await pages.next(cancel: token) }.map(BankPage.init) }
        }
    }

    public func close() { try? ffi.shutdown() }

    private final class Listener: FfiSyncListener {
        let told: @Sendable (SyncProgress) -> Void
        init(_ told: @escaping @Sendable (SyncProgress) -> Void) { self.told = told }
        func progressed(progress: FfiSyncProgress) throws { told(SyncProgress(progress)) }
    }
}

/// An approval over the library.
final class NativeApproval: Approval, CustomStringConvertible, CustomReflectable {
    private let ffi: FfiApproval
    let url: URL
    let expiresAt: Date

    init(_ ffi: FfiApproval) throws {
        self.ffi = ffi
        guard let url = URL(string: try rust({ try ffi.url() })) else {
            throw MoaError.bankAtFault(.init(kind: .metadataRefused, reason: "the bank's address is not one"))
        }
        self.url = url
        expiresAt = try rust { try ffi.expiresAt() }
    }

    func awaitCustomer() async throws -> Link { Link(try await rust { token in try await ffi.finish(cancel: token) }) }

    func complete(redirect: String) async throws -> Link {
        Link(try await rust { token in try await ffi.complete(redirect: redirect, cancel: token) })
    }

    func giveUp() async throws { try await rust { _ in try await ffi.giveUp() } }

    var description: String { "Approval(expires \(expiresAt))" }
    var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

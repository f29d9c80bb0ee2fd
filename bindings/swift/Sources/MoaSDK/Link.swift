import Foundation

/// One customer's connection to one bank.
public struct Link: Hashable, Sendable, Identifiable {
    /// What this installation calls it.
    public let id: LinkID
    /// The bank it leads to.
    public let bank: BankID
    /// Where it stood when it was asked for.
    public let state: LinkState
    /// When the customer approved.
    public let linkedAt: Date
    /// When the approval ends by itself.
    public let expiresAt: Date?

    /// A link for tests and previews: Moa makes its own.
    public init(id: LinkID, bank: BankID, state: LinkState, linkedAt: Date, expiresAt: Date? = nil) {
        self.id = id
        self.bank = bank
        self.state = state
        self.linkedAt = linkedAt
        self.expiresAt = expiresAt
    }
}

/// Where a link stands.
public enum LinkState: Hashable, Sendable {
    /// The bank answers.
    case active
    /// The bank answers, but not for much longer: a good moment to renew.
    case expiringSoon(endsAt: Date)
    /// The time the customer allowed is over.
    case expired(since: Date)
    /// The bank no longer accepts our tokens: the customer withdrew the consent there, or the bank did.
    case lost(since: Date)
    /// The customer ended it here.
    case revoked(since: Date)
    /// A state this version has no word for.
    case unknown

    /// Whether the bank can be asked at all.
    public var isUsable: Bool {
        switch self {
        case .active, .expiringSoon: true
        case .expired, .lost, .revoked, .unknown: false
        }
    }
}

/// What to ask a customer for.
public struct LinkRequest: Hashable, Sendable {
    /// Which kinds of data.
    public enum Wanted: Hashable, Sendable {
        /// Accounts and their balances.
        case accounts
        /// And their transactions.
        case transactions
        /// Every kind of data there is.
        case everything
    }

    /// Which kinds of data.
    public var wanted: Wanted
    /// How many months of transactions, as far as the bank has them.
    public var months: UInt16
    /// The link to renew: it keeps its id and its data.
    public var renewing: LinkID?

    /// A request for everything of two years, unless something else is said.
    public init(_ wanted: Wanted = .everything, months: UInt16 = 24, renewing: LinkID? = nil) {
        self.wanted = wanted
        self.months = months
        self.renewing = renewing
    }
}

/// An approval under way: open ``url`` in the customer's own browser, then ``awaitCustomer()``, or ``complete(redirect:)``
/// with what came back. It can be completed once; ``MoaClient/link(_:request:openBrowser:)`` does all of it in one call.
public protocol Approval: AnyObject, Sendable {
    /// The address to open in the customer's own browser (`openURL`), never in a web view.
    var url: URL { get }
    /// When the customer has taken too long.
    var expiresAt: Date { get }
    /// Waits on this device for the browser to come back, then completes. Cancelling the task ends the waiting; once the
    /// browser is back, the link is made even if nobody waits for it any more. With ``MoaOptions/redirect`` nobody comes back
    /// here, and this throws ``MoaError/badRequest(_:)``.
    func awaitCustomer() async throws -> Link
    /// Completes with the whole address the browser was sent to: what a Universal Link's `onOpenURL` brings.
    func complete(redirect: String) async throws -> Link
    /// Gives up: nobody waits any more, and the bank is told that the consent is not wanted.
    func giveUp() async throws
}

/// What ending a link achieved, on both sides, so that a person is never told more than is true.
public struct UnlinkReceipt: Hashable, Sendable {
    /// The link that was ended.
    public let link: LinkID
    /// The bank it led to.
    public let bank: BankID
    /// Why the bank did not confirm; nil when it did.
    public let notConfirmed: MoaError.Kind?
    /// How many rows of bank data were erased on this device.
    public let erasedRows: UInt64
    /// Whether tokens and keys were erased on this device.
    public let erasedSecrets: Bool

    /// A receipt for tests and previews: Moa makes its own.
    public init(
        link: LinkID, bank: BankID, notConfirmed: MoaError.Kind? = nil, erasedRows: UInt64, erasedSecrets: Bool = true
    ) {
        self.link = link
        self.bank = bank
        self.notConfirmed = notConfirmed
        self.erasedRows = erasedRows
        self.erasedSecrets = erasedSecrets
    }

    /// Whether the bank confirmed that it deleted the consent and revoked the tokens.
    public var isConfirmedByBank: Bool { notConfirmed == nil }
}

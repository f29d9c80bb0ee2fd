import Foundation

/// What changed in the store.
public struct Tally: Hashable, Sendable {
    public let added: UInt64
    public let changed: UInt64
    public let removed: UInt64
    public init(added: UInt64 = 0, changed: UInt64 = 0, removed: UInt64 = 0) {
        self.added = added
        self.changed = changed
        self.removed = removed
    }
}

/// Where one bank is.
public struct SyncProgress: Hashable, Sendable {
    /// What a bank's sync is doing.
    /// The description leaves the account's name out.
    public enum Stage: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
        case waiting
        case readingAccounts
        /// Reading the account of this name; `page` is the one that was read last, 0 before the first.
        case readingAccount(name: String?, page: Int, of: Int?)
        case done
        /// Something is missing; the report says what.
        case partial
        case stopped
        case failed(MoaError.Kind)

        public var description: String {
            switch self {
            case .waiting: "waiting"
            case .readingAccounts: "readingAccounts"
            case .readingAccount(_, let page, let of): "readingAccount(page: \(page), of: \(of.map(String.init) ?? "?"))"
            case .done: "done"
            case .partial: "partial"
            case .stopped: "stopped"
            case .failed(let kind): "failed(\(kind))"
            }
        }

        public var debugDescription: String { description }
    }

    public let link: LinkID
    public let bank: BankID
    public let stage: Stage
    /// Pages read so far.
    public let pages: UInt64
    /// What changed so far.
    public let tally: Tally
}

/// What happens in a sync.
public enum SyncEvent: Sendable {
    case progress(SyncProgress)
    /// The last one.
    case finished(SyncReport)
}

/// What came of a sync, bank by bank.
public struct SyncReport: Sendable {
    public let startedAt: Date
    public let finishedAt: Date
    /// Whether every link gave everything.
    public let isComplete: Bool
    public let links: [LinkReport]

    public init(startedAt: Date, finishedAt: Date, isComplete: Bool, links: [LinkReport]) {
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.isComplete = isComplete
        self.links = links
    }
}

/// What came of one link.
public struct LinkReport: Sendable {
    /// How a link's sync ended.
    public enum Outcome: Sendable {
        case complete
        /// Something is missing: see what was skipped, cut and failed.
        case partial
        /// It was stopped. What was read stays.
        case stopped
        case failed(MoaError)
    }

    /// An answer that was cut short: `too_many_pages`, `too_many_rows`, `took_too_long` or `went_in_circles`.
    public struct Cut: Sendable {
        public let account: AccountRef?
        public let why: String
    }

    public let link: LinkID
    public let bank: BankID
    public let outcome: Outcome
    public let pages: UInt64
    public let tally: Tally
    /// How many rows could not be read. What is stored of them stays.
    public let skipped: UInt64
    public let cut: [Cut]
    /// Single questions that failed while the rest went on.
    public let failed: [MoaError]
}

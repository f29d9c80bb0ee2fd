import Foundation

/// What changed in the store.
public struct Tally: Hashable, Sendable {
    /// Rows that are new.
    public let added: UInt64
    /// Rows that are not as they were.
    public let changed: UInt64
    /// Rows that the bank no longer has.
    public let removed: UInt64
    /// A tally for tests and previews: Moa makes its own.
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
        /// It has not begun.
        case waiting
        /// Reading which accounts there are.
        case readingAccounts
        /// Reading the account of this name; `page` is the one that was read last, 0 before the first.
        case readingAccount(name: String?, page: Int, of: Int?)
        /// It gave everything.
        case done
        /// Something is missing; the report says what.
        case partial
        /// It was stopped. What was read stays.
        case stopped
        /// It gave nothing more, for this reason.
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

    /// The link that is read.
    public let link: LinkID
    /// The bank it leads to.
    public let bank: BankID
    /// What is happening.
    public let stage: Stage
    /// Pages read so far.
    public let pages: UInt64
    /// What changed so far.
    public let tally: Tally

    /// Progress for tests and previews: Moa makes its own.
    public init(link: LinkID, bank: BankID, stage: Stage, pages: UInt64 = 0, tally: Tally = Tally()) {
        self.link = link
        self.bank = bank
        self.stage = stage
        self.pages = pages
        self.tally = tally
    }
}

/// What happens in a sync.
public enum SyncEvent: Sendable {
    /// One bank is a step further.
    case progress(SyncProgress)
    /// The last one.
    case finished(SyncReport)
}

/// What came of a sync, bank by bank.
public struct SyncReport: Sendable {
    /// When it began.
    public let startedAt: Date
    /// When it ended.
    public let finishedAt: Date
    /// Whether every link gave everything.
    public let isComplete: Bool
    /// One report for each link, in the order of the links.
    public let links: [LinkReport]

    /// A report for tests and previews: Moa makes its own.
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
        /// The bank gave everything.
        case complete
        /// Something is missing: see what was skipped, cut and failed.
        case partial
        /// It was stopped. What was read stays.
        case stopped
        /// Nothing more could be had, for this reason.
        case failed(MoaError)
    }

    /// An answer that was cut short: `too_many_pages`, `too_many_rows`, `took_too_long` or `went_in_circles`.
    public struct Cut: Sendable {
        /// The account it was about; nil when it was the list of accounts.
        public let account: AccountRef?
        /// Why, as one of the words above.
        public let why: String

        /// A cut for tests: Moa makes its own.
        public init(account: AccountRef?, why: String) {
            self.account = account
            self.why = why
        }
    }

    /// The link that was read.
    public let link: LinkID
    /// The bank it leads to.
    public let bank: BankID
    /// How it ended.
    public let outcome: Outcome
    /// How many pages were read.
    public let pages: UInt64
    /// What changed.
    public let tally: Tally
    /// How many rows could not be read. What is stored of them stays.
    public let skipped: UInt64
    /// Answers that were cut short.
    public let cut: [Cut]
    /// Single questions that failed while the rest went on.
    public let failed: [MoaError]

    /// A link's report for tests and previews: Moa makes its own.
    public init(
        link: LinkID, bank: BankID, outcome: Outcome, pages: UInt64 = 0, tally: Tally = Tally(), skipped: UInt64 = 0,
        cut: [Cut] = [], failed: [MoaError] = []
    ) {
        self.link = link
        self.bank = bank
        self.outcome = outcome
        self.pages = pages
        self.tally = tally
        self.skipped = skipped
        self.cut = cut
        self.failed = failed
    }
}

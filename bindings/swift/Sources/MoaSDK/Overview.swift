import Foundation

/// Everything a person has, as far as it is known.
public struct Overview: Hashable, Sendable {
    /// One total per currency, the one with most accounts first. Two currencies are never added.
    public let totals: [CurrencyTotal]
    /// The links in the order they were made, each with its accounts.
    public let banks: [BankOverview]
    /// Accounts that are in no total, with the reason.
    public let unknown: [UnknownBalance]

    /// An overview for tests and previews: Moa makes its own.
    public init(totals: [CurrencyTotal] = [], banks: [BankOverview] = [], unknown: [UnknownBalance] = []) {
        self.totals = totals
        self.banks = banks
        self.unknown = unknown
    }

    /// Every account of every bank.
    public var accounts: [Account] { banks.flatMap(\.accounts) }
}

/// Everything in one currency: always exactly the sum of the headlines.
public struct CurrencyTotal: Hashable, Sendable {
    /// The sum.
    public let total: Money
    /// How many accounts are in it.
    public let accounts: Int
    /// What each link adds to it, the largest first.
    public let shares: [BankShare]
    /// When the oldest part of the sum was true, as far as the banks say.
    public let oldestAsOf: BankTime?

    /// A total for tests and previews: Moa makes its own.
    public init(total: Money, accounts: Int, shares: [BankShare] = [], oldestAsOf: BankTime? = nil) {
        self.total = total
        self.accounts = accounts
        self.shares = shares
        self.oldestAsOf = oldestAsOf
    }
}

/// One link's part of a total.
public struct BankShare: Hashable, Sendable {
    /// The link.
    public let link: LinkID
    /// The bank it leads to.
    public let bank: BankID
    /// What it adds.
    public let amount: Money
    /// Its part of a strip, in thousandths.
    public let permille: Int

    /// A share for tests and previews: Moa makes its own.
    public init(link: LinkID, bank: BankID, amount: Money, permille: Int) {
        self.link = link
        self.bank = bank
        self.amount = amount
        self.permille = permille
    }
}

/// One link and its accounts.
public struct BankOverview: Hashable, Sendable, Identifiable {
    /// The link, and where it stands.
    public let link: Link
    /// Its accounts, in the bank's order.
    public let accounts: [Account]
    /// How its last sync went, when there was one.
    public let lastSync: LastSync?

    /// A link with accounts for tests and previews: Moa makes its own.
    public init(link: Link, accounts: [Account] = [], lastSync: LastSync? = nil) {
        self.link = link
        self.accounts = accounts
        self.lastSync = lastSync
    }

    public var id: LinkID { link.id }
}

/// How a link's last sync went.
public struct LastSync: Hashable, Sendable {
    /// When it ended.
    public let finishedAt: Date
    /// Whether the bank gave everything.
    public let isComplete: Bool
    /// When the bank last gave everything.
    public let lastSuccess: Date?
    /// Since when it does not work, when it does not.
    public let failingSince: Date?
    /// Not before this moment should it be tried again, when the bank said so.
    public let retryAt: Date?

    /// A last sync for tests and previews: Moa makes its own.
    public init(
        finishedAt: Date, isComplete: Bool, lastSuccess: Date? = nil, failingSince: Date? = nil, retryAt: Date? = nil
    ) {
        self.finishedAt = finishedAt
        self.isComplete = isComplete
        self.lastSuccess = lastSuccess
        self.failingSince = failingSince
        self.retryAt = retryAt
    }
}

/// An account that is in no total.
public struct UnknownBalance: Hashable, Sendable {
    /// Which account it is.
    public let account: AccountRef
    /// `no_balance`, `not_own_money` or `no_longer_listed`.
    public let why: String

    /// An account without a balance for tests and previews: Moa makes its own.
    public init(account: AccountRef, why: String) {
        self.account = account
        self.why = why
    }
}

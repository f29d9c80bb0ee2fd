import Foundation

/// Money that moved, is about to, or was refused. Its description says when, how much and how far, and none of the words.
public struct Transaction: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The store's name for it. Absent on what comes straight from a bank.
    public var key: TransactionKey?
    /// The account it is of.
    public var account: AccountRef
    /// The bank that keeps it.
    public var bank: BankID
    /// The bank's name for it. Often absent, and not unique at every bank: never an identity.
    public var bankTransactionID: String?
    /// How much, negative when it leaves the account.
    public var amount: Money
    /// How far it has come.
    public var status: TransactionStatus
    /// Whether a later sync may bring it back changed.
    public var isProvisional = false
    /// The day it counts on.
    public var day: CalendarDay?
    /// When it was booked. Of a pending transaction it is the bank's forecast.
    public var booked: BankTime?
    /// When it counts for interest.
    public var valued: BankTime?
    /// What to call it: the shop, else the other side, else the statement's words.
    public var title: String?
    /// What the statement says.
    public var statement: String?
    /// The shop, in the bank's words.
    public var merchant: String?
    /// What the shop sells (ISO 18245).
    public var merchantCategory: String?
    /// The other side, in the bank's words.
    public var counterparty: String?
    /// What one side wrote for the other.
    public var reference: String?
    /// What it was for (ISO 20022 purpose).
    public var purpose: String?
    /// What the bank took for it.
    public var charge: Money?
    /// What was asked for in another currency, unsigned.
    public var instructed: Money?
    /// The account's balance after it, when the bank says.
    public var balanceAfter: Money?
    /// When the bank was asked.
    public var fetchedAt: Date

    /// A transaction for tests and previews, whose other facts are set one by one: Moa makes its own.
    public init(key: TransactionKey?, account: AccountRef, bank: BankID, amount: Money, status: TransactionStatus, fetchedAt: Date) {
        self.key = key
        self.account = account
        self.bank = bank
        self.amount = amount
        self.status = status
        self.fetchedAt = fetchedAt
    }

    public var description: String {
        "Transaction(\(bank), \(day.map(String.init(describing:)) ?? "?"), \(amount), \(status.rawValue))"
    }
    public var debugDescription: String { description }
}

/// A transaction with the bank's own JSON, byte for byte. Its description shows only its size.
public struct OriginalTransaction: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// What Moa understood.
    public let transaction: Transaction
    /// What the bank sent.
    public let original: String

    /// A transaction with its text for tests and previews: Moa makes its own.
    public init(transaction: Transaction, original: String) {
        self.transaction = transaction
        self.original = original
    }

    public var description: String { "OriginalTransaction(\(transaction), \(original.count) characters)" }
    public var debugDescription: String { description }
}

/// Which of the stored transactions, and which part of their list.
public struct TransactionQuery: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Which way money moved.
    public enum Direction: Hashable, Sendable {
        /// To the account.
        case moneyIn
        /// From the account.
        case moneyOut
    }

    /// How far a transaction has come.
    public enum Status: Hashable, Sendable {
        /// It is in the books.
        case booked
        /// It is on its way.
        case pending
    }

    /// In which order rows come.
    public enum Sort: Hashable, Sendable {
        /// Pending first, then the newest day first.
        case newestFirst
        /// The oldest day first, pending last.
        case oldestFirst
        /// The largest amount first.
        case largestFirst
    }

    /// Only of this link.
    public var link: LinkID?
    /// Only of this account; it names its link as well.
    public var account: AccountRef?
    /// Words that must all occur.
    public var search: String?
    /// Only those that go this way.
    public var direction: Direction?
    /// Only those that have come this far.
    public var status: Status?
    /// The first day.
    public var firstDay: CalendarDay?
    /// The last day, included.
    public var lastDay: CalendarDay?
    /// In which order.
    public var sort: Sort
    /// How many rows to leave out at the beginning.
    public var offset: UInt64
    /// How many rows to give: 10,000 at most, and 0 asks for the total alone.
    public var limit: UInt32

    /// A query for the newest rows of everything, unless something else is said.
    public init(
        link: LinkID? = nil, account: AccountRef? = nil, search: String? = nil, direction: Direction? = nil,
        status: Status? = nil, firstDay: CalendarDay? = nil, lastDay: CalendarDay? = nil, sort: Sort = .newestFirst,
        offset: UInt64 = 0, limit: UInt32 = 60
    ) {
        self.link = link
        self.account = account
        self.search = search
        self.direction = direction
        self.status = status
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.sort = sort
        self.offset = offset
        self.limit = limit
    }

    /// The words of a search are the person's own.
    public var description: String { "TransactionQuery(\(sort), \(offset), \(limit))" }
    public var debugDescription: String { description }
}

/// Some rows of a long list.
public struct TransactionPage: Hashable, Sendable {
    /// How many rows the whole list has.
    public let total: UInt64
    /// The rows that were asked for.
    public let rows: [Transaction]

    /// A page for tests and previews: Moa makes its own.
    public init(total: UInt64, rows: [Transaction]) {
        self.total = total
        self.rows = rows
    }
}

/// A page straight from a bank.
public struct BankPage: Hashable, Sendable {
    /// Its number, from 1.
    public let number: Int
    /// How many there are, when the bank says so.
    public let of: Int?
    /// What could be read, in the bank's order.
    public let transactions: [Transaction]
    /// How many rows could not be read.
    public let skipped: UInt64

    /// A page for tests, which ``BankPages/init(_:)`` plays: Moa makes its own.
    public init(number: Int, of: Int? = nil, transactions: [Transaction], skipped: UInt64 = 0) {
        self.number = number
        self.of = of
        self.transactions = transactions
        self.skipped = skipped
    }
}

/// One month of a list, in one currency.
public struct Month: Hashable, Sendable {
    /// The year.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// How many rows of the list are in it.
    public let count: UInt64
    /// Booked money in.
    public let moneyIn: Money
    /// Booked money out, negative or zero.
    public let moneyOut: Money

    /// A month for tests and previews: Moa makes its own.
    public init(year: Int, month: Int, count: UInt64, moneyIn: Money, moneyOut: Money) {
        self.year = year
        self.month = month
        self.count = count
        self.moneyIn = moneyIn
        self.moneyOut = moneyOut
    }
}

import Foundation

/// Money that moved, is about to, or was refused. Its description says when, how much and how far, and none of the words.
public struct Transaction: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The store's name for it. Absent on what comes straight from a bank.
    public var key: TransactionKey?
    public var account: AccountRef
    public var bank: BankID
    /// The bank's name for it. Often absent, and not unique at every bank: never an identity.
    public var bankTransactionID: String?
    /// How much, negative when it leaves the account.
    public var amount: Money
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
    public var merchant: String?
    /// What the shop sells (ISO 18245).
    public var merchantCategory: String?
    public var counterparty: String?
    public var reference: String?
    /// What it was for (ISO 20022 purpose).
    public var purpose: String?
    /// What the bank took for it.
    public var charge: Money?
    /// What was asked for in another currency, unsigned.
    public var instructed: Money?
    public var balanceAfter: Money?
    /// When the bank was asked.
    public var fetchedAt: Date

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
    public let transaction: Transaction
    public let original: String

    public var description: String { "OriginalTransaction(\(transaction), \(original.count) characters)" }
    public var debugDescription: String { description }
}

/// Which of the stored transactions, and which part of their list.
public struct TransactionQuery: Hashable, Sendable, CustomStringConvertible {
    public enum Direction: Hashable, Sendable { case moneyIn, moneyOut }
    public enum Status: Hashable, Sendable { case booked, pending }
    public enum Sort: Hashable, Sendable { case newestFirst, oldestFirst, largestFirst }

    public var link: LinkID?
    /// Only of this account; it names its link as well.
    public var account: AccountRef?
    /// Words that must all occur.
    public var search: String?
    public var direction: Direction?
    public var status: Status?
    public var firstDay: CalendarDay?
    /// The last day, included.
    public var lastDay: CalendarDay?
    public var sort: Sort
    public var offset: UInt64
    /// How many rows to give: 10,000 at most, and 0 asks for the total alone.
    public var limit: UInt32

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
}

/// Some rows of a long list.
public struct TransactionPage: Hashable, Sendable {
    /// How many rows the whole list has.
    public let total: UInt64
    public let rows: [Transaction]
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
}

/// One month of a list, in one currency.
public struct Month: Hashable, Sendable {
    public let year: Int
    public let month: Int
    /// How many rows of the list are in it.
    public let count: UInt64
    /// Booked money in.
    public let moneyIn: Money
    /// Booked money out, negative or zero.
    public let moneyOut: Money
}

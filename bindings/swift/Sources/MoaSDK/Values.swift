import Foundation

/// The directory's name for a bank: the same on every device.
public struct BankID: Hashable, Sendable, Codable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public var description: String { rawValue }
}

/// This installation's name for one customer's connection to one bank.
public struct LinkID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// An account among all banks: a bank's id says nothing at another bank, so the link belongs to it.
///
/// Banks may take an account's number for its id, so the description leaves it out.
public struct AccountRef: Hashable, Sendable, Codable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The link it came with.
    public let link: LinkID
    /// The bank's id for it.
    public let account: String
    /// The account of this id, of this link.
    public init(link: LinkID, account: String) {
        self.link = link
        self.account = account
    }
    public var description: String { "AccountRef(\(link))" }
    public var debugDescription: String { description }
}

/// The store's name for a transaction: the same on every sync and on every device.
public struct TransactionKey: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// An exact amount of one currency, negative when it leaves the account or is owed.
public struct Money: Hashable, Sendable, Codable, CustomStringConvertible {
    /// How much.
    public let amount: Decimal
    /// Three letters (ISO 4217).
    public let currency: String
    /// How many decimals the currency has, when that is known.
    public let digits: Int?

    /// So much of this currency.
    public init(_ amount: Decimal, _ currency: String, digits: Int? = nil) {
        self.amount = amount
        self.currency = currency
        self.digits = digits
    }

    /// The amount with at least as many decimals as its currency has, in no language's own way.
    public var description: String {
        var text = "\(amount)"
        if let digits, digits > 0 {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            let fraction = parts.count > 1 ? String(parts[1]) : ""
            let zeros = String(repeating: "0", count: max(0, digits - fraction.count))
            text = "\(parts[0]).\(fraction)\(zeros)"
        }
        return "\(text) \(currency)"
    }
}

/// A day of a calendar, without a zone: what banks date their records by.
public struct CalendarDay: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// The year.
    public let year: Int
    /// The month, from 1.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A day. Nobody checks that the calendar has it.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-24`; nothing else is a day.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public var description: String { String(format: "%04d-%02d-%02d", year, month, day) }

    public static func < (one: Self, other: Self) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }
}

/// A time as a bank says it: always a day of its calendar, and a moment when it gave a zone.
public struct BankTime: Hashable, Sendable, Codable {
    /// The day of the bank's calendar.
    public let day: CalendarDay
    /// The moment, when it gave a zone.
    public let at: Date?
    /// A time for tests and previews: Moa makes its own.
    public init(day: CalendarDay, at: Date? = nil) {
        self.day = day
        self.at = at
    }
}

/// Kinds of accounts (ISO 20022 cash account types). A code without a name here survives as it was sent.
public struct AccountKind: Hashable, Sendable, Codable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// An account for everyday.
    public static let current = Self(rawValue: "CACC")
    /// An account to save in.
    public static let savings = Self(rawValue: "SVGS")
    /// A credit or charge card.
    public static let card = Self(rawValue: "CARD")
    /// A loan.
    public static let loan = Self(rawValue: "LOAN")
    /// A loan on a house.
    public static let mortgage = Self(rawValue: "MORT")
    /// Electronic money.
    public static let eMoney = Self(rawValue: "EMON")
    /// A wallet.
    public static let wallet = Self(rawValue: "WALT")
}

/// Kinds of balances (ISO 20022 external balance types). A code without a name here survives as it was sent.
public struct BalanceKind: Hashable, Sendable, Codable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// What was booked at the end of the day.
    public static let closingBooked = Self(rawValue: "CLBD")
    /// What can be spent at this moment.
    public static let interimAvailable = Self(rawValue: "ITAV")
    /// What is booked at this moment.
    public static let interimBooked = Self(rawValue: "ITBD")
    /// What is booked, and what is on its way.
    public static let expected = Self(rawValue: "XPCD")
}

/// How far a transaction has come (ISO 20022 entry status). A code without a name here survives as it was sent.
public struct TransactionStatus: Hashable, Sendable, Codable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    /// It is in the books.
    public static let booked = Self(rawValue: "BOOK")
    /// It is on its way, and may still change or vanish.
    public static let pending = Self(rawValue: "PDNG")
    /// It was refused. No money moved.
    public static let rejected = Self(rawValue: "RJCT")
}

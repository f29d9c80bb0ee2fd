import Foundation

/// An account, with every balance its bank gave. Its description says neither its name nor its numbers.
public struct Account: Hashable, Sendable, Identifiable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Which account it is, among all banks.
    public let ref: AccountRef
    /// The bank that keeps it.
    public let bank: BankID
    /// What to call it: the customer's name, else the bank's.
    public let name: String?
    /// What the bank calls the product.
    public let product: String?
    /// Its currency. Absent when it holds several.
    public let currency: String?
    /// What kind of account it is, when the bank says.
    public let kind: AccountKind?
    /// Whether a person or a business holds it, in the bank's words.
    public let category: String?
    /// Whether it can be used, in the bank's words.
    public let status: String?
    /// Its numbers. One account can have several (sort code and IBAN).
    public let numbers: [AccountNumber]
    /// The balances that count: one per currency, none when none is known.
    public let headlines: [Headline]
    /// Every balance the bank gave.
    public let balances: [Balance]
    /// Since when the bank no longer lists it.
    public let missingSince: Date?
    /// When the bank was asked.
    public let fetchedAt: Date

    /// An account for tests and previews: Moa makes its own.
    public init(
        ref: AccountRef, bank: BankID, name: String?, product: String? = nil, currency: String? = nil,
        kind: AccountKind? = nil, category: String? = nil, status: String? = nil, numbers: [AccountNumber] = [],
        headlines: [Headline] = [], balances: [Balance] = [], missingSince: Date? = nil, fetchedAt: Date
    ) {
        self.ref = ref
        self.bank = bank
        self.name = name
        self.product = product
        self.currency = currency
        self.kind = kind
        self.category = category
        self.status = status
        self.numbers = numbers
        self.headlines = headlines
        self.balances = balances
        self.missingSince = missingSince
        self.fetchedAt = fetchedAt
    }

    public var id: AccountRef { ref }
    /// The balance that counts, of an account with one currency; the first of one with several.
    public var headline: Headline? { headlines.first }
    public var description: String { "Account(\(bank), \(kind?.rawValue ?? "?"), \(headlines.map(\.amount)))" }
    public var debugDescription: String { description }
}

/// A number that names an account in a scheme. Its description shows only its end.
public struct AccountNumber: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Whose numbering it is (`UK.OBIE.IBAN`).
    public let scheme: String
    /// The number. Banks may mask it.
    public let number: String
    /// The name on the account.
    public let holder: String?
    /// The last four characters, when there is something left to hide.
    public let lastFour: String?

    /// A number for tests and previews: Moa makes its own.
    public init(scheme: String, number: String, holder: String? = nil, lastFour: String? = nil) {
        self.scheme = scheme
        self.number = number
        self.holder = holder
        self.lastFour = lastFour
    }

    public var description: String { "AccountNumber(\(scheme) …\(lastFour ?? ""))" }
    public var debugDescription: String { description }
}

/// The balance that counts for an account.
public struct Headline: Hashable, Sendable {
    /// How much is the customer's own, negative when owed.
    public let amount: Money
    /// Which of the bank's balances it is.
    public let kind: BalanceKind
    /// When it was true, when the bank says.
    public let asOf: BankTime?
    /// When the bank was asked.
    public let fetchedAt: Date
    /// Whether granted credit was taken out of the bank's figure.
    public let creditTakenOut: Bool

    /// A headline for tests and previews: Moa makes its own.
    public init(amount: Money, kind: BalanceKind, asOf: BankTime? = nil, fetchedAt: Date, creditTakenOut: Bool = false) {
        self.amount = amount
        self.kind = kind
        self.asOf = asOf
        self.fetchedAt = fetchedAt
        self.creditTakenOut = creditTakenOut
    }
}

/// A balance as the bank gave it.
public struct Balance: Hashable, Sendable {
    /// How much, negative when overdrawn or owed.
    public let amount: Money
    /// What kind of balance it is.
    public let kind: BalanceKind
    /// When it was true, when the bank says.
    public let asOf: BankTime?
    /// Whether credit the bank grants is counted in it.
    public let includesCredit: Bool

    /// A balance for tests and previews: Moa makes its own.
    public init(amount: Money, kind: BalanceKind, asOf: BankTime? = nil, includesCredit: Bool = false) {
        self.amount = amount
        self.kind = kind
        self.asOf = asOf
        self.includesCredit = includesCredit
    }
}

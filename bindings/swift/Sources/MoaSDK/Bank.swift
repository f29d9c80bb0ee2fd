/// A bank, as the directory vouches for it.
public struct Bank: Hashable, Sendable, Identifiable {
    /// The directory's name for it.
    public let id: BankID
    /// Its name, in the app's language as far as the directory has it.
    public let name: String
    /// Its country (ISO 3166-1).
    public let country: String?
    /// Its colour, `#rrggbb`.
    public let colour: String?
    /// One to three characters to draw it with.
    public let monogram: String?
    /// A picture, which Moa never fetches.
    public let logo: String?
    /// Whether it is a test bank.
    public let isSandbox: Bool
    /// Whether an app can introduce itself there without paperwork.
    public let registersApps: Bool

    /// A bank for tests and previews: Moa makes its own.
    public init(
        id: BankID, name: String, country: String? = nil, colour: String? = nil, monogram: String? = nil,
        logo: String? = nil, isSandbox: Bool = false, registersApps: Bool = true
    ) {
        self.id = id
        self.name = name
        self.country = country
        self.colour = colour
        self.monogram = monogram
        self.logo = logo
        self.isSandbox = isSandbox
        self.registersApps = registersApps
    }
}

/// An entry of the directory that is not used, and why.
public struct RefusedBank: Hashable, Sendable {
    /// Its name, as far as the entry has one.
    public let name: String?
    /// What is wrong with the entry, as one word.
    public let why: String

    /// A refused entry for tests: Moa makes its own.
    public init(name: String?, why: String) {
        self.name = name
        self.why = why
    }
}

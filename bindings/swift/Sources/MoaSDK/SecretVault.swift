import Foundation

/// Where secrets are kept: tokens, the keys they are bound to, and the key of the database.
///
/// What was kept must survive a crash right after; what was forgotten must not come back. Throw ``VaultLocked`` when the
/// device has to be unlocked first; any other error counts as a vault that failed, and its text goes nowhere.
///
/// On Apple's systems use `KeychainVault`, in tests ``InMemoryVault``.
public protocol SecretVault: AnyObject, Sendable {
    /// The secret of that name, or nil.
    func find(_ name: String) async throws -> String?
    /// Keeps a secret in place of the one that had the name before.
    func keep(_ secret: String, as name: String) async throws
    /// Forgets a secret. Forgetting what is not there is fine.
    func forget(_ name: String) async throws
}

/// The device, or its keychain, has to be unlocked first.
public struct VaultLocked: Error {
    /// The error to throw.
    public init() {}
}

/// A vault that forgets everything when the process ends: for tests, and for programs that must leave nothing behind.
public actor InMemoryVault: SecretVault {
    private var secrets: [String: String] = [:]

    /// A vault with nothing in it.
    public init() {}

    /// How many secrets it keeps.
    public var count: Int { secrets.count }

    public func find(_ name: String) -> String? { secrets[name] }
    public func keep(_ secret: String, as name: String) { secrets[name] = secret }
    public func forget(_ name: String) { secrets[name] = nil }
}

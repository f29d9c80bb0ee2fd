// Compiled by whatever builds this package on Apple's systems, and by nothing else: Moa's own tests run on Linux, where there is
// no keychain, so there it was parsed and no more.
#if canImport(Security)
import Foundation
import Security

/// Secrets in the Apple keychain, on this device only: readable after the first unlock, so that a sync in the background works,
/// and never part of a backup that moves to another device.
public final class KeychainVault: SecretVault {
    private let service: String

    /// A vault in the keychain items of this service; what another service keeps is not touched.
    public init(service: String = Bundle.main.bundleIdentifier ?? "moa") { self.service = service }

    public func find(_ name: String) async throws -> String? {
        var query = item(name)
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        try check(status)
        return (found as? Data).map { String(decoding: $0, as: UTF8.self) }
    }

    public func keep(_ secret: String, as name: String) async throws {
        let value: [CFString: Any] = [
            kSecValueData: Data(secret.utf8), kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]
        let status = SecItemUpdate(item(name) as CFDictionary, value as CFDictionary)
        if status == errSecItemNotFound {
            try check(SecItemAdd(item(name).merging(value) { _, new in new } as CFDictionary, nil))
        } else {
            try check(status)
        }
    }

    public func forget(_ name: String) async throws {
        let status = SecItemDelete(item(name) as CFDictionary)
        if status != errSecItemNotFound { try check(status) }
    }

    private func item(_ name: String) -> [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: name,
            kSecUseDataProtectionKeychain: true,
        ]
    }

    private func check(_ status: OSStatus) throws {
        switch status {
        case errSecSuccess: return
        case errSecInteractionNotAllowed, errSecAuthFailed: throw VaultLocked()
        default: throw Refused(status: status)
        }
    }

    struct Refused: Error { let status: OSStatus }
}
#endif

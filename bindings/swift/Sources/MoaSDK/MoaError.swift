import Foundation

/// What went wrong, as what can be done about it: a screen decides by the case, code by ``kind``, nobody by the sentence.
///
/// `localizedDescription` is one English sentence for logs and support, and says nothing secret.
public enum MoaError: Error, Hashable, Sendable {
    /// The network or the bank is not well: try again after ``retryAfter``.
    case tryAgainLater(Details)
    /// The link has ended: the customer has to link the bank again.
    case reconnectNeeded(Details)
    /// The customer did not approve, or not in time: ask again when they want to.
    case approvalNeeded(Details)
    /// The vault needs its passphrase, or got a wrong one.
    case passphraseNeeded(Details)
    /// The device's keychain has to be unlocked first.
    case unlockNeeded(Details)
    /// The call itself was wrong.
    case badRequest(Details)
    /// The bank breaks the rules: report it to the bank, with the ``requestID``.
    case bankAtFault(Details)
    /// The work was given up here while it was waited for. Nothing is wrong.
    case givenUp(Details)
    /// Moa has been closed.
    case closed(Details)
    /// This should not happen: report it to Moa. The process and all other calls go on.
    case `internal`(Details)

    /// Everything known about an error. None of it is secret: no body, token, key or account number is ever in it.
    public struct Details: Hashable, Sendable {
        public let kind: Kind
        /// One English sentence, with the facts below.
        public let reason: String
        public let bank: BankID?
        /// The id the request carried (`x-fapi-interaction-id`): what a bank's support desk asks for first.
        public let requestID: String?
        /// The HTTP status of the bank's answer.
        public let status: Int?
        /// The bank's own error code.
        public let bankCode: String?
        /// Whether the same call may work later without anybody doing anything.
        public let isRetryable: Bool
        /// How many seconds to wait before that, when it is known.
        public let retryAfter: TimeInterval?

        public init(
            kind: Kind, reason: String, bank: BankID? = nil, requestID: String? = nil, status: Int? = nil,
            bankCode: String? = nil, isRetryable: Bool = false, retryAfter: TimeInterval? = nil
        ) {
            self.kind = kind
            self.reason = reason
            self.bank = bank
            self.requestID = requestID
            self.status = status
            self.bankCode = bankCode
            self.isRetryable = isRetryable
            self.retryAfter = retryAfter
        }
    }

    public var details: Details {
        switch self {
        case .tryAgainLater(let details), .reconnectNeeded(let details), .approvalNeeded(let details),
            .passphraseNeeded(let details), .unlockNeeded(let details), .badRequest(let details),
            .bankAtFault(let details), .givenUp(let details), .closed(let details), .internal(let details):
            details
        }
    }

    public var kind: Kind { details.kind }
    public var bank: BankID? { details.bank }
    public var requestID: String? { details.requestID }
    public var bankCode: String? { details.bankCode }
    public var isRetryable: Bool { details.isRetryable }
    public var retryAfter: TimeInterval? { details.retryAfter }
}

extension MoaError: LocalizedError, CustomStringConvertible {
    public var errorDescription: String? { details.reason }
    public var description: String { details.reason }
}

extension MoaError {
    /// What happened, as a stable word to decide by. A word that is not listed here is one of a newer version.
    public struct Kind: Hashable, Sendable, RawRepresentable, CaseIterable, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public var description: String { rawValue }

        // The network between us and the bank.
        public static let unreachable = Self(rawValue: "unreachable")
        public static let untrusted = Self(rawValue: "untrusted")
        public static let timedOut = Self(rawValue: "timed_out")
        public static let rateLimited = Self(rawValue: "rate_limited")
        public static let bankDown = Self(rawValue: "bank_down")
        // Answers that break the rules.
        public static let tooLarge = Self(rawValue: "too_large")
        public static let notJSON = Self(rawValue: "not_json")
        public static let unreadable = Self(rawValue: "unreadable")
        public static let redirected = Self(rawValue: "redirected")
        public static let untrustedLink = Self(rawValue: "untrusted_link")
        public static let nonceLoop = Self(rawValue: "nonce_loop")
        public static let bankRefused = Self(rawValue: "bank_refused")
        public static let unsupported = Self(rawValue: "unsupported")
        // Becoming a client, and being allowed in.
        public static let directoryUnreadable = Self(rawValue: "directory_unreadable")
        public static let unknownBank = Self(rawValue: "unknown_bank")
        public static let metadataRefused = Self(rawValue: "metadata_refused")
        public static let registrationRefused = Self(rawValue: "registration_refused")
        public static let appUnknown = Self(rawValue: "app_unknown")
        public static let issuerMismatch = Self(rawValue: "issuer_mismatch")
        public static let stateMismatch = Self(rawValue: "state_mismatch")
        public static let callbackUnreadable = Self(rawValue: "callback_unreadable")
        public static let denied = Self(rawValue: "denied")
        public static let approvalFailed = Self(rawValue: "approval_failed")
        public static let attemptExpired = Self(rawValue: "attempt_expired")
        public static let cancelled = Self(rawValue: "cancelled")
        public static let tokenDowngraded = Self(rawValue: "token_downgraded")
        public static let scopeWidened = Self(rawValue: "scope_widened")
        public static let idTokenRefused = Self(rawValue: "id_token_refused")
        // Living with a link.
        public static let unknownLink = Self(rawValue: "unknown_link")
        public static let linkEnded = Self(rawValue: "link_ended")
        // This device.
        public static let vaultLocked = Self(rawValue: "vault_locked")
        public static let wrongPassphrase = Self(rawValue: "wrong_passphrase")
        public static let keyringLocked = Self(rawValue: "keyring_locked")
        public static let vaultFailed = Self(rawValue: "vault_failed")
        public static let storeFailed = Self(rawValue: "store_failed")
        public static let deviceFailed = Self(rawValue: "device_failed")
        public static let misconfigured = Self(rawValue: "misconfigured")
        public static let closed = Self(rawValue: "closed")
        public static let `internal` = Self(rawValue: "internal")

        /// Every kind this version knows.
        public static let allCases: [Self] = [
            unreachable, untrusted, timedOut, rateLimited, bankDown, tooLarge, notJSON, unreadable, redirected,
            untrustedLink, nonceLoop, bankRefused, unsupported, directoryUnreadable, unknownBank, metadataRefused,
            registrationRefused, appUnknown, issuerMismatch, stateMismatch, callbackUnreadable, denied, approvalFailed,
            attemptExpired, cancelled, tokenDowngraded, scopeWidened, idTokenRefused, unknownLink, linkEnded,
            vaultLocked, wrongPassphrase, keyringLocked, vaultFailed, storeFailed, deviceFailed, misconfigured, closed,
            `internal`,
        ]
    }
}

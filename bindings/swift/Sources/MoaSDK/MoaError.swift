import Foundation

/// What went wrong, as what can be done about it: a screen decides by the case, code by ``kind``, nobody by the sentence.
///
/// `localizedDescription` is one English sentence for logs and support, and says nothing secret.
public enum MoaError: Error, Hashable, Sendable {
    /// The network or the bank is not well: try again after ``retryAfter``.
    case tryAgainLater(Details)
    /// The link has ended, or the key of the data is lost: the customer has to link the bank again.
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
        /// What happened, as a stable word.
        public let kind: Kind
        /// One English sentence, with the facts below.
        public let reason: String
        /// The bank that was asked.
        public let bank: BankID?
        /// The id the request carried (`x-fapi-interaction-id`): what a bank's support desk asks for first.
        public let requestID: String?
        /// The HTTP status of the bank's answer.
        public let status: Int?
        /// The code the bank said no with: one of its standard, or a registered word of OAuth.
        public let bankCode: String?
        /// Whether the same call may work later without anybody doing anything.
        public let isRetryable: Bool
        /// How many seconds to wait before that, when it is known.
        public let retryAfter: TimeInterval?

        /// Details for tests that play an error: Moa makes its own.
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

    /// Everything known about it.
    public var details: Details {
        switch self {
        case .tryAgainLater(let details), .reconnectNeeded(let details), .approvalNeeded(let details),
            .passphraseNeeded(let details), .unlockNeeded(let details), .badRequest(let details),
            .bankAtFault(let details), .givenUp(let details), .closed(let details), .internal(let details):
            details
        }
    }

    /// What happened, as a stable word.
    public var kind: Kind { details.kind }
    /// The bank that was asked.
    public var bank: BankID? { details.bank }
    /// The id the request carried: what a bank's support desk asks for first.
    public var requestID: String? { details.requestID }
    /// The code the bank said no with: one of its standard, or a registered word of OAuth.
    public var bankCode: String? { details.bankCode }
    /// Whether the same call may work later without anybody doing anything.
    public var isRetryable: Bool { details.isRetryable }
    /// How many seconds to wait before that, when it is known.
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

        // MARK: - The network between us and the bank

        /// Nobody answered.
        public static let unreachable = Self(rawValue: "unreachable")
        /// The bank could not prove who it is.
        public static let untrusted = Self(rawValue: "untrusted")
        /// The bank took too long.
        public static let timedOut = Self(rawValue: "timed_out")
        /// The bank asks us to wait.
        public static let rateLimited = Self(rawValue: "rate_limited")
        /// The bank says that it is not well.
        public static let bankDown = Self(rawValue: "bank_down")

        // MARK: - Answers that break the rules

        /// The answer is larger than any honest one.
        public static let tooLarge = Self(rawValue: "too_large")
        /// The answer is not JSON.
        public static let notJSON = Self(rawValue: "not_json")
        /// The answer is not what its standard says.
        public static let unreadable = Self(rawValue: "unreadable")
        /// The bank sent us somewhere else, where no secret may follow.
        public static let redirected = Self(rawValue: "redirected")
        /// A link in an answer leads out of the bank's own pages.
        public static let untrustedLink = Self(rawValue: "untrusted_link")
        /// The bank kept asking for a new proof.
        public static let nonceLoop = Self(rawValue: "nonce_loop")
        /// The bank refused the call.
        public static let bankRefused = Self(rawValue: "bank_refused")
        /// The bank does not offer what was asked for.
        public static let unsupported = Self(rawValue: "unsupported")

        // MARK: - Becoming a client, and being allowed in

        /// The list of banks cannot be loaded.
        public static let directoryUnreadable = Self(rawValue: "directory_unreadable")
        /// No bank of the directory has this id.
        public static let unknownBank = Self(rawValue: "unknown_bank")
        /// What the bank says of itself does not match the list of banks.
        public static let metadataRefused = Self(rawValue: "metadata_refused")
        /// The bank does not take the app on.
        public static let registrationRefused = Self(rawValue: "registration_refused")
        /// The bank no longer knows the app.
        public static let appUnknown = Self(rawValue: "app_unknown")
        /// The answer to an approval came from somebody else.
        public static let issuerMismatch = Self(rawValue: "issuer_mismatch")
        /// The answer belongs to another attempt.
        public static let stateMismatch = Self(rawValue: "state_mismatch")
        /// The address that the customer came back to cannot be read.
        public static let callbackUnreadable = Self(rawValue: "callback_unreadable")
        /// The customer said no.
        public static let denied = Self(rawValue: "denied")
        /// The bank ended the approval with an error.
        public static let approvalFailed = Self(rawValue: "approval_failed")
        /// The customer took too long.
        public static let attemptExpired = Self(rawValue: "attempt_expired")
        /// The work was cancelled here.
        public static let cancelled = Self(rawValue: "cancelled")
        /// The bank's token is not bound to our key.
        public static let tokenDowngraded = Self(rawValue: "token_downgraded")
        /// The bank gave more than was asked for.
        public static let scopeWidened = Self(rawValue: "scope_widened")
        /// The bank does not prove who approved what.
        public static let idTokenRefused = Self(rawValue: "id_token_refused")

        // MARK: - Living with a link

        /// There is no link of this id.
        public static let unknownLink = Self(rawValue: "unknown_link")
        /// The bank no longer accepts the link.
        public static let linkEnded = Self(rawValue: "link_ended")

        // MARK: - This device

        /// The vault wants its passphrase.
        public static let vaultLocked = Self(rawValue: "vault_locked")
        /// The passphrase is wrong.
        public static let wrongPassphrase = Self(rawValue: "wrong_passphrase")
        /// The device's keychain is locked.
        public static let keyringLocked = Self(rawValue: "keyring_locked")
        /// The vault could not be used.
        public static let vaultFailed = Self(rawValue: "vault_failed")
        /// The store could not be used: the database, or its key.
        public static let storeFailed = Self(rawValue: "store_failed")
        /// The device refused something that was needed: a port, a thread, a file.
        public static let deviceFailed = Self(rawValue: "device_failed")
        /// The call, or an option, cannot be right.
        public static let misconfigured = Self(rawValue: "misconfigured")
        /// Moa has been closed.
        public static let closed = Self(rawValue: "closed")
        /// A fault of Moa's own.
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

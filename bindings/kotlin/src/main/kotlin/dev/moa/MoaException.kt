package dev.moa

import java.time.Duration

/** What happened, as a stable word to decide by. A word that is not listed here is one of a newer version. */
@JvmInline
public value class ErrorKind(public val code: String) {
    override fun toString(): String = code

    public companion object {
        // The network between us and the bank.
        public val UNREACHABLE: ErrorKind = ErrorKind("unreachable")
        public val UNTRUSTED: ErrorKind = ErrorKind("untrusted")
        public val TIMED_OUT: ErrorKind = ErrorKind("timed_out")
        public val RATE_LIMITED: ErrorKind = ErrorKind("rate_limited")
        public val BANK_DOWN: ErrorKind = ErrorKind("bank_down")

        // Answers that break the rules.
        public val TOO_LARGE: ErrorKind = ErrorKind("too_large")
        public val NOT_JSON: ErrorKind = ErrorKind("not_json")
        public val UNREADABLE: ErrorKind = ErrorKind("unreadable")
        public val REDIRECTED: ErrorKind = ErrorKind("redirected")
        public val UNTRUSTED_LINK: ErrorKind = ErrorKind("untrusted_link")
        public val NONCE_LOOP: ErrorKind = ErrorKind("nonce_loop")
        public val BANK_REFUSED: ErrorKind = ErrorKind("bank_refused")
        public val UNSUPPORTED: ErrorKind = ErrorKind("unsupported")

        // Becoming a client, and being allowed in.
        public val DIRECTORY_UNREADABLE: ErrorKind = ErrorKind("directory_unreadable")
        public val UNKNOWN_BANK: ErrorKind = ErrorKind("unknown_bank")
        public val METADATA_REFUSED: ErrorKind = ErrorKind("metadata_refused")
        public val REGISTRATION_REFUSED: ErrorKind = ErrorKind("registration_refused")
        public val APP_UNKNOWN: ErrorKind = ErrorKind("app_unknown")
        public val ISSUER_MISMATCH: ErrorKind = ErrorKind("issuer_mismatch")
        public val STATE_MISMATCH: ErrorKind = ErrorKind("state_mismatch")
        public val CALLBACK_UNREADABLE: ErrorKind = ErrorKind("callback_unreadable")
        public val DENIED: ErrorKind = ErrorKind("denied")
        public val APPROVAL_FAILED: ErrorKind = ErrorKind("approval_failed")
        public val ATTEMPT_EXPIRED: ErrorKind = ErrorKind("attempt_expired")
        public val CANCELLED: ErrorKind = ErrorKind("cancelled")
        public val TOKEN_DOWNGRADED: ErrorKind = ErrorKind("token_downgraded")
        public val SCOPE_WIDENED: ErrorKind = ErrorKind("scope_widened")
        public val ID_TOKEN_REFUSED: ErrorKind = ErrorKind("id_token_refused")

        // Living with a link.
        public val UNKNOWN_LINK: ErrorKind = ErrorKind("unknown_link")
        public val LINK_ENDED: ErrorKind = ErrorKind("link_ended")

        // This device.
        public val VAULT_LOCKED: ErrorKind = ErrorKind("vault_locked")
        public val WRONG_PASSPHRASE: ErrorKind = ErrorKind("wrong_passphrase")
        public val KEYRING_LOCKED: ErrorKind = ErrorKind("keyring_locked")
        public val VAULT_FAILED: ErrorKind = ErrorKind("vault_failed")
        public val STORE_FAILED: ErrorKind = ErrorKind("store_failed")
        public val DEVICE_FAILED: ErrorKind = ErrorKind("device_failed")
        public val MISCONFIGURED: ErrorKind = ErrorKind("misconfigured")
        public val CLOSED: ErrorKind = ErrorKind("closed")
        public val INTERNAL: ErrorKind = ErrorKind("internal")
    }
}

/** Everything known about an error. None of it is secret: no body, token, key or account number is ever in it. */
public data class ErrorDetails(
    val kind: ErrorKind,
    /** One English sentence for logs and support, with the facts below. */
    val reason: String,
    val bank: BankId? = null,
    /** The id the request carried (`x-fapi-interaction-id`): what a bank's support desk asks for first. */
    val requestId: String? = null,
    /** The HTTP status of the bank's answer. */
    val status: Int? = null,
    /** The code the bank said no with: one of its standard, or a registered word of OAuth. */
    val bankCode: String? = null,
    /** Whether the same call may work later without anybody doing anything. */
    val isRetryable: Boolean = false,
    /** How long to wait before that, when it is known. */
    val retryAfter: Duration? = null,
)

/**
 * What went wrong, as what can be done about it: a screen decides by the class, code by [kind], nobody by the sentence.
 *
 * [message] is filled and says nothing secret.
 */
public sealed class MoaException(
    /** Everything known about it. */
    public val details: ErrorDetails,
) : Exception(details.reason) {
    /** What happened, as a stable word to decide by. */
    public val kind: ErrorKind get() = details.kind

    /** The bank that was asked. */
    public val bank: BankId? get() = details.bank

    /** The id the request carried: what a bank's support desk asks for first. */
    public val requestId: String? get() = details.requestId

    /** The code the bank said no with: one of its standard, or a registered word of OAuth. */
    public val bankCode: String? get() = details.bankCode

    /** Whether the same call may work later without anybody doing anything. */
    public val isRetryable: Boolean get() = details.isRetryable

    /** How long to wait before that, when it is known. */
    public val retryAfter: Duration? get() = details.retryAfter

    /** The network or the bank is not well: try again later. */
    public class TryAgainLater(details: ErrorDetails) : MoaException(details)

    /** The link has ended, or the key of the data is lost: the customer has to link the bank again. */
    public class ReconnectNeeded(details: ErrorDetails) : MoaException(details)

    /** The customer did not approve, or not in time: ask again when they want to. */
    public class ApprovalNeeded(details: ErrorDetails) : MoaException(details)

    /** The vault needs its passphrase, or got a wrong one. */
    public class PassphraseNeeded(details: ErrorDetails) : MoaException(details)

    /** The device's keyring or keystore has to be unlocked first. */
    public class UnlockNeeded(details: ErrorDetails) : MoaException(details)

    /** The call itself was wrong. */
    public class BadRequest(details: ErrorDetails) : MoaException(details)

    /** The bank breaks the rules: report it to the bank, with the [requestId]. */
    public class BankAtFault(details: ErrorDetails) : MoaException(details)

    /** The work was given up here while it was waited for. Nothing is wrong. */
    public class GivenUp(details: ErrorDetails) : MoaException(details)

    /** Moa has been closed. */
    public class Closed(details: ErrorDetails) : MoaException(details)

    /** This should not happen: report it to Moa. The process and all other calls go on. */
    public class Internal(details: ErrorDetails) : MoaException(details)
}

package dev.moa.internal

import dev.moa.BankId
import dev.moa.ErrorDetails
import dev.moa.ErrorKind
import dev.moa.MoaException
import dev.moa.SecretVault
import dev.moa.internal.ffi.FfiAdvice
import dev.moa.internal.ffi.FfiErrorFacts
import dev.moa.internal.ffi.FfiException
import dev.moa.internal.ffi.FfiSecretVault
import dev.moa.internal.ffi.FfiVaultException
import dev.moa.internal.ffi.InternalException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/** Calls into Rust, and turns what comes out of there into exceptions of ours. What a panic said is not passed on. */
internal inline fun <T> rust(block: () -> T): T = try {
    block()
} catch (failed: FfiException.Failed) {
    throw failed.facts.toException()
} catch (panic: InternalException) {
    throw internalFault()
}

internal fun internalFault(): MoaException =
    MoaException.Internal(ErrorDetails(ErrorKind.INTERNAL, "Moa met a fault of its own; it goes on working"))

internal fun closedAlready(): MoaException = MoaException.Closed(ErrorDetails(ErrorKind.CLOSED, "Moa has been closed"))

internal fun FfiErrorFacts.toException(): MoaException {
    val details = ErrorDetails(
        kind = ErrorKind(kind),
        reason = reason,
        bank = bank?.let(::BankId),
        requestId = requestId,
        status = status?.toInt(),
        bankCode = bankCode,
        isRetryable = retryable,
        retryAfter = retryAfter,
    )
    return when (advice) {
        FfiAdvice.RETRY_LATER -> MoaException.TryAgainLater(details)
        FfiAdvice.RECONNECT -> MoaException.ReconnectNeeded(details)
        FfiAdvice.APPROVE -> MoaException.ApprovalNeeded(details)
        FfiAdvice.ENTER_PASSPHRASE -> MoaException.PassphraseNeeded(details)
        FfiAdvice.UNLOCK_KEYRING -> MoaException.UnlockNeeded(details)
        FfiAdvice.CHANGE_REQUEST -> MoaException.BadRequest(details)
        FfiAdvice.TELL_BANK -> MoaException.BankAtFault(details)
        FfiAdvice.TELL_US -> MoaException.Internal(details)
        FfiAdvice.NOTHING ->
            if (details.kind == ErrorKind.CLOSED) MoaException.Closed(details) else MoaException.GivenUp(details)
    }
}

/** The app's vault as Rust sees it. What its exceptions say stays here: it may hold what was about to be kept. */
internal class HostVault(private val vault: SecretVault) : FfiSecretVault {
    override suspend fun find(name: String): String? = guarded { vault.find(name) }

    override suspend fun keep(name: String, secret: String): Unit = guarded { vault.keep(name, secret) }

    override suspend fun forget(name: String): Unit = guarded { vault.forget(name) }

    /** Rust waits for an answer whatever is thrown, so an `Error` becomes one as well: the generated code lets it pass. */
    private suspend inline fun <T> guarded(block: () -> T): T = try {
        block()
    } catch (locked: SecretVault.Locked) {
        throw FfiVaultException.Locked()
    } catch (failed: Throwable) {
        // Rust may have dropped the call. A cancellation inside the vault (`withTimeout`) is a vault that failed.
        currentCoroutineContext().ensureActive()
        throw FfiVaultException.Failed()
    }
}

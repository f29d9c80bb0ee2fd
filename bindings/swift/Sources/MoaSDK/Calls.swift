import MoaFFI

/// Calls into Rust, and turns what comes out of there into errors of ours. What a panic said is not passed on.
func rust<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch {
        throw ours(error)
    }
}

/// The same for calls that wait. Cancelling the task reaches Rust through a token, and comes out as `CancellationError`.
func rust<T: Sendable>(_ body: (FfiCancelToken) async throws -> T) async throws -> T {
    do {
        let token = try FfiCancelToken()
        return try await withTaskCancellationHandler {
            try await body(token)
        } onCancel: {
            try? token.cancel()
        }
    } catch {
        let error = ours(error)
        if Task.isCancelled, (error as? MoaError)?.kind == .cancelled { throw CancellationError() }
        throw error
    }
}

private func ours(_ error: any Error) -> any Error {
    switch error {
    case let FfiError.Failed(facts): MoaError(facts)
    case is MoaError, is CancellationError: error
    default: MoaError.internal(.init(kind: .internal, reason: "Moa met a fault of its own; it goes on working"))
    }
}

extension MoaError {
    init(_ facts: FfiErrorFacts) {
        let details = Details(
            kind: Kind(rawValue: facts.kind), reason: facts.reason, bank: facts.bank.map(BankID.init(rawValue:)),
            requestID: facts.requestId, status: facts.status.map(Int.init), bankCode: facts.bankCode,
            isRetryable: facts.retryable, retryAfter: facts.retryAfter
        )
        self = switch facts.advice {
        case .retryLater: .tryAgainLater(details)
        case .reconnect: .reconnectNeeded(details)
        case .approve: .approvalNeeded(details)
        case .enterPassphrase: .passphraseNeeded(details)
        case .unlockKeyring: .unlockNeeded(details)
        case .changeRequest: .badRequest(details)
        case .tellBank: .bankAtFault(details)
        case .tellUs: .internal(details)
        case .nothing: details.kind == .closed ? .closed(details) : .givenUp(details)
        }
    }
}

/// The app's vault as Rust sees it. What its errors say stays here: it may hold what was about to be kept.
final class HostVault: FfiSecretVault {
    private let vault: any SecretVault
    init(_ vault: any SecretVault) { self.vault = vault }

    func find(name: String) async throws -> String? { try await guarded { try await vault.find(name) } }
    func keep(name: String, secret: String) async throws { try await guarded { try await vault.keep(secret, as: name) } }
    func forget(name: String) async throws { try await guarded { try await vault.forget(name) } }

    private func guarded<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch is VaultLocked {
            throw FfiVaultError.Locked
        } catch {
            throw FfiVaultError.Failed
        }
    }
}

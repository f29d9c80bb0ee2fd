package dev.moa

import java.util.concurrent.ConcurrentHashMap

/**
 * Where secrets are kept: tokens, the keys they are bound to, and the key of the database.
 *
 * What was kept must survive a crash right after; what was forgotten must not come back. Throw [Locked] when the device has
 * to be unlocked first; any other exception counts as a vault that failed, and its text goes nowhere. What can never be
 * opened again is not there: [find] then gives null, and Moa says [MoaException.ReconnectNeeded] where it is missed.
 *
 * On Android use a key in the Android Keystore (`dev.moa.android.KeystoreVault`, in this package as source), on a desktop
 * [MoaOptions.Secrets.Device], in tests [InMemoryVault].
 */
public interface SecretVault {
    /** The secret of that name, or null. */
    public suspend fun find(name: String): String?

    /** Keeps a secret in place of the one that had the name before. */
    public suspend fun keep(name: String, secret: String)

    /** Forgets a secret. Forgetting what is not there is fine. */
    public suspend fun forget(name: String)

    /** The device, or the keystore, has to be unlocked first. */
    public class Locked : Exception("the vault is locked")
}

/** A vault that forgets everything when the process ends: for tests, and for programs that must leave nothing behind. */
public class InMemoryVault : SecretVault {
    private val secrets = ConcurrentHashMap<String, String>()

    /** How many secrets it keeps. */
    public val size: Int get() = secrets.size

    override suspend fun find(name: String): String? = secrets[name]

    override suspend fun keep(name: String, secret: String) {
        secrets[name] = secret
    }

    override suspend fun forget(name: String) {
        secrets.remove(name)
    }

    override fun toString(): String = "InMemoryVault($size secrets)"
}

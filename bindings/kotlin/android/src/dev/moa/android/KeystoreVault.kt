package dev.moa.android

import android.content.Context
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import android.util.Base64
import androidx.datastore.core.DataStore
import androidx.datastore.preferences.core.PreferenceDataStoreFactory
import androidx.datastore.preferences.core.Preferences
import androidx.datastore.preferences.core.edit
import androidx.datastore.preferences.core.stringPreferencesKey
import dev.moa.SecretVault
import java.security.KeyStore
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/**
 * Secrets on Android: each is sealed by an AES-256-GCM key that never leaves the Android Keystore, and the sealed text lies in
 * DataStore, in a file that no backup takes along. The secret's name is part of what is sealed, so that two cannot be swapped.
 *
 * What the Keystore's key does not open any more (it was invalidated, or the device was restored and has another) is lost for
 * good, and so it is not there: Moa then says [dev.moa.MoaException.ReconnectNeeded], and the customer links the bank again.
 * A device that only has to be unlocked is a [SecretVault.Locked]. A Keystore that fails in any other way is left as it is, and
 * may be asked again: making a new key then would throw away what the old one opens.
 *
 * Not `EncryptedSharedPreferences`, which is deprecated.
 *
 * **Source:** it is compiled into the Android archive where an Android SDK is, and has not run where Moa's tests run.
 */
public class KeystoreVault(context: Context, private val alias: String = "moa-vault") : SecretVault {
    private val kept: DataStore<Preferences> = Kept.by(context)

    override suspend fun find(name: String): String? = guarded {
        val sealed = kept.data.first()[stringPreferencesKey(name)] ?: return@guarded null
        try {
            key()?.let { opened(Base64.decode(sealed, Base64.NO_WRAP), name, it) }
        } catch (lost: KeyPermanentlyInvalidatedException) {
            null
        } catch (sealedByAnother: AEADBadTagException) {
            null
        }
    }

    override suspend fun keep(name: String, secret: String): Unit = guarded {
        // Two calls at once must not each make a key: what the first had sealed could not be opened any more.
        val sealed = making.withLock {
            try {
                sealed(secret, name, key() ?: newKey())
            } catch (invalidated: KeyPermanentlyInvalidatedException) {
                sealed(secret, name, newKey())
            }
        }
        kept.edit { it[stringPreferencesKey(name)] = Base64.encodeToString(sealed, Base64.NO_WRAP) }
    }

    override suspend fun forget(name: String): Unit = guarded {
        kept.edit { it.remove(stringPreferencesKey(name)) }
    }

    private fun opened(sealed: ByteArray, name: String, key: SecretKey): String {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES))
        cipher.updateAAD(name.encodeToByteArray())
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.size - NONCE_BYTES).decodeToString()
    }

    private fun sealed(secret: String, name: String, key: SecretKey): ByteArray {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        // The Keystore draws the nonce itself; one that was chosen here would be refused.
        cipher.init(Cipher.ENCRYPT_MODE, key)
        cipher.updateAAD(name.encodeToByteArray())
        return cipher.iv + cipher.doFinal(secret.encodeToByteArray())
    }

    private suspend fun <T> guarded(block: suspend () -> T): T = withContext(Dispatchers.IO) {
        try {
            block()
        } catch (locked: UserNotAuthenticatedException) {
            throw SecretVault.Locked()
        }
    }

    private fun key(): SecretKey? = KeyStore.getInstance(PROVIDER).apply { load(null) }.getKey(alias, null) as? SecretKey

    /** In place of the one that was there. */
    private fun newKey(): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(alias, purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(spec) }.generateKey()
    }

    private companion object {
        /** One for the process: the Keystore is the process's as well. */
        val making = Mutex()
        const val PROVIDER = "AndroidKeyStore"
        const val TRANSFORMATION = "AES/GCM/NoPadding"
        const val NONCE_BYTES = 12
        const val TAG_BITS = 128
    }
}

/** DataStore wants one per file and process. */
private object Kept {
    @Volatile private var store: DataStore<Preferences>? = null

    fun by(context: Context): DataStore<Preferences> = store ?: synchronized(this) {
        val folder = context.applicationContext.noBackupFilesDir
        store ?: PreferenceDataStoreFactory.create { folder.resolve("moa-secrets.preferences_pb") }.also { store = it }
    }
}

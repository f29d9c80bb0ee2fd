package dev.moa.android

import android.content.Context
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import android.util.Base64
import androidx.datastore.preferences.core.edit
import androidx.datastore.preferences.core.stringPreferencesKey
import androidx.datastore.preferences.preferencesDataStore
import dev.moa.SecretVault
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

private val Context.secrets by preferencesDataStore(name = "moa-secrets")

/**
 * Secrets on Android: each is sealed by an AES-256-GCM key that never leaves the Android Keystore, and the sealed text lies in
 * DataStore. The secret's name is part of what is sealed, so that two cannot be swapped.
 *
 * Not `EncryptedSharedPreferences`, which is deprecated. Leave this file out of backups (`dataExtractionRules`): the key does
 * not travel, so what it sealed is worth nothing elsewhere.
 *
 * **Source only:** it was neither compiled nor run where Moa's tests run, because there is no Android SDK there.
 */
public class KeystoreVault(private val context: Context, private val alias: String = "moa-vault") : SecretVault {
    override suspend fun find(name: String): String? = guarded {
        val sealed = context.secrets.data.first()[stringPreferencesKey(name)] ?: return@guarded null
        val bytes = Base64.decode(sealed, Base64.NO_WRAP)
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, key(), GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES))
        cipher.updateAAD(name.encodeToByteArray())
        cipher.doFinal(bytes, NONCE_BYTES, bytes.size - NONCE_BYTES).decodeToString()
    }

    override suspend fun keep(name: String, secret: String): Unit = guarded {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        // The Keystore draws the nonce itself; one that was chosen here would be refused.
        cipher.init(Cipher.ENCRYPT_MODE, key())
        cipher.updateAAD(name.encodeToByteArray())
        val sealed = cipher.iv + cipher.doFinal(secret.encodeToByteArray())
        context.secrets.edit { it[stringPreferencesKey(name)] = Base64.encodeToString(sealed, Base64.NO_WRAP) }
    }

    override suspend fun forget(name: String): Unit = guarded {
        context.secrets.edit { it.remove(stringPreferencesKey(name)) }
    }

    private suspend fun <T> guarded(block: suspend () -> T): T = withContext(Dispatchers.IO) {
        try {
            block()
        } catch (locked: UserNotAuthenticatedException) {
            throw SecretVault.Locked()
        } catch (invalidated: KeyPermanentlyInvalidatedException) {
            throw SecretVault.Locked()
        }
    }

    /** Two calls at once must not each make a key: what the first had sealed could not be opened any more. */
    private suspend fun key(): SecretKey = making.withLock {
        val store = KeyStore.getInstance(PROVIDER).apply { load(null) }
        (store.getKey(alias, null) as? SecretKey)?.let { return@withLock it }
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val spec = KeyGenParameterSpec.Builder(alias, purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
            .build()
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(spec) }.generateKey()
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

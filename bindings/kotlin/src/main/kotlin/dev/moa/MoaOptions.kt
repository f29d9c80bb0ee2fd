package dev.moa

import java.net.URI
import java.nio.file.Path
import java.util.Locale

/**
 * What Moa is opened with. Only [directory] has to be said; the rest is right for a program that forgets everything when
 * it ends. An app that stays says [secrets] and [data] as well.
 */
public data class MoaOptions(
    /** Where the list of banks comes from. */
    val directory: Directory,
    /** Where secrets are kept. */
    val secrets: Secrets = Secrets.InMemory,
    /** Where data is kept. */
    val data: Data = Data.InMemory,
    /** The app's name, as banks show it to customers. */
    val appName: String = "Moa",
    /** The language of what customers see in the browser: English or Korean. */
    val locale: Locale = Locale.getDefault(),
    /** A certificate authority to trust besides the system's, in PEM form: for test banks with one of their own. */
    val trustedAuthority: String? = null,
    /** Whether to start although the list of banks cannot be loaded; what is stored can be looked at all the same. */
    val startOffline: Boolean = true,
    /**
     * The app's own `https` address that customers come back to (an App Link): everything below its `/callback/` is handed
     * to [Approval.complete]. Without one, customers come back to a port of this device. Banks know an app by it: where it
     * changes, links made before have to be renewed.
     */
    val redirect: URI? = null,
) {
    /** Where the list of banks comes from. */
    public sealed interface Directory {
        /** An `https` address, a loopback `http` address, or a path. */
        public data class At(val place: String) : Directory

        /** The participants file itself, for an app that ships one. */
        public data class Json(val text: String) : Directory
    }

    /** Where secrets are kept. */
    public sealed interface Secrets {
        /** In memory, inside Moa. */
        public data object InMemory : Secrets

        /** Where the app keeps them. */
        public data class Own(val vault: SecretVault) : Secrets

        /** In a desktop system's keyring, or in a sealed [file] that [passphrase] opens where there is none. */
        public data class Device(val service: String, val file: Path, val passphrase: String? = null) : Secrets {
            override fun toString(): String = "Device($service)"
        }
    }

    /** Where data is kept. */
    public sealed interface Data {
        /** In memory: it is gone when Moa is closed. */
        public data object InMemory : Data

        /** In an encrypted file, whose key is among the secrets. */
        public data class Encrypted(val file: Path) : Data
    }
}

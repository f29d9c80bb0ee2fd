import Foundation

/// What Moa is opened with. Only the directory has to be said; the rest is right for a program that forgets everything when
/// it ends. An app that stays says ``secrets`` and ``data`` as well.
public struct MoaOptions: Sendable {
    /// Where the list of banks comes from.
    public enum Directory: Sendable {
        /// An `https` address, a loopback `http` address, or a path.
        case at(String)
        /// The participants file itself, for an app that ships one.
        case json(String)
    }

    /// Where secrets are kept.
    public enum Secrets: Sendable, CustomStringConvertible {
        /// In memory, inside Moa.
        case inMemory
        /// Where the app keeps them.
        case own(any SecretVault)
        /// In a desktop system's keyring, or in a sealed file that the passphrase opens where there is none.
        case device(service: String, file: URL, passphrase: String? = nil)

        public var description: String {
            switch self {
            case .inMemory: "inMemory"
            case .own: "own"
            case .device(let service, _, _): "device(\(service))"
            }
        }
    }

    /// Where data is kept.
    public enum Data: Sendable {
        /// In memory: it is gone when Moa is closed.
        case inMemory
        /// In an encrypted file, whose key is among the secrets.
        case encrypted(URL)
    }

    /// Where the list of banks comes from.
    public var directory: Directory
    /// Where secrets are kept.
    public var secrets: Secrets
    /// Where data is kept.
    public var data: Data
    /// The app's name, as banks show it to customers.
    public var appName: String
    /// The language of what customers see in the browser: English or Korean.
    public var locale: Locale
    /// A certificate authority to trust besides the system's, in PEM form: for test banks with one of their own.
    public var trustedAuthority: String?
    /// The app's own `https` address that customers come back to (a Universal Link): everything below its `/callback/` is
    /// handed to ``Approval/complete(redirect:)``. Without one, customers come back to a port of this device. Banks know an
    /// app by it: where it changes, links made before have to be renewed.
    public var redirect: URL?
    /// Whether to start although the list of banks cannot be loaded; what is stored can be looked at all the same.
    public var startOffline: Bool

    /// Options of a program that forgets everything when it ends, unless something else is said.
    public init(
        directory: Directory, secrets: Secrets = .inMemory, data: Data = .inMemory, appName: String = "Moa",
        locale: Locale = .current, trustedAuthority: String? = nil, redirect: URL? = nil, startOffline: Bool = true
    ) {
        self.directory = directory
        self.secrets = secrets
        self.data = data
        self.appName = appName
        self.locale = locale
        self.trustedAuthority = trustedAuthority
        self.redirect = redirect
        self.startOffline = startOffline
    }
}

extension MoaOptions.Secrets: CustomDebugStringConvertible {
    public var debugDescription: String { description }
}

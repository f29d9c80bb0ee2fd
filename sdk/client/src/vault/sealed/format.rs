//! The header of a sealed file: what is needed to make the key again, and nothing that is secret.
//!
//! `MOAVAULT` · version (1) · memory KiB (4, big-endian) · passes (4) · lanes (4) · salt (16) · nonce (24) · sealed bytes.

use moa_kernel::Entropy;

use crate::vault::VaultError;

const MAGIC: &[u8; 8] = b"MOAVAULT";
const VERSION: u8 = 1;

/// A vault holds some keys and tokens; whatever is larger than this is something else.
pub(super) const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// How hard guessing the passphrase is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Default for Strength {
    /// 64 MiB and three passes: RFC 9106 §4, its second recommendation, in one lane.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl Strength {
    /// The weakest there is. Only for tests, where it saves seconds.
    #[doc(hidden)]
    #[must_use]
    pub const fn for_tests() -> Self {
        Self { memory_kib: 8, passes: 1, lanes: 1 }
    }

    /// A file may ask for more work than the default, but not for all of the machine.
    const fn is_sane(self) -> bool {
        self.memory_kib >= 8
            && self.memory_kib <= 1024 * 1024
            && self.passes >= 1
            && self.passes <= 16
            && self.lanes >= 1
            && self.lanes <= 16
    }

    pub(super) fn params(self) -> Result<argon2::Params, VaultError> {
        argon2::Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| VaultError::NotAVault)
    }
}

/// What stands before the sealed bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) strength: Strength,
    pub(super) salt: [u8; 16],
    pub(super) nonce: [u8; 24],
}

impl Header {
    pub(super) fn make(strength: Strength, entropy: &dyn Entropy) -> Self {
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        Self { strength, salt, nonce: [0; 24] }.with_fresh_nonce(entropy)
    }

    /// A nonce of 192 random bits never comes twice, so every write simply draws a new one.
    pub(super) fn with_fresh_nonce(&self, entropy: &dyn Entropy) -> Self {
        let mut nonce = [0; 24];
        entropy.fill(&mut nonce);
        Self { nonce, ..self.clone() }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let Strength { memory_kib, passes, lanes } = self.strength;
        let mut bytes = MAGIC.to_vec();
        bytes.push(VERSION);
        for number in [memory_kib, passes, lanes] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(self.salt);
        bytes.extend(self.nonce);
        bytes
    }

    /// Reads the header and gives the sealed bytes behind it.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, &[u8]), VaultError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(VaultError::NotAVault)?;
        let (version, rest) = take::<1>(rest)?;
        match *version {
            [VERSION] => {}
            [older] if older < VERSION => return Err(VaultError::NotAVault),
            _ => return Err(VaultError::NewerVersion),
        }
        let (memory_kib, rest) = take::<4>(rest)?;
        let (passes, rest) = take::<4>(rest)?;
        let (lanes, rest) = take::<4>(rest)?;
        let (salt, rest) = take::<16>(rest)?;
        let (nonce, sealed) = take::<24>(rest)?;
        let number = |bytes: &[u8; 4]| u32::from_be_bytes(*bytes);
        let strength = Strength { memory_kib: number(memory_kib), passes: number(passes), lanes: number(lanes) };
        if !strength.is_sane() {
            return Err(VaultError::NotAVault);
        }
        Ok((Self { strength, salt: *salt, nonce: *nonce }, sealed))
    }
}

fn take<const N: usize>(bytes: &[u8]) -> Result<(&[u8; N], &[u8]), VaultError> {
    bytes.split_first_chunk::<N>().ok_or(VaultError::NotAVault)
}

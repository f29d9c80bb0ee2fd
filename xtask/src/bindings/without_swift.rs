//! Why a machine has no Swift, and whether that may be passed over.

use std::fmt;

/// What is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cannot {
    /// Only Debian has Swift as a package.
    NotDebian,
    /// Laying out a root takes root.
    NotRoot,
    /// Nobody may make namespaces here, as in most containers.
    NoNamespaces,
    /// The program that makes them is missing.
    NoUnshare,
    /// Nothing says where Debian's packages come from.
    NoMirror,
}

impl Cannot {
    /// Whether this machine could if somebody saw to it: root on Debian may do all of it, unless the kernel says no.
    const fn could_be_mended(self) -> bool {
        matches!(self, Self::NoUnshare | Self::NoMirror)
    }

    /// Whether to go on without Swift. CI passes over nothing that it could do.
    pub(super) const fn may_be_passed_over(self, in_ci: bool) -> bool {
        !(in_ci && self.could_be_mended())
    }
}

impl fmt::Display for Cannot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDebian => "only Debian has one as a package (elsewhere: https://www.swift.org/install)",
            Self::NotRoot => "laying out Debian's takes root (or install one: https://www.swift.org/install)",
            Self::NoNamespaces => {
                "this machine lets nobody make namespaces (`unshare` is refused, as in most containers)"
            }
            Self::NoUnshare => "there is no `unshare` (Debian's package util-linux)",
            Self::NoMirror => "apt names no mirror of Debian to take it from",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Cannot; 5] =
        [Cannot::NotDebian, Cannot::NotRoot, Cannot::NoNamespaces, Cannot::NoUnshare, Cannot::NoMirror];

    #[test]
    fn ci_passes_over_nothing_that_its_machine_could_do() {
        let passed = ALL.map(|cannot| cannot.may_be_passed_over(true));
        assert_eq!(passed, [true, true, true, false, false]);
    }

    #[test]
    fn a_person_at_a_machine_is_told_and_goes_on() {
        assert!(ALL.iter().all(|cannot| cannot.may_be_passed_over(false) && !cannot.to_string().is_empty()));
    }
}

//! Why a machine has no Swift, and whether that may be passed over.

use std::fmt;

/// What is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
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

impl Obstacle {
    /// Whether to go on without Swift, aloud. CI stops where somebody could see to it.
    pub(super) const fn may_be_passed_over(self, in_ci: bool) -> bool {
        match self {
            // Because no package can be laid out on another system.
            Self::NotDebian => true,
            // Because nobody is asked to run tests as root.
            Self::NotRoot => true,
            // Because the kernel, or the container around us, says no, and nothing inside it changes that.
            Self::NoNamespaces => true,
            // Because it is one package away.
            Self::NoUnshare => !in_ci,
            // Because it is one line for apt away.
            Self::NoMirror => !in_ci,
        }
    }
}

impl fmt::Display for Obstacle {
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

    #[test]
    fn ci_passes_over_what_nobody_could_see_to_there_and_a_person_over_everything_aloud() {
        let decided = |obstacle: Obstacle| (obstacle.may_be_passed_over(false), obstacle.may_be_passed_over(true));
        for obstacle in [Obstacle::NotDebian, Obstacle::NotRoot, Obstacle::NoNamespaces] {
            assert_eq!(decided(obstacle), (true, true), "{obstacle}");
        }
        for obstacle in [Obstacle::NoUnshare, Obstacle::NoMirror] {
            assert_eq!(decided(obstacle), (true, false), "{obstacle}");
        }
    }

    #[test]
    fn each_obstacle_says_what_is_in_the_way_and_what_would_help_where_anything_does() {
        for (obstacle, says) in [
            (Obstacle::NotDebian, "https://www.swift.org/install"),
            (Obstacle::NotRoot, "takes root"),
            (Obstacle::NoNamespaces, "`unshare` is refused"),
            (Obstacle::NoUnshare, "util-linux"),
            (Obstacle::NoMirror, "apt names no mirror"),
        ] {
            assert!(obstacle.to_string().contains(says), "{obstacle}");
        }
    }
}

//! Codes from lists that grow. A code we know becomes a name; one we do not know survives as the bank's text.

/// Makes an enum of codes with a last variant for everything else. It reads from, prints as and serialises to the code.
macro_rules! open_code {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A code this version does not know, as the bank wrote it.
            Other(String),
        }

        impl $name {
            /// The code.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Other(code) => code,
                }
            }
        }

        impl From<&str> for $name {
            fn from(code: &str) -> Self {
                match code {
                    $($code => Self::$variant,)+
                    _ => Self::Other(code.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(code: String) -> Self {
                Self::from(code.as_str())
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.as_str().to_owned()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use open_code;

#[cfg(test)]
mod tests {
    open_code! {
        /// Colours, for the test.
        Colour {
            /// Red.
            Red = "RED",
            /// Blue.
            Blue = "BLUE",
        }
    }

    #[test]
    fn an_unknown_code_survives_the_round_trip() {
        let read: Vec<Colour> = serde_json::from_str(r#"["RED","BLUE","TEAL"]"#).unwrap();
        assert_eq!(read, [Colour::Red, Colour::Blue, Colour::Other("TEAL".to_owned())]);
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"["RED","BLUE","TEAL"]"#);
    }
}

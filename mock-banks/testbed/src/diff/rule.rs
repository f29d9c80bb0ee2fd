//! The rules of compatibility, each by the name under which it may be overridden.

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident = $id:literal,)*) => {
        /// One way to break those who use the older version.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $doc])* $name),*
        }

        impl Rule {
            /// Every rule there is.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The rule's name.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id),*
                }
            }

            /// What the rule is about, in words.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),*).trim_ascii()),*
                }
            }
        }
    };
}

rules! {
    /// An operation is gone.
    OperationRemoved = "operation-removed",
    /// An operation has another operationId, after which generated clients are named.
    OperationRenamed = "operation-renamed",
    /// An input that did not exist is required.
    RequiredInputAdded = "required-input-added",
    /// An input that could be left out is required.
    InputBecameRequired = "input-became-required",
    /// An input is no longer taken.
    InputRemoved = "input-removed",
    /// An input that is left out means something else than before.
    InputDefaultChanged = "input-default-changed",
    /// An input takes fewer types.
    InputTypeNarrowed = "input-type-narrowed",
    /// An input no longer takes null.
    InputNullRefused = "input-null-refused",
    /// An input takes fewer of the listed values.
    InputValuesNarrowed = "input-values-narrowed",
    /// An input takes a smaller range of values, lengths or counts.
    InputRangeNarrowed = "input-range-narrowed",
    /// An input has to fit a pattern, format or condition that is new.
    InputFormNarrowed = "input-form-narrowed",
    /// An input no longer takes properties that are not named.
    InputClosed = "input-closed",
    /// An input takes fewer alternatives.
    InputAlternativeRemoved = "input-alternative-removed",
    /// A body is no longer taken in a media type.
    InputMediaTypeRemoved = "input-media-type-removed",
    /// A field of an answer is gone.
    AnswerFieldRemoved = "answer-field-removed",
    /// A field of an answer that was always there may be missing.
    AnswerFieldOptional = "answer-field-optional",
    /// A field of an answer may have types it never had.
    AnswerTypeWidened = "answer-type-widened",
    /// A field of an answer may be null.
    AnswerMayBeNull = "answer-may-be-null",
    /// A field of an answer may have values that were not listed.
    AnswerValuesWidened = "answer-values-widened",
    /// A field of an answer has a larger range of values, lengths or counts.
    AnswerRangeWidened = "answer-range-widened",
    /// A field of an answer no longer keeps to a pattern, format or condition.
    AnswerFormWidened = "answer-form-widened",
    /// A field of an answer may take a form it never had.
    AnswerAlternativeAdded = "answer-alternative-added",
    /// A successful answer is gone.
    AnswerRemoved = "answer-removed",
    /// An answer no longer comes in a media type.
    AnswerMediaTypeRemoved = "answer-media-type-removed",
    /// A header of an answer is gone or may be missing.
    AnswerHeaderRemoved = "answer-header-removed",
    /// Something has another type altogether.
    TypeChanged = "type-changed",
    /// An operation asks for more scopes, another scheme, or another kind of token.
    SecurityTightened = "security-tightened",
    /// An operation asks for permissions it did not ask for.
    PermissionsTightened = "permissions-tightened",
    /// The API lives at another address.
    AddressChanged = "address-changed",
    /// The version does not follow the published one.
    VersionNotAfter = "version-not-after",
    /// An operation takes or gives less at once.
    LimitLowered = "limit-lowered",
    /// An operation can no longer be repeated without harm.
    NoLongerIdempotent = "no-longer-idempotent",
    /// The two versions are too large to compare.
    TooLarge = "too-large-to-compare",
}

impl Rule {
    /// The rule of a name.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

impl Rule {
    /// Whether a person may decide that it shall not count. A version that goes backwards and a comparison that could not be
    /// made are not matters of judgement.
    #[must_use]
    pub fn may_be_overridden(self) -> bool {
        !matches!(self, Self::VersionNotAfter | Self::AddressChanged | Self::TooLarge)
    }
}

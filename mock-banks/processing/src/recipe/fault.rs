//! What can be wrong with a recipe, told to whoever wrote it: where it is, and what to write instead.

/// Why a recipe is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecipeFault {
    /// There is more of something than a recipe may have.
    #[error("a recipe has at most {most} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A name cannot be used.
    #[error("`{name}` cannot be a name here: {problem}")]
    Name {
        /// The name.
        name: String,
        /// What about it.
        problem: &'static str,
    },
    /// A parameter makes no sense.
    #[error("parameter `{name}`: {problem}")]
    Parameter {
        /// Which one.
        name: String,
        /// What about it.
        problem: String,
    },
    /// A question makes no sense.
    #[error("question `{name}`: {problem}")]
    Question {
        /// Which one.
        name: String,
        /// What about it.
        problem: String,
    },
    /// The template cannot be read, or does not write what it should.
    #[error("template{}: {problem}", at(*.line))]
    Template {
        /// In which line, counted from one, where that is known.
        line: Option<usize>,
        /// What about it.
        problem: String,
    },
}

fn at(line: Option<usize>) -> String {
    line.map(|line| format!(", line {line}")).unwrap_or_default()
}

impl RecipeFault {
    pub(super) fn template(line: Option<usize>, problem: impl Into<String>) -> Self {
        Self::Template { line, problem: problem.into() }
    }
}

//! Whether the words of `bindings/ffi` and of the Kotlin package reach the developer who types: every exported function, type
//! and field has its KDoc, in what is generated and in the face that is written by hand.

/// The declarations of a generated Kotlin file that an export made and nothing is written above.
pub(super) fn undocumented(generated: &str) -> Vec<String> {
    without_words(generated, is_export)
}

/// The public declarations of a Kotlin file of ours that nothing is written above.
#[cfg(test)]
fn undocumented_by_hand(written: &str) -> Vec<String> {
    // A constant that is named after its code says nothing more in a sentence.
    let is_constant = |line: &str| {
        let name = line.strip_prefix("public val ").and_then(|rest| rest.split(':').next());
        name.is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
    };
    without_words(written, |line| {
        line.starts_with("public ") && !line.starts_with("public companion") && !is_constant(line)
    })
}

fn without_words(kotlin: &str, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut above = "";
    let mut found = Vec::new();
    for line in kotlin.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (annotations, rest) = split_annotations(line);
        if wanted(rest) && !above.ends_with("*/") {
            found.push(rest.to_owned());
        }
        // Annotations on a line of their own stand between a comment and what it is about.
        if annotations.is_empty() || !rest.is_empty() {
            above = line;
        }
    }
    found
}

/// An annotation with its arguments, and what it is about.
fn split_annotations(line: &str) -> (&str, &str) {
    if !line.starts_with('@') {
        return ("", line);
    }
    let end = line.find(')').map_or_else(|| line.find(' ').unwrap_or(line.len()), |end| end.saturating_add(1));
    let (annotation, rest) = line.split_at_checked(end).unwrap_or((line, ""));
    (annotation, rest.trim_start())
}

/// A function, a type or a field that `bindings/ffi` exports: the generator puts names of ours into backticks, or they begin
/// with ours. What overrides has its words where it is declared.
fn is_export(line: &str) -> bool {
    let function = ["fun `", "suspend fun `", "val `"].iter().any(|start| line.starts_with(start));
    let kinds = ["public interface Ffi", "data class Ffi", "enum class Ffi", "sealed class Ffi"];
    function || (kinds.iter().any(|kind| line.starts_with(kind)) && !line.contains("Converter"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENERATED: &str = "/**\n * A bank.\n */\ndata class FfiBank (\n    /**\n     * Its name.\n     */\n    val `name`: \
                             String\n    , \n) {\n}\npublic interface FfiConverter<A, B> {\n}\n/**\n * Moa.\n */\npublic interface \
                             FfiMoaInterface {\n    \n    /**\n     * The banks.\n     */\n    fun `banks`(): List<FfiBank>\n}\n\n        \
                             /**\n         * Opens.\n         */\n    @Throws(FfiException::class)\n    \
                             @Suppress(\"X\")\n     suspend fun `open`() : FfiMoa {\n/** Kinds. */\n    @Throws(FfiException::class) fun \
                             `ffiKinds`(): Int {\n    @Throws(FfiException::class)override fun `banks`(): Int {\n";

    #[test]
    fn an_export_without_words_is_named() {
        assert_eq!(undocumented(GENERATED), Vec::<String>::new());
        for wrong in [
            "fun `banks`(): List<FfiBank>",
            "suspend fun `open`(): FfiMoa",
            "val `name`: String",
            "data class FfiBank (",
            "enum class FfiSort {",
            "sealed class FfiStage {",
            "public interface FfiLogSink {",
        ] {
            assert_eq!(undocumented(&format!("{GENERATED}\n    {wrong}\n")), [wrong]);
            assert_eq!(undocumented(&format!("{GENERATED}\n    @Throws(X::class) {wrong}\n")), [wrong]);
        }
    }

    #[test]
    fn what_an_app_sees_has_words_but_for_constants() {
        let fine = "/** A kind. */\npublic value class Kind(public val code: String) {\n    public companion object {\n        \
                    public val BANK_DOWN: Kind = Kind(\"bank_down\")\n\n        /** It is over. */\n        @JvmStatic\n        \
                    public fun over(): Kind = TODO()\n    }\n}\ninternal fun none() = 1\n";
        assert_eq!(undocumented_by_hand(fine), Vec::<String>::new());
        for wrong in
            ["public fun log(line: Line)", "public val kind: Kind get() = 1", "public data object Done : Stage"]
        {
            assert_eq!(undocumented_by_hand(&format!("{fine}{wrong}\n")), [wrong]);
        }
    }

    #[test]
    fn the_face_of_the_kotlin_package_has_its_words() {
        let folder = crate::cargo::root().join("bindings/kotlin/src/main/kotlin/dev/moa");
        let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let files = files.iter().filter(|file| file.is_file());
        let found: Vec<_> =
            files.flat_map(|file| undocumented_by_hand(&std::fs::read_to_string(file).unwrap())).collect();
        assert_eq!(found, Vec::<String>::new());
    }
}

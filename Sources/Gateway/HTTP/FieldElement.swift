/// One element of a list-valued header field, such as `wait=2` of `Prefer: respond-async, wait=2`.
struct FieldElement: Hashable, Sendable {
    /// The name, a token in lower case.
    let name: String
    /// What stands after the equals sign, without quotes and escapes; nothing where none stands.
    let value: String?
    /// Whether there are no parameters behind and no blanks around the equals sign:
    /// `Prefer` allows both (RFC 7240 section 2), `Cache-Control` neither (RFC 9111 section 5.2).
    let isBare: Bool
}

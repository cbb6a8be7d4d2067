extension String {
    /// Quotes the text as JSON does (RFC 8259 section 7).
    /// - Parameter isEscaped: the characters that are escaped although JSON does not ask for it.
    /// - Returns: the text in quotes.
    package func jsonQuoted(
        escaping isEscaped: (Unicode.Scalar) -> Bool = { _ in false }
    ) -> String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<" ": quoted += Self.escape(scalar)
            case _ where isEscaped(scalar): quoted += Self.escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// A character of the basic plane as `\u00e9`, one beyond it as two such.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar)
            .map { units in
                units.map { unit in
                    let digits = String(unit, radix: 16)
                    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
                .joined()
            } ?? ""
    }
}

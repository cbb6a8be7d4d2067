/// A secret as people and programs hand it over, wherever from, and what of that is the secret.
enum SecretText {
    /// Pairs of marks that people put around a text.
    private static let quotes: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "'": "'", "`": "`", "\u{201C}": "\u{201D}", "\u{2018}": "\u{2019}",
        "\u{201E}": "\u{201C}", "\u{201A}": "\u{2018}", "\u{AB}": "\u{BB}",
    ]

    /// The secret: the text without the line ends after it, which editors and `echo` add.
    ///
    /// Nothing else is taken away: a secret that is a little wrong signs all calls wrongly, and a
    /// few of these lock the address.
    /// - Throws: `SettingComplaint`, which tells a character and its place, and never the secret.
    static func secret(_ text: String) throws(SettingComplaint) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.lastIndex(where: { $0 != "\n" && $0 != "\r" }) else {
            throw SettingComplaint(nil, "is empty")
        }
        let secret = scalars[...end]
        for (offset, scalar) in secret.enumerated() {
            guard let name = stranger(scalar) else { continue }
            throw SettingComplaint(nil, "has \(name) at position \(offset + 1)")
        }
        if let first = secret.first, secret.count > 1, quotes[first] == secret.last {
            throw SettingComplaint(nil, "has quotes around it, at its first and last position")
        }
        return String(Substring(secret))
    }

    /// A key as it may stand in a header, and there between the `/` of a signature's prefix.
    /// - Throws: `SettingComplaint`, which never shows the key: it might be the secret one.
    static func accessKey(_ text: String) throws(SettingComplaint) -> String {
        let key = try secret(text)
        for (offset, scalar) in key.unicodeScalars.enumerated()
        where !scalar.isASCII || scalar == "/" || scalar == ";" {
            let name = scalar.isASCII ? "\(scalar)" : "a character outside ASCII"
            throw SettingComplaint(nil, "has \(name) at position \(offset + 1)")
        }
        return key
    }

    /// What a character is that no secret has, in words.
    private static func stranger(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\u{FEFF}": return "a byte order mark"
        case "\n", "\r": return "a line end"
        case "\t": return "a tab"
        case " ": return "a space"
        case "\u{A0}": return "a no-break space"
        case "\u{200B}": return "a zero-width space"
        case "\u{FFFD}": return "bytes that are not UTF-8"
        default: break
        }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)"
        if scalar.properties.isWhitespace { return "white space (\(code))" }
        if scalar.properties.generalCategory == .control { return "a control character (\(code))" }
        let isInvisible =
            scalar.properties.generalCategory == .format
            || scalar.properties.isDefaultIgnorableCodePoint
        return isInvisible ? "an invisible character (\(code))" : nil
    }
}

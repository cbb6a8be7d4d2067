internal import JSONScanning

/// A log event whose parts have become text.
struct LogLine {
    /// RFC 3339, UTC, milliseconds.
    let time: String
    /// `info`, `warning` and so on.
    let level: String
    /// The constant message.
    let message: String
    /// The metadata in order.
    let items: [(key: String, value: String)]

    /// As people read it: `2026-11-23T08:00:00.000Z info Rollcall serves. cms.vdns=170`.
    var text: String {
        let pairs = items.map { " \(Self.plain($0.key))=\(Self.quotedIfNeeded($0.value))" }
        return "\(time) \(level) \(Self.plain(message))\(pairs.joined())"
    }

    /// One JSON object; metadata stand beside time, level and message.
    var json: String {
        let own = [("time", time), ("level", level), ("message", message)]
        let reserved = Set(own.map(\.0))
        let pairs =
            (own + items.map { (reserved.contains($0.key) ? "_\($0.key)" : $0.key, $0.value) })
            .map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }
        return "{\(pairs.joined(separator: ","))}"
    }

    /// Without anything that could begin another line.
    private static func plain(_ text: String) -> String {
        let escaped = quoted(text)
        return String(escaped.dropFirst().dropLast())
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        let needed =
            text.isEmpty
            || text.unicodeScalars.contains { scalar in
                scalar.value <= 0x20 || scalar == "\"" || scalar == "=" || scalar == "\\"
                    || isControl(scalar)
            }
        return needed ? quoted(text) : text
    }

    /// A JSON string (RFC 8259 section 7); line separators of Unicode are escaped too.
    static func quoted(_ text: String) -> String {
        text.jsonQuoted(escaping: isControl)
    }

    /// Whether a terminal or a line reader could take it for more than a letter.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}

internal import NIOCore

/// The header fields of a request that decide which answer it gets, beside its target: the one
/// place that lists them, for `Vary` (RFC 9110 section 12.5.5).
///
/// `Prefer` and `Cache-Control` are not among them: they say how long to wait and how old is too
/// old, and any answer serves whoever asks without them.
struct AnswerDependencies: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// The media type wanted.
    static let accept = AnswerDependencies(rawValue: 1)
    /// Who asks.
    static let authorization = AnswerDependencies(rawValue: 2)
    /// The web page that asks.
    static let origin = AnswerDependencies(rawValue: 4)

    /// The value of `Vary`; nothing where the answer depends on no field.
    var vary: String? {
        let all: [(AnswerDependencies, String)] = [
            (.accept, "Accept"), (.authorization, "Authorization, X-API-Key"), (.origin, "Origin"),
        ]
        let names = all.filter { contains($0.0) }.map(\.1)
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// The line for each set of dependencies, made once.
    private static let lines: [ByteBuffer] = (UInt8(0)..<8)
        .map { set in
            let vary = AnswerDependencies(rawValue: set).vary
            return ByteBuffer(string: vary.map { "Vary: \($0)\r\n" } ?? "")
        }

    /// Writes `Vary` as a line, where there is anything to tell.
    func write(to head: inout ByteWriter) {
        guard !isEmpty else { return }
        head.bytes(of: line)
    }

    /// What that line takes, in bytes.
    var writtenLength: Int { isEmpty ? 0 : line.readableBytes }

    private var line: ByteBuffer { Self.lines[Int(rawValue & 7)] }
}

/// A place in a trace, as W3C Trace Context (level 1) writes it in `traceparent` and `tracestate`.
struct TraceContext: Hashable, Sendable {
    /// The longest `tracestate` that is passed on, in bytes (section 3.3.1.5).
    static let maximumStateBytes = 512
    /// How long a `traceparent` of version 00 is, in bytes.
    private static let parentBytes = 55

    /// The trace, 32 lower-case hexadecimal digits.
    let traceID: String
    /// The span, 16 lower-case hexadecimal digits.
    let spanID: String
    /// The flags; the lowest bit says that the trace is recorded somewhere.
    let flags: UInt8
    /// What tracing systems have to tell each other.
    var state: String?

    /// A span in a trace.
    init(traceID: String, spanID: String, flags: UInt8, state: String? = nil) {
        (self.traceID, self.spanID, self.flags, self.state) = (traceID, spanID, flags, state)
    }

    /// Reads the two fields; nothing where the first is not as the recommendation has it.
    init?(parent: String, state: String?) {
        guard parent.utf8.prefix(Self.parentBytes).allSatisfy(Self.isHexadecimalOrDash) else {
            return nil
        }
        let parts = parent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff",
            parts[0] != "00" || parent.utf8.count == Self.parentBytes,
            Self.isID(parts[1], digits: 32), Self.isID(parts[2], digits: 16),
            parts[3].utf8.count == 2, let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(
            traceID: String(parts[1]),
            spanID: String(parts[2]),
            flags: flags,
            state: state.flatMap(Self.passable)
        )
    }

    /// The field `traceparent`; of flags only the one that is defined goes on.
    var parent: String { "00-\(traceID)-\(spanID)-0\(flags & 1)" }

    /// A span below this one, in the same trace.
    func child(spanID: String) -> TraceContext {
        TraceContext(traceID: traceID, spanID: spanID, flags: flags, state: state)
    }

    private static func isHexadecimalOrDash(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// All zeros name nothing.
    private static func isID(_ text: Substring, digits: Int) -> Bool {
        text.utf8.count == digits && text.utf8.contains { $0 != UInt8(ascii: "0") }
    }

    /// A state is passed on whole or not at all.
    private static func passable(_ state: String) -> String? {
        let isPassable =
            (1...maximumStateBytes).contains(state.utf8.count)
            && state.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPassable ? state : nil
    }
}

/// The run of CR and LF that a connection's input ends with, however it was cut.
///
/// A run that begins with an empty line ends a request's head, and so does one that goes on: line
/// ends behind a request begin no other (RFC 9112 section 2.2).
struct LineEnds {
    /// The first four bytes of the run; the first one is the highest.
    private var first: UInt32 = 0
    private var count = 0

    /// Takes in what was read next; tells whether it is nothing but CR and LF.
    mutating func add(_ bytes: Span<UInt8>) -> Bool {
        var start = bytes.count
        while start > 0, bytes[start - 1] == 0x0D || bytes[start - 1] == 0x0A { start -= 1 }
        if start > 0 { count = 0 }
        for place in start..<min(bytes.count, start + max(0, 4 - count)) {
            first = first << 8 | UInt32(bytes[place])
        }
        count = min(4, count + bytes.count - start)
        return start == 0
    }

    /// Whether the run begins with the end of a line and an empty line.
    var beginWithEmptyLine: Bool { count == 4 && first == 0x0D0A_0D0A }
}

internal import NIOCore

/// Measures the request line of a head that does not come in one piece, to tell a target that is
/// too long from a head that is too large: the parser reports both as one overflow.
struct RequestLineGauge {
    /// Bytes of the line so far.
    private(set) var bytes = 0
    /// Whether its end has been seen.
    private(set) var hasEnded = false

    /// Takes in what was read next.
    mutating func add(_ buffer: ByteBuffer) {
        guard !hasEnded else { return }
        if let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
            hasEnded = true
            bytes += end - buffer.readerIndex
        } else {
            bytes += buffer.readableBytes
        }
    }
}

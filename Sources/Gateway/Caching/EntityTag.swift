internal import NIOCore
internal import Roster

/// A weak entity tag (RFC 9110 section 8.8.3): equal where all of the body is equal but when it was
/// observed, whichever gateway did, in this process or another.
struct EntityTag: Hashable, Sendable {
    /// Numbers the way content is written: raised when the same content comes in other words, so
    /// that no client takes an answer it kept for the new one.
    private static let form: UInt64 = 2

    private let fingerprint: UInt64

    /// The tag of agents in their order.
    /// - Parameters:
    ///   - readings: the agents.
    ///   - variant: what of the request shapes the answer, such as the fields wanted.
    init(_ readings: some Sequence<Reading>, variant: Fingerprint) {
        var content = variant
        content.add(Self.form)
        for reading in readings { content.add(reading.fingerprint) }
        fingerprint = content.value
    }

    /// The tag of a group's roll-up.
    init(_ status: GroupStatus, variant: Fingerprint) {
        var content = variant
        content.add(Self.form)
        content.add(status.fingerprint)
        fingerprint = content.value
    }

    /// The tag of content whose digest was made piece by piece.
    init(of pieces: Fingerprint) {
        var content = pieces
        content.add(Self.form)
        fingerprint = content.value
    }

    /// The tag of a document that says nothing of when it was made.
    init(of document: ByteBuffer) {
        var content = Fingerprint()
        content.add(bytes: document.readableBytesView)
        fingerprint = content.value
    }

    /// What stands between the quotes: 11 characters of base64url (RFC 4648 section 5).
    var opaque: String {
        var buffer = ByteBuffer()
        buffer.write(atMost: Self.length) { writeOpaque(to: &$0) }
        return String(buffer: buffer)
    }

    private static let length = 11

    /// What the tag takes as a field's value, in bytes.
    static let writtenLength = length + 4

    /// Writes the tag as a field's value.
    func write(to line: inout ByteWriter) {
        line.raw("W/\"")
        writeOpaque(to: &line)
        line.raw("\"")
    }

    private func writeOpaque(to line: inout ByteWriter) {
        for digit in 1...Self.length {
            let shift = 6 * (Self.length - digit)
            line.store(Self.character(UInt8(fingerprint >> shift & 63)))
        }
    }

    private static func character(_ digit: UInt8) -> UInt8 {
        switch digit {
        case ..<26: UInt8(ascii: "A") + digit
        case ..<52: UInt8(ascii: "a") + digit - 26
        case ..<62: UInt8(ascii: "0") + digit - 52
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }
}

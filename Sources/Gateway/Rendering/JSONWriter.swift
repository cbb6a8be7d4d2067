internal import NIOCore
internal import Roster

/// Writes JSON straight into a buffer; the caller sees to it that the parts make a document.
struct JSONWriter {
    /// What has been written.
    private(set) var buffer: ByteBuffer
    private var lastDay = DayText(0)

    /// Creates a writer with room for about so many bytes.
    init(capacity: Int) {
        buffer = ByteBufferAllocator().buffer(capacity: capacity)
    }

    /// Writes a constant piece of JSON as it stands.
    mutating func raw(_ text: StaticString) {
        buffer.writeStaticString(text)
    }

    /// Writes what takes no more than so many bytes, as one piece.
    @inline(__always)
    mutating func row(of longest: Int, _ write: (inout ByteWriter) -> Void) {
        let day = lastDay
        var last = day
        unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: longest) { room in
            guard let start = room.baseAddress else { return 0 }
            var writer = unsafe ByteWriter(start, room: room.count, lastDay: day)
            write(&writer)
            last = writer.lastDay
            return writer.count
        }
        lastDay = last
    }

    /// Writes a number.
    mutating func number(_ number: some FixedWidthInteger) {
        row(of: 20) { $0.number(number) }
    }

    /// Writes `true` or `false`.
    mutating func flag(_ flag: Bool) {
        raw(flag ? "true" : "false")
    }

    /// Writes a string that needs no escaping: our own names and dates.
    mutating func plain(_ text: String) {
        raw("\"")
        buffer.writeString(text)
        raw("\"")
    }

    /// Writes any string, escaped where JSON asks for it (RFC 8259 section 7).
    mutating func string(_ text: String) {
        raw("\"")
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
            buffer.writeString(text)
        } else {
            for byte in text.utf8 { escaped(byte) }
        }
        raw("\"")
    }

    /// Writes strings as an array.
    mutating func strings(_ texts: [String]) {
        raw("[")
        for (index, text) in texts.enumerated() {
            if index > 0 { raw(",") }
            string(text)
        }
        raw("]")
    }

    /// Writes a moment to the second, or `null`.
    mutating func moment(_ moment: Timestamp?) {
        row(of: 28) { $0.moment(moment) }
    }

    private mutating func escaped(_ byte: UInt8) {
        switch byte {
        case 0x22: raw("\\\"")
        case 0x5C: raw("\\\\")
        case 0x0A: raw("\\n")
        case 0x0D: raw("\\r")
        case 0x09: raw("\\t")
        case ..<0x20:
            raw("\\u00")
            buffer.writeInteger(Self.hexDigit(byte >> 4))
            buffer.writeInteger(Self.hexDigit(byte & 0x0F))
        default: buffer.writeInteger(byte)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

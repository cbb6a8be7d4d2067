internal import NIOCore
internal import Roster

/// Writes JSON straight into a buffer; the caller sees to it that the parts make a document.
struct JSONWriter {
    /// What has been written.
    private(set) var buffer: ByteBuffer
    private var days = RecentDays()

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
        days = buffer.write(atMost: longest, days: days, write)
    }

    /// Writes a number.
    mutating func number(_ number: some FixedWidthInteger) {
        row(of: ByteWriter.longestNumber) { $0.number(number) }
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
        row(of: ByteWriter.room(for: text)) { $0.string(text) }
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
}

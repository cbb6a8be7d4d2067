internal import JSONScanning
internal import NIOCore
internal import Roster

/// Writes bytes one behind the other into room reserved beforehand, which makes a row of a list, or
/// the head of an answer, one piece of work for the buffer it stands in.
///
/// It lives no longer than the call that lends the room. What does not fit ends the process rather
/// than go beyond the room.
@safe struct ByteWriter {
    /// What a number takes at most, in bytes.
    static let longestNumber = 20

    private let start: UnsafeMutableRawPointer
    private let room: Int
    /// How many bytes have been written.
    private(set) var count = 0
    /// The days written last.
    var days: RecentDays

    /// Creates a writer over room lent for a while.
    @inline(__always)
    init(_ start: UnsafeMutableRawPointer, room: Int, days: RecentDays = RecentDays()) {
        unsafe self.start = start
        self.room = room
        self.days = days
    }

    /// Writes a constant piece as it stands; inlined, so that its length is known to the compiler.
    @inline(__always)
    mutating func raw(_ text: StaticString) {
        let place = unsafe advance(text.utf8CodeUnitCount)
        unsafe place.copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
    }

    /// Writes a string that needs no escaping: our own names.
    @inline(__always)
    mutating func plain(_ text: StaticString) {
        raw("\"")
        raw(text)
        raw("\"")
    }

    /// Writes a string's bytes.
    mutating func text(_ text: String) {
        let isWritten: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
            unsafe copy(UnsafeRawBufferPointer(bytes))
        }
        guard isWritten == nil else { return }
        for byte in text.utf8 { store(byte) }
    }

    /// Writes any string, escaped where JSON asks for it (RFC 8259 section 7).
    mutating func string(_ text: String) {
        guard Self.isPlain(text) else { return self.text(text.jsonQuoted()) }
        raw("\"")
        self.text(text)
        raw("\"")
    }

    /// Whether JSON takes a text as it stands.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
    }

    /// What a string takes at most, in bytes: an escape has up to six.
    static func room(for text: String) -> Int {
        2 + text.utf8.count * (isPlain(text) ? 1 : 6)
    }

    /// Writes what a buffer holds, and leaves it there.
    mutating func bytes(of buffer: ByteBuffer) {
        unsafe buffer.withUnsafeReadableBytes { unsafe copy($0) }
    }

    /// Writes bytes as they are.
    mutating func bytes(of bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe copy($0) }
    }

    /// Writes a value's bytes as they lie in memory.
    @inline(__always)
    mutating func store<Word: BitwiseCopyable>(_ word: Word) {
        unsafe advance(MemoryLayout<Word>.size).storeBytes(of: word, as: Word.self)
    }

    /// Writes a number.
    @inline(__always)
    mutating func number(_ number: some FixedWidthInteger) {
        if number < 0 { raw("-") }
        digits(UInt64(number.magnitude))
    }

    /// Writes a number or `null`.
    @inline(__always)
    mutating func number(_ number: (some FixedWidthInteger)?) {
        if let number { self.number(number) } else { raw("null") }
    }

    private mutating func copy(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        unsafe advance(bytes.count).copyMemory(from: source, byteCount: bytes.count)
    }

    private mutating func digits(_ number: UInt64) {
        guard number >= 10 else { return store(UInt8(ascii: "0") + UInt8(number)) }
        var (rest, length) = (number, 1)
        while rest >= 10 { (rest, length) = (rest / 10, length + 1) }
        rest = number
        var end = unsafe advance(length) + length
        while rest >= 10 {
            unsafe end -= 2
            unsafe end.storeBytes(of: DigitPair(rest % 100).bytes, as: UInt16.self)
            rest /= 100
            length -= 2
        }
        if length > 0 {
            unsafe (end - 1).storeBytes(of: UInt8(ascii: "0") + UInt8(rest), as: UInt8.self)
        }
    }

    /// Takes the next bytes of the room.
    @inline(__always)
    private mutating func advance(_ length: Int) -> UnsafeMutableRawPointer {
        precondition(length <= room - count, "a row longer than any can be")
        defer { count += length }
        return unsafe start + count
    }
}

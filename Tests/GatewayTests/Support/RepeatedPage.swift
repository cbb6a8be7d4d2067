import Gateway
import NIOCore

/// A stream of so many pages of so many bytes, which tells of each that it was made.
struct RepeatedPage: BodyStream {
    let heldBytes: Int
    private var left: Int
    private let page: ByteBuffer
    private let made: @Sendable () -> Void

    init(count: Int, bytes: Int, held: Int = 0, made: @escaping @Sendable () -> Void) {
        heldBytes = held
        left = count
        page = ByteBuffer(repeating: UInt8(ascii: "p"), count: bytes)
        self.made = made
    }

    mutating func next() -> ByteBuffer? {
        guard left > 0 else { return nil }
        left -= 1
        made()
        return page
    }
}

internal import NIOCore

extension ByteBuffer {
    /// Writes what takes no more than so many bytes, as one piece.
    /// - Returns: the days written last.
    @inline(__always)
    @discardableResult
    mutating func write(
        atMost longest: Int,
        days: RecentDays = RecentDays(),
        _ write: (inout ByteWriter) -> Void
    ) -> RecentDays {
        var last = days
        unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: longest) { room in
            guard let start = room.baseAddress else { return 0 }
            var writer = unsafe ByteWriter(start, room: room.count, days: days)
            write(&writer)
            last = writer.days
            return writer.count
        }
        return last
    }
}

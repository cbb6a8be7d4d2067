internal import NIOCore

extension ByteBuffer {
    /// Writes what takes no more than so many bytes, as one piece.
    /// - Returns: the day written last.
    @inline(__always)
    @discardableResult
    mutating func write(
        atMost longest: Int,
        lastDay: DayText = .epoch,
        _ write: (inout ByteWriter) -> Void
    ) -> DayText {
        var last = lastDay
        unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: longest) { room in
            guard let start = room.baseAddress else { return 0 }
            var writer = unsafe ByteWriter(start, room: room.count, lastDay: lastDay)
            write(&writer)
            last = writer.lastDay
            return writer.count
        }
        return last
    }
}

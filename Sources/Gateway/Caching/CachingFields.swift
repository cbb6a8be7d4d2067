internal import NIOCore

/// The header fields by which an answer tells caches what it is, ready to be written without a
/// string of their own.
struct CachingFields: Hashable, Sendable {
    /// The value of `Cache-Control`, but for `private`; the same for many answers.
    var control: ByteBuffer?
    /// `ETag`.
    var tag: EntityTag?
    /// `Age`, in seconds.
    var age: Int64?
    /// `X-Accel-Expires`: the last second since 1970 in which nginx may take the answer for fresh.
    var lastFreshSecond: Int64?
    /// `Cache-Status`.
    var status: CacheStatus?

    /// What the lines take at most, in bytes.
    var longest: Int {
        let named = (control?.readableBytes ?? 0) + EntityTag.writtenLength + (status?.longest ?? 0)
        return 100 + named + 2 * ByteWriter.longestNumber
    }

    /// Writes the fields as lines; nginx is told nothing of what is private.
    func write(isPrivate: Bool, to head: inout ByteWriter) {
        if let control {
            head.raw("Cache-Control: ")
            if isPrivate { head.raw("private, ") }
            head.bytes(of: control)
            head.raw("\r\n")
        }
        if let age {
            head.raw("Age: ")
            head.number(age)
            head.raw("\r\n")
        }
        if let tag {
            head.raw("ETag: ")
            tag.write(to: &head)
            head.raw("\r\n")
        }
        if let status {
            head.raw("Cache-Status: ")
            status.write(to: &head)
            head.raw("\r\n")
        }
        if let lastFreshSecond, !isPrivate {
            head.raw("X-Accel-Expires: @")
            head.number(lastFreshSecond)
            head.raw("\r\n")
        }
    }
}

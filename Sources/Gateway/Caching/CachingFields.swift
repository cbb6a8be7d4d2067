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

    /// Writes the fields as lines; nginx is told nothing of what is private.
    func write(isPrivate: Bool, to buffer: inout ByteBuffer) {
        if let control {
            buffer.writeStaticString(isPrivate ? "Cache-Control: private, " : "Cache-Control: ")
            buffer.writeImmutableBuffer(control)
            buffer.writeStaticString("\r\n")
        }
        if let age {
            buffer.writeStaticString("Age: ")
            buffer.writeDecimal(age)
            buffer.writeStaticString("\r\n")
        }
        if let tag {
            buffer.writeStaticString("ETag: ")
            tag.write(to: &buffer)
            buffer.writeStaticString("\r\n")
        }
        if let status {
            buffer.writeStaticString("Cache-Status: ")
            status.write(to: &buffer)
            buffer.writeStaticString("\r\n")
        }
        if let lastFreshSecond, !isPrivate {
            buffer.writeStaticString("X-Accel-Expires: @")
            buffer.writeDecimal(lastFreshSecond)
            buffer.writeStaticString("\r\n")
        }
    }
}

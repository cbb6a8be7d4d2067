/// The header fields by which an answer tells caches what it is, ready to be written without a
/// string of their own.
struct CachingFields: Hashable, Sendable {
    /// Whether `Cache-Control` says that a cache may give the answer only after asking anew.
    var isAskedForAnew = false
    /// `ETag`.
    var tag: EntityTag?
    /// `Age`, in seconds.
    var age: Int64?
    /// `Cache-Status`.
    var status: CacheStatus?

    /// What the lines take at most, in bytes.
    var longest: Int {
        100 + EntityTag.writtenLength + ByteWriter.longestNumber + (status?.longest ?? 0)
    }

    /// Writes the fields as lines.
    func write(isPrivate: Bool, to head: inout ByteWriter) {
        if isAskedForAnew {
            head.raw(
                isPrivate ? "Cache-Control: private, no-cache\r\n" : "Cache-Control: no-cache\r\n"
            )
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
    }
}

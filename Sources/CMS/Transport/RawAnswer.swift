internal import NIOCore
internal import NIOHTTP1

/// An answer as it came, or as much of it as came.
struct RawAnswer: Sendable {
    /// Status and headers.
    var head: HTTPResponseHead
    /// The body.
    var body: ByteBuffer
}

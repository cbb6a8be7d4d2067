package import NIOCore

/// A body that is made page by page, as fast as its client takes it.
///
/// Between two pages it should hold little: it may have to wait long for the next.
package protocol BodyStream: Sendable {
    /// What it holds between two pages that nobody else does, in bytes; counted until it ends.
    var heldBytes: Int { get }
    /// The next page, nothing after the last; a page may be empty. Called on the connection's event
    /// loop, which must not be held up.
    mutating func next() -> ByteBuffer?
}

internal import Synchronization

/// A responder that can be replaced while requests are under way: each is answered by the one
/// that was there when it came.
package final class ReplaceableResponder: Responder {
    /// Held for the copy alone, never while a request is answered.
    private let current: Mutex<any Responder>

    /// Creates one that begins with a responder.
    package init(_ responder: any Responder) {
        current = Mutex(responder)
    }

    /// Lets another responder answer the requests from now on.
    package func replace(with responder: any Responder) {
        current.withLock { $0 = responder }
    }

    /// Answers through the present responder.
    package func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        current.withLock(\.self).respond(to: request, deliver: deliver)
    }
}

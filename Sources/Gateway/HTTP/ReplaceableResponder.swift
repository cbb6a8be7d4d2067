package import StatusEngine
internal import Synchronization

/// A responder that can be replaced while requests are under way: each is answered by the one
/// that was there when it came.
package final class ReplaceableResponder: Responder {
    /// Held for the copy alone, never while a request is answered.
    private let current: Mutex<any Responder>
    private let changes: ChangeCount

    /// Creates one that begins with a responder, and counts as a change that it is replaced.
    package init(_ responder: any Responder, changes: ChangeCount = ChangeCount()) {
        current = Mutex(responder)
        self.changes = changes
    }

    /// Lets another responder answer the requests from now on.
    package func replace(with responder: any Responder) {
        current.withLock { current in
            current = responder
            changes.increment()
        }
    }

    /// Answers through the present responder.
    package func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        current.withLock(\.self).respond(to: request, deliver: deliver)
    }
}

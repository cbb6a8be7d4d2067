import Gateway
import NIOCore
import Synchronization

/// A CMS that answers every request with one scripted body, and keeps what it was asked.
final class ScriptedCMS: Responder {
    private let body: String
    private let kept = Mutex<[String]>([])

    /// The bodies of the requests so far.
    var requests: [String] { kept.withLock { $0 } }

    init(body: String) { self.body = body }

    func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        kept.withLock { $0.append(request.body.map { String(buffer: $0) } ?? "") }
        return .now(
            Response(
                status: 200,
                contentType: "application/json;charset=UTF-8",
                body: ByteBuffer(string: body),
                route: .none
            )
        )
    }
}

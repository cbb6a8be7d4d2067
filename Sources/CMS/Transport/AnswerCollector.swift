internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Collects one answer on the event loop, within a limit, and keeps what came for when the rest
/// does not: a 401 is a 401 however its body ends.
final class AnswerCollector: HTTPClientResponseDelegate {
    /// How much of the body of an error is kept.
    static let errorBodyBytes = 16 << 10

    /// What has happened so far.
    struct Progress: Sendable {
        /// Whether any byte of the request may have left.
        var requestBegan = false
        /// What has come.
        var answer: RawAnswer?
    }

    private let limit: Int
    // Written on the event loop, read by the task that waits.
    private let state = Mutex(Progress())

    /// Begins with nothing.
    /// - Parameter limit: the largest body of a success, in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// What has happened so far.
    var progress: Progress { state.withLock { $0 } }

    /// Notes that the request is on its way.
    func didSendRequestHead(task: HTTPClient.Task<RawAnswer>, _ head: HTTPRequestHead) {
        state.withLock { $0.requestBegan = true }
    }

    /// Takes the head, and makes room for the body it announces.
    func didReceiveHead(
        task: HTTPClient.Task<RawAnswer>,
        _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        let limit = limit(for: head)
        state.withLock {
            let room = min(max(announced, 0), limit)
            $0.answer = RawAnswer(head: head, body: ByteBufferAllocator().buffer(capacity: room))
        }
        guard announced > limit, head.status == .ok else {
            return task.eventLoop.makeSucceededVoidFuture()
        }
        return task.eventLoop.makeFailedFuture(AnswerTooLarge())
    }

    /// Takes a part of the body.
    func didReceiveBodyPart(
        task: HTTPClient.Task<RawAnswer>,
        _ part: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let fits = state.withLock { progress in
            guard let head = progress.answer?.head else { return false }
            let size = (progress.answer?.body.readableBytes ?? 0) + part.readableBytes
            guard size <= limit(for: head) else { return false }
            progress.answer?.body.writeImmutableBuffer(part)
            return true
        }
        return fits
            ? task.eventLoop.makeSucceededVoidFuture()
            : task.eventLoop.makeFailedFuture(AnswerTooLarge())
    }

    /// Hands the whole answer over.
    func didFinishRequest(task: HTTPClient.Task<RawAnswer>) throws -> RawAnswer {
        guard let answer = progress.answer else { throw HTTPClientError.remoteConnectionClosed }
        return answer
    }

    private func limit(for head: HTTPResponseHead) -> Int {
        head.status == .ok ? limit : min(limit, Self.errorBodyBytes)
    }
}

/// The body of an answer is larger than allowed.
struct AnswerTooLarge: Error {}

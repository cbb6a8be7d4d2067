import NIOCore
import NIOPosix
import Roster
import Synchronization

@testable import Gateway

/// Answers with the path asked for; `/late…` waits until told, and is kept by its path;
/// `/stream/3/100` is three pages of 100 bytes, `/stream/3/100/5` holds 5 bytes between them.
final class EchoResponder: Responder {
    private struct State {
        var late: [String: @Sendable (Response) -> Void] = [:]
        var asked: [String] = []
        var bodies: [String] = []
        var withdrawn: [String] = []
        var pages = 0
        var awaited: [String: EventLoopPromise<Void>] = [:]
    }

    private let state = Mutex(State())

    var asked: [String] { state.withLock { $0.asked } }
    var bodies: [String] { state.withLock { $0.bodies } }
    /// How many pages have been made.
    var pages: Int { state.withLock { $0.pages } }
    var withdrawn: [String] { state.withLock { $0.withdrawn } }

    func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        state.withLock { state in
            state.asked.append(request.path)
            state.bodies.append(request.body.map { String(buffer: $0) } ?? "")
            state.awaited.removeValue(forKey: request.path)?.succeed()
            guard !request.path.hasPrefix("/stream") else {
                return .now(streamed(request.path))
            }
            guard request.path.hasPrefix("/late") else { return .now(Self.echo(request.path)) }
            state.late[request.path] = deliver
            let path = request.path
            return .later(
                expectedBytes: path == "/late/large" ? 1_000_000 : path.utf8.count,
                mark: Self.marked,
                withdraw: { [self] in withdraw(path) }
            )
        }
    }

    /// Gives the answer to a path that waits.
    func finish(_ path: String) {
        state.withLock { $0.late.removeValue(forKey: path) }?(Self.echo(path))
    }

    /// The answer to a path: itself, or a million bytes.
    static func echo(_ path: String) -> Response {
        let body =
            path.hasSuffix("/large")
            ? ByteBuffer(repeating: UInt8(ascii: "x"), count: 1_000_000) : ByteBuffer(string: path)
        return Response(status: 200, contentType: "text/plain", body: body, route: .health)
    }

    /// Waits until a path has been asked for.
    func whenAsked(_ path: String) async throws {
        let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
        let isAsked = state.withLock { state in
            if !state.asked.contains(path) { state.awaited[path] = promise }
            return state.asked.contains(path)
        }
        if isAsked { promise.succeed() }
        try await promise.futureResult.get()
    }

    private func streamed(_ path: String) -> Response {
        let numbers = path.split(separator: "/").compactMap { Int($0) }
        let held = numbers.count > 2 ? numbers[2] : 0
        let stream = RepeatedPage(count: numbers[0], bytes: numbers[1], held: held) { [self] in
            state.withLock { $0.pages += 1 }
        }
        var response = Response(
            status: 200,
            contentType: "text/plain",
            stream: stream,
            route: .agents
        )
        response.dependencies = .accept
        return Self.marked(response)
    }

    private static func marked(_ response: Response) -> Response {
        var response = response
        response.askerFields = [.init("RateLimit", "\"client\";r=1;t=1")]
        return response
    }

    private func withdraw(_ path: String) {
        state.withLock { $0.withdrawn.append(path) }
    }
}

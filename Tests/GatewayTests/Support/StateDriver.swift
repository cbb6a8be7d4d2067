import NIOCore
import NIOHTTP1

@testable import Gateway

/// Drives a connection's state by hand and tells its steps in words.
struct StateDriver {
    var state: ConnectionState
    var now = NIODeadline.uptimeNanoseconds(0)

    init(limits: HTTPLimits = HTTPLimits()) {
        let ids = RequestIDs(seed: 1, connection: 1)
        state = ConnectionState(limits: limits, ids: ids, now: now)
    }

    /// Bytes come that hold the given requests, whole.
    mutating func read(
        _ paths: String...,
        method: HTTPMethod = .GET,
        version: HTTPVersion = .http1_1,
        fields: HTTPHeaders = [:]
    ) {
        _ = state.bytesArrive(areLineEndsOnly: false, now: now)
        for path in paths { head(path, method: method, version: version, fields: fields) }
        state.readFinished(endsInEmptyLine: true, now: now)
    }

    /// A head comes, and the end of its request where it `ends`.
    mutating func head(
        _ path: String,
        method: HTTPMethod = .GET,
        version: HTTPVersion = .http1_1,
        fields: HTTPHeaders = [:],
        ends: Bool = true
    ) {
        var fields = fields
        fields.add(name: "Host", value: "a")
        let head = HTTPRequestHead(version: version, method: method, uri: path, headers: fields)
        state.headArrived(head, now: now)
        if ends { state.endArrived() }
    }

    /// Performs the next step, which asks and has to wait for so many bytes; tells the path.
    mutating func ask(expecting bytes: Int) -> String? {
        guard case .ask(let number) = state.next(now: now) else { return nil }
        let path = state.takeRequest(number)?.path
        state.waits(number, expectedBytes: bytes) {}
        return path
    }

    /// An answer comes.
    mutating func answer(_ number: UInt64, size: Int = 1) {
        let body = ByteBuffer(repeating: UInt8(ascii: "x"), count: size)
        let answer = Response(status: 200, contentType: nil, body: body, route: .health)
        state.answered(number, answer)
    }

    /// An answer comes whose body is a stream.
    mutating func answerWithStream(_ number: UInt64, held: Int = 0) {
        let stream = RepeatedPage(count: 0, bytes: 0, held: held) {}
        let answer = Response(status: 200, contentType: nil, stream: stream, route: .agents)
        state.answered(number, answer)
    }

    /// Time passes.
    mutating func wait(_ time: TimeAmount, buffered: Int = 0) -> HTTPEvent.Timeout? {
        now = now + time
        return state.reached(now, buffered: buffered)
    }

    /// What the state wants, in words, until it wants no more.
    mutating func steps() -> [String] {
        var steps: [String] = []
        while let step = state.next(now: now) {
            switch step {
            case .ask(let number):
                steps.append("ask \(number) \(state.takeRequest(number)?.path ?? "nothing")")
            case .write(let answer, _, let isLast):
                steps.append("write \(answer.status)\(isLast ? " last" : "")")
            case .beginStream(let answer, _, _, let isLast):
                steps.append("begin \(answer.status)\(isLast ? " last" : "")")
            case .writePage(let isChunk, let isTurnOver):
                steps.append("\(isChunk ? "chunk" : "page")\(isTurnOver ? ", others" : "")")
            case .endStream(let isChunked, let isLast):
                steps.append("end\(isChunked ? " chunks" : "")\(isLast ? " last" : "")")
            case .withdraw(let withdraw):
                withdraw()
                steps.append("withdraw")
            case .sendContinue: steps.append("continue")
            case .finish: steps.append("finish")
            case .close: steps.append("close")
            }
        }
        return steps
    }
}

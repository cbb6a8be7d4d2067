internal import Gateway
internal import Roster
internal import StatusEngine

/// The line of one finished request: a JSON object, whatever `log.format` says, because machines
/// read it.
struct RequestLine: Sendable {
    /// How much of a path is shown, in bytes.
    static let maximumPathBytes = 512
    /// How much of a method is shown, in bytes.
    static let maximumMethodBytes = 32
    /// How many calls are named; a request of 60,000 ids waits for 10.
    static let maximumCalls = 16

    /// The object.
    let json: String

    init(_ request: FinishedRequest, at time: Timestamp) {
        let subject = request.subject
        let provenance = request.provenance
        var line = JSONLine()
        line.add("time", time.descriptionWithMilliseconds)
        line.add("kind", "request")
        line.add("id", request.id)
        line.add("client", subject?.client)
        line.add("method", (subject?.method).map { Self.excerpt($0, Self.maximumMethodBytes) })
        line.add("route", request.route.rawValue)
        line.add("path", (subject?.path).map { Self.excerpt($0, Self.maximumPathBytes) })
        line.add("status", request.status)
        line.add("bytes", request.bytes)
        line.addMilliseconds("ms", request.duration)
        line.add("outcome", provenance.problem?.rawValue ?? "ok")
        line.add("cache", provenance.cache?.rawValue)
        line.add("calls", provenance.calls.prefix(Self.maximumCalls).map(\.number))
        line.add("trace", provenance.traceID)
        json = line.text
    }

    private static func excerpt(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        return String(decoding: text.utf8.prefix(limit), as: UTF8.self) + "…"
    }
}

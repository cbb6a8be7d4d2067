internal import Gateway

/// Gives the requests a responder answers their spans.
struct TracedResponder: Responder {
    private let responder: any Responder
    private let traces: RequestTraces

    init(_ responder: any Responder, _ traces: RequestTraces) {
        (self.responder, self.traces) = (responder, traces)
    }

    func respond(
        to request: Request,
        deliver: @escaping @Sendable (Response) -> Void
    ) -> Responded {
        let traces = traces
        let followed = traces.begin(request)
        var request = request
        request.asker = followed.asker
        let responded = responder.respond(to: request) { deliver(traces.end(followed, $0)) }
        switch responded {
        case .now(let response): return .now(traces.end(followed, response))
        case .later(let expectedBytes, let mark, let withdraw):
            return .later(expectedBytes: expectedBytes, mark: mark) {
                withdraw()
                traces.abandon(followed)
            }
        }
    }
}

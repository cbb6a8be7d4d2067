internal import Gateway

/// Who looks at what the listeners do, beside the metrics.
struct Observation: Sendable {
    /// Follows requests, where they are traced.
    let traces: RequestTraces?
    /// Writes the lines of requests, where there are any.
    let requestLog: RequestLog?
    /// Knows how the CMS has stood to us since the start.
    let standing: CMSStandingWatch
    /// Is up once both listeners listen.
    let hasStarted: Flag

    /// The responder, whose requests are followed where they are traced.
    func following(_ responder: some Responder) -> any Responder {
        guard let traces else { return responder }
        return TracedResponder(responder, traces)
    }

    /// The metrics, and whoever else is told of requests.
    func watching(with metrics: RollcallMetrics) -> any HTTPObserver {
        guard let requestLog else { return metrics }
        return HTTPObservers([metrics, requestLog])
    }
}

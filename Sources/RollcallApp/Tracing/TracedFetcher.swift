internal import Logging
internal import StatusEngine

/// Gives the calls a fetcher performs their spans.
struct TracedFetcher: StatusFetcher {
    private let fetcher: any StatusFetcher
    private let traces: RequestTraces
    private let logger: Logger

    init(_ fetcher: any StatusFetcher, _ traces: RequestTraces, _ logger: Logger) {
        (self.fetcher, self.traces, self.logger) = (fetcher, traces, logger)
    }

    func fetch(_ call: StatusCall) async -> CallOutcome {
        traces.begin(call)
        logger.debug(
            "A call is sent.",
            metadata: [
                "cms.call.number": "\(call.id.number)", "cms.call.ids": "\(call.agents.count)",
                "cms.call.askers": "\(call.askers.count)",
                "trace": "\(traces.traceID(of: call.id) ?? "")",
            ]
        )
        let outcome = await fetcher.fetch(call)
        traces.note(outcome, of: call.id)
        return outcome
    }

    func settled(_ call: CallID) {
        traces.settled(call)
        fetcher.settled(call)
    }
}

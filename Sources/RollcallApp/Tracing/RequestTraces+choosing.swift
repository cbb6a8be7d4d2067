internal import CMS
internal import Tracing

extension RequestTraces {
    /// Those of an application: with its tracer, or with one of ours where somebody is shown
    /// the ids; otherwise nothing is traced, and tracing costs nothing.
    convenience init?(_ settings: Settings, _ surroundings: Application.Surroundings) {
        if let tracer = surroundings.tracer {
            self.init(tracer)
            return
        }
        guard settings.log.requests.mode != .none || settings.cms.sendsTraceparent else {
            return nil
        }
        self.init(W3CTracer(random: surroundings.traceIDs))
    }

    /// The tracer this process was bootstrapped with, if it was.
    static var bootstrapped: (any Tracer)? {
        let tracer = InstrumentationSystem.tracer
        return tracer is NoOpTracer ? nil : tracer
    }
}

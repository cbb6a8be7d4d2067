internal import Logging

/// A log handler whose level is that of a threshold shared by all copies of its logger.
struct ThresholdLogHandler: LogHandler {
    /// A level set on this logger alone.
    private var own: Logger.Level?
    private var handler: any LogHandler
    private let threshold: LogThreshold

    /// Lets lines through to another handler.
    init(_ handler: any LogHandler, _ threshold: LogThreshold) {
        self.handler = handler
        self.handler.logLevel = .trace
        self.threshold = threshold
    }

    var logLevel: Logger.Level {
        get { own ?? threshold.level }
        set { own = newValue }
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { handler.log(event: event) }
}

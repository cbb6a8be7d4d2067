package import Logging
package import Roster

/// Makes one line of each log event, as text or as JSON.
package struct LineLogHandler: LogHandler {
    /// Metadata of every line.
    package var metadata: Logger.Metadata = [:]
    /// The least severe lines that are written.
    package var logLevel: Logger.Level

    private let format: LogSettings.Format
    private let sink: any LogSink
    private let now: @Sendable () -> Timestamp

    /// Creates a handler.
    package init(
        _ settings: LogSettings,
        sink: any LogSink,
        now: @escaping @Sendable () -> Timestamp
    ) {
        logLevel = settings.level
        format = settings.format
        self.sink = sink
        self.now = now
    }

    /// Reads or sets one item of every line's metadata.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    package func log(event: LogEvent) {
        var items = metadata.merging(event.metadata ?? [:]) { _, event in event }
        if let error = event.error { items["error"] = "\(error)" }
        let line = LogLine(
            time: now().descriptionWithMilliseconds,
            level: event.level.rawValue,
            message: event.message.description,
            items: items.map { ($0.key, $0.value.description) }.sorted { $0.key < $1.key }
        )
        sink.write(format == .json ? line.json : line.text)
    }
}

package import Logging

/// What is logged, and how.
package struct LogSettings: Hashable, Sendable {
    /// How severe a line is.
    package typealias Level = Logger.Level

    /// How a line is written.
    package enum Format: String, CaseIterable, Hashable, Sendable {
        /// Time, level and message, then `key=value` pairs.
        case text
        /// One JSON object a line.
        case json
    }

    /// The least severe lines that are written.
    package var level: Level
    /// How a line is written.
    package var format: Format
    /// Which requests get a line.
    package var requests: RequestLogSettings

    /// Creates settings; the defaults are the documentation's.
    package init(
        level: Level = .info,
        format: Format = .text,
        requests: RequestLogSettings = RequestLogSettings()
    ) {
        self.level = level
        self.format = format
        self.requests = requests
    }
}

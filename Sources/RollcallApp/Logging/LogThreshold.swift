package import Logging
internal import Synchronization

/// The least severe lines that are logged, which can be changed while loggers are in use.
package final class LogThreshold: Sendable {
    private let current: Mutex<Logger.Level>

    /// Creates a threshold.
    package init(_ level: Logger.Level) { current = Mutex(level) }

    /// The level now.
    package var level: Logger.Level { current.withLock(\.self) }

    /// Changes the level for all loggers at once.
    package func set(_ level: Logger.Level) { current.withLock { $0 = level } }
}

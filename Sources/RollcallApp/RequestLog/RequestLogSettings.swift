/// Which requests get a line in the log.
package struct RequestLogSettings: Hashable, Sendable {
    /// Which requests are meant.
    package enum Mode: String, CaseIterable, Hashable, Sendable {
        /// No request.
        case none
        /// Some, and every one that was answered with an error.
        case sampled
        /// Every request.
        case all
    }

    /// Which requests are meant.
    package var mode: Mode
    /// Where some are meant: one in so many.
    package var sampleOneIn: Int

    /// Creates settings; the defaults are the documentation's.
    package init(mode: Mode = .none, sampleOneIn: Int = 100) {
        self.mode = mode
        self.sampleOneIn = sampleOneIn
    }
}

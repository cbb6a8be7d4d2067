internal import NIOCore
internal import StatusEngine

extension TimeAmount {
    /// The duration in NIO's terms, held at a year so that no deadline overflows.
    init(_ duration: Duration) {
        let year: Int64 = 365 * 86_400 * 1_000_000_000
        self = .nanoseconds(max(0, min(duration.nanoseconds, year)))
    }
}

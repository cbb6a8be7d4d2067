package import NIOCore
package import StatusEngine

extension Instant {
    /// The same point of the machine's monotonic clock.
    package init(_ deadline: NIODeadline) {
        self.init(nanoseconds: Int64(clamping: deadline.uptimeNanoseconds))
    }
}

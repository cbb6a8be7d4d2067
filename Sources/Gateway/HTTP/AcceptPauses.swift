internal import Glibc
internal import NIOCore

/// What is lacking when a connection cannot be accepted that may be there again in a moment.
package enum AcceptTrouble: String, CaseIterable, Hashable, Sendable {
    /// This process has as many descriptors open as it may.
    case processDescriptors
    /// The machine has as many files open as it can.
    case systemDescriptors
    /// The kernel has no memory for it.
    case memory

    /// What a failure to accept says of it; nothing where the failure is another.
    init?(_ error: any Error) {
        switch (error as? IOError)?.errnoCode {
        case EMFILE: self = .processDescriptors
        case ENFILE: self = .systemDescriptors
        case ENOBUFS, ENOMEM: self = .memory
        default: return nil
        }
    }
}

/// Decides for how long a listener rests when it cannot accept: longer each time, until it has gone well
/// for a while.
struct AcceptPauses {
    /// The first pause.
    static let first = TimeAmount.milliseconds(100)
    /// The longest pause: so long after descriptors are free again connections are accepted at the latest.
    static let longest = TimeAmount.seconds(1)
    /// So long after the last failure the next one is news.
    static let quiet = TimeAmount.seconds(10)

    private var failedAt: NIODeadline?
    private var length = first

    /// Takes note of a failure.
    /// - Returns: how long to rest, and whether it is the first failure after it went well.
    mutating func failed(at now: NIODeadline) -> (pause: TimeAmount, isFirst: Bool) {
        let isFirst = failedAt.map { now - $0 > Self.quiet } ?? true
        failedAt = now
        length = isFirst ? Self.first : min(length * 2, Self.longest)
        return (length, isFirst)
    }
}

/// Lets a listener rest when it cannot accept; it would be called again at once, and for ever, because
/// those who want to connect still wait.
final class AcceptPauseHandler: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let onPause: @Sendable (AcceptTrouble) -> Void
    private var pauses = AcceptPauses()
    private var end: Scheduled<Void>?

    /// Creates a handler; `onPause` is told of each first failure.
    init(onPause: @escaping @Sendable (AcceptTrouble) -> Void) { self.onPause = onPause }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let trouble = AcceptTrouble(error) else { return context.fireErrorCaught(error) }
        guard end == nil else { return }
        let (pause, isFirst) = pauses.failed(at: context.eventLoop.now)
        accept(false, on: context.channel)
        let bound = NIOLoopBound((self, context.channel), eventLoop: context.eventLoop)
        end = context.eventLoop.scheduleTask(in: pause) {
            let (handler, channel) = bound.value
            handler.end = nil
            handler.accept(true, on: channel)
        }
        if isFirst { onPause(trouble) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        end = nil
        context.fireChannelInactive()
    }

    private func accept(_ accepts: Bool, on channel: any Channel) {
        // It fails on a channel that is closed, which accepts nothing any more.
        try? channel.syncOptions?.setOption(.autoRead, value: accepts)
    }
}

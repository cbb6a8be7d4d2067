package import NIOCore
package import NIOHTTP1
package import Roster

/// One connection: requests are answered one at a time, in the order they came.
package final class SimulatorConnection: ChannelInboundHandler {
    /// Parts of requests come in.
    package typealias InboundIn = HTTPServerRequestPart
    /// Answers go out, each as one buffer.
    package typealias OutboundOut = ByteBuffer

    private struct Waiting {
        var request: SimulatedRequest
        var keepAlive: Bool
    }

    /// How many requests may wait behind the one being answered.
    private static let maximumWaiting = 64

    private let simulator: Simulator
    private let now: @Sendable () -> Timestamp
    private let maximumBodyBytes: Int
    private var assembly = RequestAssembly(limit: 0, address: "")
    private var waiting: [Waiting] = []
    /// The request being answered, until its answer has left.
    private var current: (answer: SimulatedAnswer, keepAlive: Bool, isHead: Bool)?
    private var timer: Scheduled<Void>?
    private var isStopping = false
    private var isClosing = false

    /// Creates the handler of one connection.
    package init(
        simulator: Simulator,
        maximumBodyBytes: Int,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.simulator = simulator
        self.maximumBodyBytes = maximumBodyBytes
        self.now = now
    }

    /// Learns the caller's address.
    package func handlerAdded(context: ChannelHandlerContext) {
        let address = context.channel.remoteAddress?.ipAddress ?? "unknown"
        assembly = RequestAssembly(limit: maximumBodyBytes, address: address)
    }

    /// Takes the next part of a request.
    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch assembly.take(unwrapInboundIn(data)) {
        case .incomplete: break
        case .tooLarge: refuse(413, context: context)
        case .complete(let request, let keepAlive):
            enqueue(Waiting(request: request, keepAlive: keepAlive), context: context)
        }
    }

    /// Ends the connection as soon as the answer under way has left, when told to stop.
    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        isStopping = true
        guard let current, current.answer.delivery != .hang else { return close(context: context) }
    }

    /// Forgets what nobody waits for any longer.
    package func channelInactive(context: ChannelHandlerContext) {
        abandon()
        context.fireChannelInactive()
    }

    /// Refuses what is no HTTP.
    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isClosing else { return close(context: context) }
        refuse(400, context: context)
    }

    private func enqueue(_ next: Waiting, context: ChannelHandlerContext) {
        if current == nil { return begin(next, context: context) }
        guard waiting.count < Self.maximumWaiting else { return close(context: context) }
        waiting.append(next)
    }

    private func begin(_ next: Waiting, context: ChannelHandlerContext) {
        let answer = simulator.answer(to: next.request, at: now())
        let delay = answer.delayMilliseconds
        current = (answer, next.keepAlive, next.request.method == "HEAD")
        guard delay > 0 else { return deliver(context: context) }
        timer = context.eventLoop.assumeIsolated()
            .scheduleTask(in: .milliseconds(delay)) {
                self.deliver(context: context)
            }
    }

    private func deliver(context: ChannelHandlerContext) {
        guard let (answer, wanted, isHead) = current else { return }
        let keepAlive = wanted && !isStopping
        switch answer.delivery {
        case .hang: if isStopping { close(context: context) }
        case .close: close(context: context)
        case .cutOff: send(answer, keepAlive: true, isHead: isHead, thenClose: true, context)
        case .whole:
            send(answer, keepAlive: keepAlive, isHead: isHead, thenClose: !keepAlive, context)
        }
    }

    private func send(
        _ answer: SimulatedAnswer,
        keepAlive: Bool,
        isHead: Bool,
        thenClose: Bool,
        _ context: ChannelHandlerContext
    ) {
        abandonCurrent()
        let bytes = wrapOutboundOut(answer.wire(keepAlive: keepAlive, withBody: !isHead))
        guard thenClose else {
            context.writeAndFlush(bytes, promise: nil)
            if !waiting.isEmpty { begin(waiting.removeFirst(), context: context) }
            return
        }
        isClosing = true
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(bytes, promise: written)
    }

    /// Answers what cannot be read as a request, and closes.
    private func refuse(_ status: Int, context: ChannelHandlerContext) {
        guard current == nil else { return close(context: context) }
        let answer = SimulatedAnswer.error(status, path: "", at: now(), outcome: nil)
        send(answer, keepAlive: false, isHead: false, thenClose: true, context)
    }

    private func close(context: ChannelHandlerContext) {
        isClosing = true
        abandon()
        context.close(promise: nil)
    }

    private func abandon() {
        waiting = []
        abandonCurrent()
    }

    private func abandonCurrent() {
        timer?.cancel()
        timer = nil
        if let current { simulator.ended(current.answer.kind) }
        current = nil
    }
}

internal import NIOCore
internal import Synchronization

/// The open connections of one server: how many they are, and how to reach them when it stops.
final class ConnectionRegistry: Sendable {
    /// What becomes of a new connection.
    enum Admission: Hashable {
        /// Served; it is to be drained at once where the server is stopping.
        case served(number: UInt64, isDraining: Bool)
        /// One too many: it is told so.
        case refused(number: UInt64)
        /// Far too many, or too late: closed without a word.
        case dropped
    }

    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var refused: Set<ObjectIdentifier> = []
        var lastNumber: UInt64 = 0
        var emptied: EventLoopPromise<Void>?
        var isClosed = false
    }

    private let maximum: Int
    private let state = Mutex(State())

    /// Creates an empty registry.
    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Takes a new connection in, unless it is dropped.
    func admit(_ channel: any Channel) -> Admission {
        state.withLock { state in
            let isServed = state.channels.count - state.refused.count < maximum
            guard !state.isClosed,
                isServed || state.refused.count < HTTPLimits.maximumRefusedConnections
            else {
                return .dropped
            }
            state.lastNumber += 1
            state.channels[ObjectIdentifier(channel)] = channel
            guard !isServed else {
                return .served(number: state.lastNumber, isDraining: state.emptied != nil)
            }
            state.refused.insert(ObjectIdentifier(channel))
            return .refused(number: state.lastNumber)
        }
    }

    /// Forgets a connection that is gone.
    func remove(_ channel: any Channel) {
        let emptied = state.withLock { state -> EventLoopPromise<Void>? in
            state.channels[ObjectIdentifier(channel)] = nil
            state.refused.remove(ObjectIdentifier(channel))
            return Self.takeEmptied(&state)
        }
        emptied?.succeed()
    }

    /// Begins to stop; the promise is fulfilled once no connection is left.
    func drain(emptied promise: EventLoopPromise<Void>) {
        let (channels, emptied) = state.withLock { state in
            state.emptied = promise
            return (Array(state.channels.values), Self.takeEmptied(&state))
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(DrainEvent()) }
        emptied?.succeed()
    }

    /// Closes every connection, whatever it does.
    func closeAll() {
        let channels = state.withLock { state in
            state.isClosed = true
            return Array(state.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// The promise to fulfil, where the last connection of a stopping server is gone.
    private static func takeEmptied(_ state: inout State) -> EventLoopPromise<Void>? {
        guard state.channels.isEmpty, let emptied = state.emptied else { return nil }
        state.isClosed = true
        state.emptied = nil
        return emptied
    }
}

internal import Gateway
internal import Logging
internal import NIOCore
internal import StatusEngine

/// How many connections of clients the descriptors leave room for.
///
/// Where clients could take them all, there would be none for what operators ask, for the CMS, for
/// its name, and for the files of state: the gateway would be there and do nothing.
struct ConnectionRoom: Hashable, Sendable {
    /// The most connections of the admin listener.
    static let adminConnections = 64
    /// Descriptors for files, sockets that listen, names that are looked up.
    private static let files = 32
    /// What an event loop holds.
    private static let descriptorsALoop = 3

    /// How many the settings allow.
    let wanted: Int
    /// How many descriptors there may be.
    let limit: UInt64
    /// How many of them are not for clients that are served.
    let reserve: Int

    /// Works it out.
    init(wanted: Int, limit: UInt64, eventLoops: Int, cmsCalls: Int) {
        self.wanted = wanted
        self.limit = limit
        // Both listeners tell some connections that they are too many, and a call may have a successor
        // before its connection is closed.
        reserve =
            2 * HTTPLimits.maximumRefusedConnections + Self.adminConnections + 2 * cmsCalls
            + Self.descriptorsALoop * eventLoops + Self.files
    }

    /// How many are served; where the limit is very low, what is left is better shared than kept.
    var connections: Int {
        let limit = Int(clamping: limit)
        return min(wanted, max(limit - reserve, limit / 4, 1))
    }
}

extension Application.Surroundings {
    /// How many connections the gateway serves; what the descriptors do not allow is told.
    func connections(_ settings: Settings) -> Int {
        let wanted = settings.limits.maximumConnections
        guard let (before, after) = descriptors?.raise() else { return wanted }
        logger.info(
            "The limit of open descriptors is set.",
            metadata: [
                "descriptors.limit": "\(after.soft)", "descriptors.hard": "\(after.hard)",
                "descriptors.before": "\(before.soft)",
            ]
        )
        let groups: [any EventLoopGroup] = [eventLoopGroup, cmsEventLoopGroup]
        let loops = Set(groups.flatMap { $0.makeIterator().map { ObjectIdentifier($0) } })
        let room = ConnectionRoom(
            wanted: wanted,
            limit: after.soft,
            eventLoops: loops.count,
            cmsCalls: settings.engine.maximumConcurrentCalls
        )
        if room.connections < wanted { warn(room) }
        return room.connections
    }

    private func warn(_ room: ConnectionRoom) {
        logger.warning(
            """
            limits.maximumConnections is more than the descriptors allow; fewer connections are \
            served. Raise the limit (LimitNOFILE, ulimit -n) or lower the setting.
            """,
            metadata: [
                "limits.maximum_connections": "\(room.wanted)",
                "connections.served": "\(room.connections)",
                "descriptors.limit": "\(room.limit)", "descriptors.reserve": "\(room.reserve)",
            ]
        )
    }
}

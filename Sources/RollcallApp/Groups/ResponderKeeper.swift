internal import Gateway
internal import Logging
internal import Roster
internal import StatusEngine
internal import Synchronization

/// Keeps what answers the gateway's requests in step with the settings and with the groups learnt
/// from the CMS.
final class ResponderKeeper: Sendable {
    private struct State {
        var settings: Settings
        /// The groups that were last told to go by another name.
        var collisions: [VDN: [GroupNaming.Collision]] = [:]
    }

    private typealias Nameless = (vdn: VDN, collision: GroupNaming.Collision)

    /// What answers the requests.
    let responder: ReplaceableResponder
    private let make: @Sendable (Settings) -> any Responder
    private let learnt: @Sendable () -> [VDN: LearntGroups]
    private let onGroups: @Sendable (GroupDirectory) -> Void
    private let logger: Logger
    /// The most groups that are told of each, after one change.
    private static let maximumTold = 10
    /// Held while a responder is made, so that of two changes the later one stands; not while what
    /// became of names is told.
    private let state: Mutex<State>

    /// Makes the first responder.
    /// - Parameters:
    ///   - settings: those in force.
    ///   - logger: where groups are told of that cannot have their names.
    ///   - learnt: what is known of groups now.
    ///   - onGroups: who is told of all groups after a change.
    ///   - make: makes a responder from settings that hold all groups there are.
    init(
        _ settings: Settings,
        logger: Logger,
        learnt: @escaping @Sendable () -> [VDN: LearntGroups],
        onGroups: @escaping @Sendable (GroupDirectory) -> Void = { _ in },
        make: @escaping @Sendable (Settings) -> any Responder
    ) {
        self.make = make
        self.learnt = learnt
        self.onGroups = onGroups
        self.logger = logger
        state = Mutex(State(settings: settings))
        responder = ReplaceableResponder(make(settings.knowing(learnt())))
    }

    /// Goes by other settings from now on.
    func change(to settings: Settings) {
        tell(
            state.withLock { state in
                state.settings = settings
                return replace(&state)
            }
        )
    }

    /// Takes in what is known of groups now.
    func groupsChanged() {
        tell(state.withLock { replace(&$0) })
    }

    /// - Returns: the groups that cannot have their names and have not been told of.
    private func replace(_ state: inout State) -> [Nameless] {
        let complete = state.settings.knowing(learnt())
        responder.replace(with: make(complete))
        var nameless: [Nameless] = []
        for vdn in complete.gateway.vdns {
            let present = complete.groups.collisions(in: vdn)
            let told = Set(state.collisions[vdn] ?? [])
            nameless += present.lazy.filter { !told.contains($0) }.map { (vdn, $0) }
            state.collisions[vdn] = present
        }
        onGroups(complete.groups)
        return nameless
    }

    /// A CMS in which many groups have one name is told of in a few lines.
    private func tell(_ nameless: [Nameless]) {
        for (vdn, collision) in nameless.prefix(Self.maximumTold) { tell(collision, in: vdn) }
        guard nameless.count > Self.maximumTold else { return }
        logger.warning(
            "More groups' names are taken by other groups; their ids are added to their names.",
            metadata: ["groups.more": "\(nameless.count - Self.maximumTold)"]
        )
    }

    private func tell(_ collision: GroupNaming.Collision, in vdn: VDN) {
        logger.warning(
            "A group's name is taken by another group; its id is added to its name.",
            metadata: [
                "cms.vdn": "\(vdn)", "group.source": "\(collision.source.rawValue)",
                "group.name": "\(SettingsProblem.shown(collision.name))",
                "group.given": "\(SettingsProblem.shown(collision.given))",
            ]
        )
    }
}

extension Settings {
    /// The settings with the groups that were learnt among those of the file.
    func knowing(_ learnt: [VDN: LearntGroups]) -> Settings {
        guard !learnt.isEmpty else { return self }
        var complete = self
        complete.groups = GroupDirectory(
            file: groups,
            learnt: learnt,
            prefixes: groupSettings.prefixes
        )
        complete.access.keys = access.keys?
            .over(complete.groups, served: complete.gateway.vdns)
        return complete
    }
}

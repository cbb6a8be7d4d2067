internal import Foundation
internal import Roster

/// The part of the control path that tells of groups and changes them.
struct GroupControl {
    /// What of the groups a path means.
    enum Place: Hashable {
        /// `/control/groups`: all of them.
        case all
        /// `/control/groups/{key}`: one of them.
        case group(String)
        /// `/control/groups/{key}/members`: who is in it.
        case members(String)

        /// The place of a path; nothing where the path is about something else.
        init?(path: String) {
            let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                .map { String($0).removingPercentEncoding ?? String($0) }
            guard parts.starts(with: ["control", "groups"]) else { return nil }
            switch parts.count {
            case 2: self = .all
            case 3 where !parts[2].isEmpty: self = .group(parts[2])
            case 4 where !parts[2].isEmpty && parts[3] == "members": self = .members(parts[2])
            default: return nil
            }
        }
    }

    /// What is to be told.
    enum Reply {
        /// All there is.
        case roster(SimulatedGroups)
        /// One group, as it is now.
        case group(SimulatedGroup)
        /// What is wrong with the body; nothing was changed.
        case problems([String])
        /// That there is no such group.
        case unknown(String)
        /// That the place has other methods.
        case notAllowed(String)
    }

    private let place: Place

    init(_ place: Place) {
        self.place = place
    }

    /// Does what is asked for.
    func reply(to method: String, _ body: [UInt8], _ groups: inout SimulatedGroups) -> Reply {
        switch (place, method) {
        case (.all, "GET"): return .roster(groups)
        case (.group(let key), "GET"): return told(key, groups)
        case (.group(let key), "PUT"): return put(key, body, &groups)
        case (.group(let key), "DELETE"):
            guard groups.group(key) != nil else { return told(key, groups) }
            groups.remove(key)
            return .roster(groups)
        case (.members(let key), "POST"): return change(key, body, &groups)
        case (.all, _): return .notAllowed("GET")
        case (.group, _): return .notAllowed("DELETE, GET, PUT")
        case (.members, _): return .notAllowed("POST")
        }
    }

    private func put(_ key: String, _ json: [UInt8], _ groups: inout SimulatedGroups) -> Reply {
        guard var body = ControlBody(json, known: ["agentIds", "type", "name"]) else {
            return .problems(["body: must be a JSON object"])
        }
        let members = body.agents("agentIds", isRequired: true)
        let types = [SimulatedGroup.agentsType, SimulatedGroup.checkersType]
        let type = body.choice("type", of: types) ?? groups.group(key)?.type ?? types[0]
        let name = body.text("name")
        guard body.problems.isEmpty else { return .problems(body.problems) }
        groups.put(key, name: name, type: type, members: members)
        return told(key, groups)
    }

    private func change(_ key: String, _ json: [UInt8], _ groups: inout SimulatedGroups) -> Reply {
        guard var body = ControlBody(json, known: ["add", "remove"]) else {
            return .problems(["body: must be a JSON object"])
        }
        let (joining, leaving) = (body.agents("add"), body.agents("remove"))
        guard body.problems.isEmpty else { return .problems(body.problems) }
        groups.change(key, adding: joining, removing: leaving)
        return told(key, groups)
    }

    private func told(_ key: String, _ groups: SimulatedGroups) -> Reply {
        groups.group(key).map { .group($0) } ?? .unknown("\(key): there is no such group")
    }
}

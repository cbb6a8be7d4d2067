internal import Roster
internal import StatusEngine

extension SettingsAssembly {
    /// The largest groups file read, in bytes.
    private static var maximumGroupsFileSize: Int { 64 << 20 }

    /// The groups of the file named by `groups.file`, or none.
    mutating func groupDirectory(_ vdns: [VDN]) -> GroupDirectory {
        guard let path = path(.groupsFile) else { return GroupDirectory([:]) }
        do throws(FileTrouble) {
            let contents = try files.read(path, atMost: Self.maximumGroupsFileSize)
            let file = GroupsFile(contents.bytes, path: path, vdns: vdns)
            for problem in file.problems { reader.report(problem) }
            return GroupDirectory(file.groups)
        } catch {
            reader.report(.groupsFile, "\(error)")
            return GroupDirectory([:])
        }
    }

    /// What is learnt of groups, and when.
    mutating func groupRefreshSettings() -> GroupRefreshSettings {
        var refresh = GroupRefreshSettings()
        let sources: [(Group.Source, SettingKey, SettingKey)] = [
            (.userGroups, .userGroupsEnabled, .userGroupsRefreshInterval),
            (.skillQueues, .skillQueuesEnabled, .skillQueuesRefreshInterval),
            (.signedInAgents, .signedInAgentsEnabled, .signedInAgentsRefreshInterval),
        ]
        for (source, enabled, interval) in sources {
            let (isOn, interval) = (reader.isTrue(enabled), reader.duration(interval))
            if isOn { refresh.intervals[source] = interval }
        }
        refresh.includesQualityCheckers = reader.isTrue(.userGroupsQualityCheckers)
        refresh.graceTime = reader.duration(.groupsGraceTime)
        refresh.callSharePercent = reader.integer(.groupsCallSharePercent)
        refresh.keepsNames = reader.isTrue(.groupsAgentNames)
        return refresh
    }

    /// How learnt groups are shown.
    mutating func groupSettings() -> GroupSettings {
        var groups = GroupSettings()
        groups.prefixes[.userGroups] = reader.text(.userGroupsPrefix)
        groups.prefixes[.skillQueues] = reader.text(.skillQueuesPrefix)
        groups.prefixes[.signedInAgents] = reader.text(.signedInAgentsPrefix)
        return groups
    }
}

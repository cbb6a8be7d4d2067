internal import CMS

// Where groups come from.
extension SettingKey {
    static let groupsFile = SettingKey(
        "groups.file",
        .path,
        .optional,
        "YAML file that names groups; they come before those learnt from the CMS."
    )
    static let userGroupsEnabled = SettingKey(
        "groups.userGroups.enabled",
        .truth,
        .standard("false"),
        "Whether the CMS's user groups are learnt, with their members."
    )
    static let userGroupsRefreshInterval = SettingKey(
        "groups.userGroups.refreshInterval",
        .duration(.seconds(1) ... .seconds(86_400)),
        .standard("5m"),
        "How often user groups and their members are read anew."
    )
    static let userGroupsPrefix = SettingKey(
        "groups.userGroups.prefix",
        .text,
        .optional,
        "What stands before the names of user groups."
    )
    static let userGroupsQualityCheckers = SettingKey(
        "groups.userGroups.qualityCheckers",
        .truth,
        .standard("false"),
        "Whether groups of quality checkers are learnt beside those of agents."
    )
    static let skillQueuesEnabled = SettingKey(
        "groups.skillQueues.enabled",
        .truth,
        .standard("false"),
        "Whether the CMS's skill queues are groups, each of the agents configured for it."
    )
    static let skillQueuesRefreshInterval = SettingKey(
        "groups.skillQueues.refreshInterval",
        .duration(.seconds(1) ... .seconds(86_400)),
        .standard("5m"),
        "How often skill queues and the agents configured for them are read anew."
    )
    static let skillQueuesPrefix = SettingKey(
        "groups.skillQueues.prefix",
        .text,
        .standard("queue:"),
        "What stands before the names of skill queues."
    )
    static let signedInAgentsEnabled = SettingKey(
        "groups.signedInAgents.enabled",
        .truth,
        .standard("false"),
        "Whether the agents signed in to each skill queue are a group."
    )
    static let signedInAgentsRefreshInterval = SettingKey(
        "groups.signedInAgents.refreshInterval",
        .duration(.seconds(1) ... .seconds(86_400)),
        .standard("30s"),
        "How often it is asked who is signed in to the skill queues."
    )
    static let signedInAgentsPrefix = SettingKey(
        "groups.signedInAgents.prefix",
        .text,
        .standard("signed-in:"),
        "What stands before the names of the groups of signed-in agents."
    )
    static let groupsGraceTime = SettingKey(
        "groups.graceTime",
        .duration(.zero ... .seconds(604_800)),
        .standard("1h"),
        "How long a group that the CMS no longer lists is kept, and marked as vanished."
    )
    static let groupsCallSharePercent = SettingKey(
        "groups.callSharePercent",
        .integer(1...100),
        .standard("25"),
        "What calls about groups may take of cms.maximumConcurrentCalls and cms.callQuota, in percent."
    )
    static let groupsAgentNames = SettingKey(
        "groups.agentNames",
        .truth,
        .standard("true"),
        "Whether agents' names, which come with groups, are kept and shown: personal data."
    )
    static let groupsInAgents = SettingKey(
        "groups.inAgents",
        .truth,
        .standard("false"),
        "Whether the answer about one agent names the groups it belongs to."
    )
    static let groupsQueryParam = SettingKey(
        "groups.queryParam",
        .words(WrappableCall.allCases.map(\.rawValue)),
        .optional,
        "Calls whose body this CMS wants wrapped as {\"queryParam\": {…}}."
    )
}

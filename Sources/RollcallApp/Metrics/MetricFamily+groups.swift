// What is learnt of groups from the CMS.
extension MetricFamily {
    static let groupCallsStarted = MetricFamily(
        "rollcall_group_calls_started_total",
        .counter,
        labels: ["source"],
        "Calls about groups that left for the CMS."
    )
    static let groupCallsFailed = MetricFamily(
        "rollcall_group_calls_failed_total",
        .counter,
        labels: ["source", "code"],
        "Calls about groups that failed, by the code of the failure."
    )
    static let groupCallDuration = MetricFamily(
        "rollcall_group_call_duration_seconds",
        .histogram(bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
        labels: ["kind"],
        "Time of a call about groups, from signing to the rows."
    )
    static let groupRefreshes = MetricFamily(
        "rollcall_group_refreshes_total",
        .counter,
        labels: ["source", "outcome"],
        "Readings of all groups of a source: whole, partial where some could not be read, abandoned."
    )
    static let groupRereads = MetricFamily(
        "rollcall_group_rereads_total",
        .counter,
        labels: ["source"],
        "Lists read again because their pages shifted meanwhile."
    )
    static let groups = MetricFamily(
        "rollcall_groups",
        .gauge,
        labels: ["source"],
        "Groups learnt from the CMS, of all VDNs."
    )
    static let groupsDoubted = MetricFamily(
        "rollcall_groups_doubted",
        .gauge,
        labels: ["source"],
        "Groups whose membership may be out of date: not refreshed, shifting, or no longer listed."
    )
    static let groupsAwaited = MetricFamily(
        "rollcall_group_source_awaited",
        .gauge,
        labels: ["source"],
        "1 while not all groups of the source have been read once."
    )
    static let groupSourcesBarred = MetricFamily(
        "rollcall_group_source_barred",
        .gauge,
        labels: ["source"],
        "1 while the source is not asked, because the CMS refuses the signature of its calls alone."
    )
    static let groupMembersAge = MetricFamily(
        "rollcall_group_members_age_seconds",
        .gauge,
        labels: ["source"],
        "How long ago the group longest not read was read, of those the CMS lists."
    )

    /// All of them.
    static let aboutGroups = [
        groupCallsStarted, groupCallsFailed, groupCallDuration, groupRefreshes, groupRereads,
        groups, groupsDoubted, groupsAwaited, groupSourcesBarred, groupMembersAge,
    ]
}

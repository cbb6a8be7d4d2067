/// Every metric there is. Labels come from closed sets: routes, statuses, codes; never paths,
/// ids or names.
extension MetricFamily {
    static let httpRequests = MetricFamily(
        "rollcall_http_requests_total",
        .counter,
        labels: ["route", "status"],
        "Requests answered."
    )
    static let httpDuration = MetricFamily(
        "rollcall_http_request_duration_seconds",
        .histogram(bounds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]),
        labels: ["route"],
        "Time from a request's first byte to its answer."
    )
    static let httpConnections = MetricFamily(
        "rollcall_http_connections",
        .gauge,
        "Connections served now."
    )
    static let httpConnectionsOpened = MetricFamily(
        "rollcall_http_connections_opened_total",
        .counter,
        "Connections accepted and served."
    )
    static let httpConnectionsRefused = MetricFamily(
        "rollcall_http_connections_refused_total",
        .counter,
        "Connections refused because too many were open."
    )
    static let httpAcceptPauses = MetricFamily(
        "rollcall_http_accept_pauses_total",
        .counter,
        labels: ["lacks"],
        "Times a listener could accept nothing: for want of processDescriptors, systemDescriptors, or memory."
    )
    static let httpTimeouts = MetricFamily(
        "rollcall_http_timeouts_total",
        .counter,
        labels: ["kind"],
        "Connections ended because a time ran out."
    )
    static let httpAbandoned = MetricFamily(
        "rollcall_http_requests_abandoned_total",
        .counter,
        "Waiting requests given up because the client was gone."
    )
}

// What the answers were made of, and the log.
extension MetricFamily {
    static let answers = MetricFamily(
        "rollcall_answers_total",
        .counter,
        labels: ["cache"],
        "Answers about agents, by what memory had to say: hit, stale, miss, collapsed, failed."
    )
    static let answeredAgents = MetricFamily(
        "rollcall_answered_agents_total",
        .counter,
        labels: ["freshness"],
        "Agents in these answers, by how fresh they were."
    )
    static let logLinesDropped = MetricFamily(
        "rollcall_log_lines_dropped_total",
        .counter,
        "Lines of requests that were not written because too many waited to be, or nobody read them."
    )
}

// The calls to the CMS.
extension MetricFamily {
    static let cmsCalls = MetricFamily(
        "rollcall_cms_calls_total",
        .counter,
        labels: ["outcome"],
        "Calls to the CMS that ended: ok, or the code of the failure."
    )
    static let cmsCallsStarted = MetricFamily(
        "rollcall_cms_calls_started_total",
        .counter,
        labels: ["kind"],
        "Calls that left for the CMS, by why they were sent."
    )
    static let cmsCallIDs = MetricFamily(
        "rollcall_cms_call_ids",
        .histogram(bounds: [1, 10, 100, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000]),
        "Agents asked for in a call; the CMS allows 6000."
    )
    static let cmsToppedUp = MetricFamily(
        "rollcall_cms_topped_up_ids_total",
        .counter,
        "Agents refreshed in places of a call that would have stayed free."
    )
    static let cmsCallDuration = MetricFamily(
        "rollcall_cms_call_duration_seconds",
        .histogram(bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]),
        "Time of a call, from signing to the rows."
    )
    static let cmsBodyBytes = MetricFamily(
        "rollcall_cms_body_bytes",
        .histogram(bounds: [1_024, 16_384, 131_072, 524_288, 1_048_576, 4_194_304, 16_777_216]),
        "Size of the CMS's answers."
    )
    static let cmsNotReported = MetricFamily(
        "rollcall_cms_not_reported_ids_total",
        .counter,
        "Agents asked for and left out by the CMS."
    )
    static let cmsForeignRows = MetricFamily(
        "rollcall_cms_foreign_rows_total",
        .counter,
        "Rows for agents that were not asked for."
    )
    static let cmsAnomalies = MetricFamily(
        "rollcall_cms_row_anomalies_total",
        .counter,
        labels: ["kind"],
        "What was not as the contract says in answers that could be used."
    )
    static let cmsBodiesRefused = MetricFamily(
        "rollcall_cms_bodies_refused_total",
        .counter,
        labels: ["fault"],
        "Answers that could not be used."
    )
    static let cmsConnectionsNotMade = MetricFamily(
        "rollcall_cms_connections_not_made_total",
        .counter,
        labels: ["code"],
        "Base URLs that could not be connected to."
    )
    static let cmsPauses = MetricFamily(
        "rollcall_cms_pauses_total",
        .counter,
        "Pauses after failed calls."
    )
    static let cmsPutAside = MetricFamily(
        "rollcall_cms_put_aside_ids_total",
        .counter,
        "Agents not asked for any more for a while because the CMS refuses calls with them."
    )
    static let cmsLockedOut = MetricFamily(
        "rollcall_cms_locked_out",
        .gauge,
        "1 while all calls are stopped because the CMS refuses our signature or address."
    )
    static let cmsPaused = MetricFamily(
        "rollcall_cms_paused",
        .gauge,
        "1 while no call leaves because calls failed in a row: the breaker is open."
    )
    static let cmsQuotaLeft = MetricFamily(
        "rollcall_cms_quota_left_calls",
        .gauge,
        "Calls that cms.callQuota still allows in the present window."
    )
    static let cmsBaseURLInUse = MetricFamily(
        "rollcall_cms_base_url_in_use",
        .gauge,
        labels: ["base_url"],
        "1 for the base URL calls go to, 0 for the others."
    )
    static let cmsClockSkew = MetricFamily(
        "rollcall_cms_clock_skew_seconds",
        .gauge,
        "The CMS's clock minus this machine's, by the Date header of its last answer."
    )
}

// The engine, as it stands when it is asked.
extension MetricFamily {
    static let callsInFlight = MetricFamily(
        "rollcall_cms_calls_in_flight",
        .gauge,
        "Calls on their way."
    )
    static let agents = MetricFamily(
        "rollcall_agents",
        .gauge,
        "Agents with an observation in memory."
    )
    static let tableBytes = MetricFamily(
        "rollcall_table_bytes",
        .gauge,
        "What the observations occupy."
    )
    static let waiting = MetricFamily(
        "rollcall_requests_waiting",
        .gauge,
        "Requests that wait for the CMS."
    )
    static let overloaded = MetricFamily(
        "rollcall_requests_overloaded_total",
        .counter,
        "Requests refused because too many were waiting."
    )
    static let evicted = MetricFamily(
        "rollcall_agents_evicted_total",
        .counter,
        "Observations given up to stay below cache.maximumBytes."
    )
    static let snapshotAge = MetricFamily(
        "rollcall_snapshot_age_seconds",
        .gauge,
        "How long ago the last snapshot was written."
    )
    static let snapshotBytes = MetricFamily(
        "rollcall_snapshot_bytes",
        .gauge,
        "Size of the last snapshot."
    )
    static let info = MetricFamily(
        "rollcall_info",
        .gauge,
        labels: ["version"],
        "Always 1; the version is its label."
    )

    static let droppedSeries = MetricFamily(
        "rollcall_metrics_dropped_series_total",
        .counter,
        "Series that were not kept because their metric had too many."
    )

    /// All of them.
    static let declared =
        [
            httpRequests, httpDuration, httpConnections, httpConnectionsOpened,
            httpConnectionsRefused, httpAcceptPauses, httpTimeouts, httpAbandoned, cmsCalls,
            cmsCallsStarted, cmsCallIDs, cmsToppedUp, cmsCallDuration, cmsBodyBytes, cmsNotReported,
            cmsForeignRows,
            cmsAnomalies, cmsBodiesRefused, cmsConnectionsNotMade, cmsPauses, cmsPutAside,
            cmsLockedOut, cmsQuotaLeft, cmsBaseURLInUse, cmsClockSkew, callsInFlight, agents,
            tableBytes, waiting, overloaded, evicted, snapshotAge, snapshotBytes, info, answers,
            answeredAgents, logLinesDropped, cmsPaused, droppedSeries, reloads, reloadLastSuccess,
        ] + aboutGroups
}

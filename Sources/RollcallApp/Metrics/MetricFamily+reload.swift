// Reloads of the settings.
extension MetricFamily {
    static let reloads = MetricFamily(
        "rollcall_reloads_total",
        .counter,
        labels: ["outcome"],
        "Reloads of the settings that were applied, unchanged, refused, restart_needed, or waiting, each in whole or in part."
    )
    static let reloadLastSuccess = MetricFamily(
        "rollcall_reload_last_success_timestamp_seconds",
        .gauge,
        "When the settings in force were last found to be those of the files, since 1970."
    )
}

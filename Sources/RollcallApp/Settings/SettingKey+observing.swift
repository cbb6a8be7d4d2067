// What requests leave in the log, and what of a trace the CMS is told.
extension SettingKey {
    static let logRequestsMode = SettingKey(
        "log.requests.mode",
        .choice(["none", "sampled", "all"]),
        .standard("none"),
        "Which requests get a line (JSON) in the log; sampled: some, and all errors."
    )
    static let logRequestsSampleOneIn = SettingKey(
        "log.requests.sampleOneIn",
        .integer(1...1_000_000),
        .standard("100"),
        "One of so many requests is sampled, by chance."
    )
    static let cmsSendTraceparent = SettingKey(
        "cms.sendTraceparent",
        .truth,
        .standard("false"),
        "Whether calls carry traceparent and tracestate (W3C), which are not signed."
    )
}

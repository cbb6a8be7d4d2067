// Who may ask, and how often.
extension SettingKey {
    static let accessKeysFile = SettingKey(
        "access.keysFile",
        .path,
        .optional,
        "YAML file with the clients' keys (docs/access.md); without it everybody may ask."
    )
    static let accessRateLimitRequests = SettingKey(
        "access.rateLimit.requests",
        .integer(1...1_000_000),
        .optional,
        "Requests a client may make in each access.rateLimit.window; without both there is no limit."
    )
    static let accessRateLimitWindow = SettingKey(
        "access.rateLimit.window",
        .duration(.seconds(1) ... .seconds(3_600)),
        .optional,
        "The time in which a client may make access.rateLimit.requests; whole seconds."
    )
    static let accessRateLimitBurst = SettingKey(
        "access.rateLimit.burst",
        .integer(1...1_000_000),
        .optional,
        "Requests a silent client may make at once; without it access.rateLimit.requests."
    )
    static let accessMaximumWaiting = SettingKey(
        "access.maximumWaiting",
        .integer(1...1_000_000),
        .optional,
        "Requests of one client that may wait for the CMS at once; without it any number."
    )
    static let accessTrustedProxies = SettingKey(
        "access.trustedProxies",
        .networks,
        .optional,
        "Proxies whose X-Forwarded-For is believed; unix is whoever uses listen.unixSocket."
    )
    static let accessAllowedOrigins = SettingKey(
        "access.allowedOrigins",
        .origins,
        .optional,
        "Web pages whose scripts may ask (CORS); * is any page."
    )
    static let listenClientCAFile = SettingKey(
        "listen.tls.clientCAFile",
        .path,
        .optional,
        "Certificate authorities in PEM that certify clients; with it clients show a certificate."
    )
    static let listenClientCertificates = SettingKey(
        "listen.tls.clientCertificates",
        .choice(["required", "optional"]),
        .standard("required"),
        "Whether a client without a certificate is turned away; needs listen.tls.clientCAFile."
    )
}

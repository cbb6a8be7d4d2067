internal import Gateway
internal import Roster

extension SettingsAssembly {
    /// The largest keys file read, in bytes.
    private static var maximumKeysFileSize: Int { 4 << 20 }

    /// Who may ask, what, and how often.
    mutating func accessPolicy(
        _ groups: GroupDirectory,
        mayLearnGroups: Bool,
        vdns: [VDN]
    ) -> AccessPolicy {
        AccessPolicy(
            keys: apiKeys(groups, mayLearnGroups: mayLearnGroups, vdns: vdns),
            rateLimit: rateLimit(),
            maximumWaiting: reader.integerIfGiven(.accessMaximumWaiting),
            crossOrigin: crossOrigin()
        )
    }

    /// The keys of the file named by `access.keysFile`, if one is.
    private mutating func apiKeys(
        _ groups: GroupDirectory,
        mayLearnGroups: Bool,
        vdns: [VDN]
    ) -> APIKeys? {
        guard let path = path(.accessKeysFile) else { return nil }
        do throws(FileTrouble) {
            let contents = try files.read(path, atMost: Self.maximumKeysFileSize)
            report(exposureOf: contents, at: path, for: .accessKeysFile)
            let file = KeysFile(
                contents.bytes,
                path: path,
                groups: groups,
                mayLearnGroups: mayLearnGroups,
                vdns: vdns
            )
            for problem in file.problems { reader.report(problem) }
            return APIKeys(file.keys)
        } catch {
            reader.report(.accessKeysFile, "\(error)")
            return nil
        }
    }

    /// The limit of every client without one of its own: requests and window, both or neither.
    private mutating func rateLimit() -> RateLimit? {
        let requests = reader.integerIfGiven(.accessRateLimitRequests)
        let window = reader.durationIfGiven(.accessRateLimitWindow)
        let burst = reader.integerIfGiven(.accessRateLimitBurst)
        let keys = [SettingKey.accessRateLimitRequests, .accessRateLimitWindow]
        let given = (keys + [.accessRateLimitBurst]).filter { reader.isGiven($0) }
        if let first = given.first {
            for key in keys where !reader.isGiven(key) { reportMissing(key, beside: first) }
        }
        if let window, window.components.attoseconds != 0 {
            reader.report(.accessRateLimitWindow, "is not a number of whole seconds")
        }
        guard let requests, let window else { return nil }
        let seconds = Int(window.components.seconds)
        return RateLimit(requests: requests, windowSeconds: seconds, burst: burst)
    }

    private mutating func crossOrigin() -> CrossOrigin? {
        let origins = reader.textsIfGiven(.accessAllowedOrigins)
        guard let origins else { return nil }
        if origins.contains(SettingKind.anyOriginWord), origins.count > 1 {
            reader.report(
                .accessAllowedOrigins,
                "names * beside other origins",
                remedy: "give either [\"*\"] or the origins"
            )
        }
        return CrossOrigin(origins: origins)
    }

    /// Whose word on a client's address is taken.
    mutating func trustedProxies(listen: ListenAddress) -> TrustedProxies {
        let texts = reader.textsIfGiven(.accessTrustedProxies) ?? []
        let networks = texts.compactMap { try? IPNetwork(parsing: $0) }
        let trustsUnixSocket = texts.contains(SettingKind.unixSocketWord)
        if trustsUnixSocket, case .tcp = listen {
            let remedy = "give listen.unixSocket, or leave unix out"
            reader.report(.accessTrustedProxies, "names unix without a socket", remedy: remedy)
        }
        return TrustedProxies(networks: networks, trustsUnixSocket: trustsUnixSocket)
    }

    /// The listener's certificate, and those of its clients.
    mutating func listenTLS() -> ServerTLS? {
        var tls = certificateFiles(.listenCertificateFile, .listenKeyFile)
        let authorities = authoritiesPath(.listenClientCAFile)
        let certificates = reader.text(.listenClientCertificates)
        if reader.isGiven(.listenClientCAFile), !reader.isGiven(.listenCertificateFile) {
            let remedy = "give \(SettingKey.listenCertificateFile.name) too"
            reader.report(.listenClientCAFile, "is given without TLS", remedy: remedy)
        }
        if reader.isGiven(.listenClientCertificates), !reader.isGiven(.listenClientCAFile) {
            let name = SettingKey.listenClientCAFile.name
            reader.report(.listenClientCertificates, "is given without \(name)")
        }
        tls?.clientAuthorityFile = authorities
        tls?.requiresClientCertificate = certificates != "optional"
        return tls
    }
}

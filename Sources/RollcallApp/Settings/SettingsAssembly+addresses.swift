internal import Gateway

extension SettingsAssembly {
    /// Where the gateway listens: a Unix socket or host and port, never both.
    mutating func listenAddress() -> ListenAddress {
        let host = reader.text(.listenHost) ?? ""
        let port = reader.integer(.listenPort)
        guard let socket = path(.listenUnixSocket) else { return .tcp(host: host, port: port) }
        for key in [SettingKey.listenHost, .listenPort] where reader.isGiven(key) {
            reader.report(
                key,
                "is given together with \(SettingKey.listenUnixSocket.name)",
                remedy: "give either the socket or host and port"
            )
        }
        return .unixSocket(path: socket)
    }

    /// Where the admin listener listens: not where the gateway does.
    mutating func adminAddress(besides listen: ListenAddress) -> ListenAddress {
        let host = reader.text(.adminHost) ?? ""
        let port = reader.integer(.adminPort)
        if case .tcp(let other, port) = listen, port > 0, Self.overlap(host, other) {
            reader.report(
                .adminPort,
                "is the port of listen.port on the same address",
                remedy: "the two listeners need different ports"
            )
        }
        return .tcp(host: host, port: port)
    }

    private static func overlap(_ one: String, _ other: String) -> Bool {
        let everywhere: Set = ["0.0.0.0", "::", "*"]
        let loopback: Set = ["localhost", "127.0.0.1"]
        return one == other || everywhere.contains(one) || everywhere.contains(other)
            || loopback.isSuperset(of: [one, other])
    }

    /// A path; a relative one from the configuration file starts at that file's folder.
    mutating func path(_ key: SettingKey) -> String? {
        guard let path = reader.text(key) else { return nil }
        guard case .file? = reader.origin(of: key), !path.hasPrefix("/") else { return path }
        return folder + path
    }

    /// The path of a file that is there and can be read.
    mutating func readablePath(_ key: SettingKey) -> String? {
        guard let path = path(key) else { return nil }
        do {
            note(try files.read(path, atMost: Self.maximumKeyFileSize), for: key)
        } catch {
            reader.report(key, "\(error)")
        }
        return path
    }

    /// A private key's path: nobody but its owner and its group may read the file.
    mutating func privateKeyPath(_ key: SettingKey) -> String? {
        guard let path = readablePath(key) else { return nil }
        let contents = try? files.read(path, atMost: Self.maximumKeyFileSize)
        if let contents { report(exposureOf: contents, at: path, for: key) }
        return path
    }

    /// A certificate and its key: both or neither.
    mutating func certificateFiles(
        _ certificate: SettingKey,
        _ key: SettingKey
    ) -> ServerTLS? {
        let paths = (readablePath(certificate), privateKeyPath(key))
        switch (reader.isGiven(certificate), reader.isGiven(key)) {
        case (true, false):
            reader.report(certificate, "has no private key", remedy: "give \(key.name) too")
        case (false, true):
            reader.report(key, "has no certificate", remedy: "give \(certificate.name) too")
        default: break
        }
        guard let certificate = paths.0, let key = paths.1 else { return nil }
        return ServerTLS(certificateFile: certificate, keyFile: key)
    }

    /// Reports what others may do with a file that holds secrets and may not.
    mutating func report(exposureOf contents: FileContents, at path: String, for key: SettingKey) {
        guard let exposure = contents.exposure else { return }
        reader.report(key, exposure, remedy: FileContents.remedy(forExposureOf: path))
    }
}

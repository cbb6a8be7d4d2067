internal import Gateway

extension SettingsAssembly {
    /// The longest path of a Unix socket, in bytes: what NIO takes of the 108 Linux has room for.
    private static var maximumSocketPathBytes: Int { 103 }

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
        check(socket: socket)
        return .unixSocket(path: socket)
    }

    /// Reports a path where no socket can be made, whatever the moment.
    private mutating func check(socket path: String) {
        guard path.utf8.count <= Self.maximumSocketPathBytes else {
            return reader.report(
                .listenUnixSocket,
                "is too long for a socket: \(path.utf8.count) bytes",
                remedy: "allowed: up to \(Self.maximumSocketPathBytes)"
            )
        }
        let isDirectory: Bool
        do throws(FileTrouble) {
            try files.checkDirectory(path)
            isDirectory = true
        } catch {
            isDirectory = error == .notWritable || error == .readOnlyMount
        }
        if isDirectory || path.hasSuffix("/") {
            reader.report(.listenUnixSocket, "is a directory", remedy: "name the socket in it")
        }
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

    /// Whether a listener at one host leaves no room for another at the other.
    private static func overlap(_ one: String, _ other: String) -> Bool {
        let hosts = [one, other]
            .map { host -> [UInt8] in
                HostText.address(host == "localhost" ? "127.0.0.1" : host) ?? Array(host.utf8)
            }
        return hosts[0] == hosts[1] || hosts.contains { host in host.allSatisfy { $0 == 0 } }
    }

    /// A path; a relative one from the configuration file starts at that file's folder.
    mutating func path(_ key: SettingKey) -> String? {
        guard let path = reader.text(key) else { return nil }
        guard case .file? = reader.origin(of: key), !path.hasPrefix("/") else { return path }
        return folder + path
    }
}

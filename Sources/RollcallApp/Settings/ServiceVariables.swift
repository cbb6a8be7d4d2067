/// Variables that Kubernetes sets in each container for every Service of the namespace, and Docker
/// for every link.
///
/// Those of a Service whose name begins with `rollcall` look like ours, and two of them have the
/// names of settings: the Service `rollcall-admin` sets `ROLLCALL_ADMIN_PORT=tcp://10.0.0.1:9464`.
enum ServiceVariables {
    private static let schemes = ["tcp://", "udp://", "sctp://"]
    private static let protocols: Set<Substring> = ["TCP", "UDP", "SCTP"]
    private static let facts: Set<Substring> = ["PROTO", "PORT", "ADDR"]

    /// Whether a variable tells of a Service.
    static func include(_ name: String, _ value: String) -> Bool {
        if name.hasSuffix("_SERVICE_HOST") || name.hasSuffix("_SERVICE_PORT")
            || name.contains("_SERVICE_PORT_")
        {
            return true
        }
        if name.hasSuffix("_PORT"), schemes.contains(where: { value.hasPrefix($0) }) {
            return true
        }
        return tellsOfOnePort(name)
    }

    /// Whether a name ends as `_PORT_9464_TCP` or `_PORT_9464_TCP_ADDR`.
    private static func tellsOfOnePort(_ name: String) -> Bool {
        var words = name.split(separator: "_")[...]
        if let last = words.last, facts.contains(last) { words = words.dropLast() }
        guard let last = words.popLast(), protocols.contains(last), let port = words.popLast()
        else { return false }
        return UInt16(port) != nil && words.last == "PORT"
    }
}

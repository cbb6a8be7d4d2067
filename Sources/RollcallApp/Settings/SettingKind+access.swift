internal import Gateway

extension SettingKind {
    /// The item of `access.trustedProxies` that stands for whoever may open our Unix socket.
    static let unixSocketWord = "unix"
    /// The item of `access.allowedOrigins` that stands for every origin.
    static let anyOriginWord = "*"

    /// Checks an item of a list of networks or origins.
    func check(listed text: String) throws(SettingComplaint) {
        switch self {
        case .networks where text != Self.unixSocketWord: try Self.check(network: text)
        case .origins where text != Self.anyOriginWord: try Self.check(origin: text)
        default: break
        }
    }

    private static func check(network text: String) throws(SettingComplaint) {
        do throws(IPNetworkError) {
            _ = try IPNetwork(parsing: text)
        } catch {
            switch error {
            case .noAddress: throw SettingComplaint(text, "is neither an IP address nor a network")
            case .noPrefixLength(let most):
                throw SettingComplaint(text, "has no number from 0 to \(most) behind the slash")
            case .bitsBehindPrefix:
                throw SettingComplaint(text, "names a network with bits behind its prefix")
            }
        }
    }

    /// An origin as browsers send it: what differs in writing would never match.
    private static func check(origin text: String) throws(SettingComplaint) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["http", "https"].contains(parts[0]) else {
            throw SettingComplaint(text, "does not begin with https:// or http://")
        }
        let host = parts[1]
        guard !host.isEmpty, !host.contains(where: { "/?#@ \t".contains($0) }) else {
            throw SettingComplaint(
                text,
                "is not a scheme and a host alone, without slash at the end"
            )
        }
        guard host.allSatisfy({ $0.isASCII && !$0.isUppercase }) else {
            throw SettingComplaint(text, "is not written as browsers do, in lower case and ASCII")
        }
        guard !host.hasSuffix(parts[0] == "https" ? ":443" : ":80") else {
            throw SettingComplaint(text, "names the scheme's usual port, which browsers leave out")
        }
    }
}

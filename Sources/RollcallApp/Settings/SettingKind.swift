/// What a setting's value may look like.
package enum SettingKind: Hashable, Sendable {
    /// Any text but the empty one.
    case text
    /// A key as it may stand in a signature: visible ASCII without `/` and `;`.
    case accessKey
    /// What nobody may see: a text without blanks and the like.
    case secret
    /// The name or address of a host, without port.
    case host
    /// The name of a host, without port; no address.
    case hostName
    /// The path of a file.
    case path
    /// The path of a directory.
    case directory
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A list of whole numbers, each once.
    case integers(ClosedRange<Int>)
    /// A list of http or https addresses, each once.
    case urls
    /// A list of IP addresses and networks, and `unix`, each once.
    case networks
    /// A list of web origins, or `*` alone, each once.
    case origins
    /// A duration: `500ms`, `2s`, `5m`, `1h`.
    case duration(ClosedRange<Duration>)
    /// A size in bytes: `512B`, `64KiB`, `256MiB`, `1GiB`.
    case size(ClosedRange<Int>)
    /// One of a few words.
    case choice([String])
    /// A list of some of a few words, each once.
    case words([String])

    /// Whether something is so.
    static let truth = SettingKind.choice(["false", "true"])

    /// Whether the value is a list.
    package var isList: Bool {
        switch self {
        case .integers, .urls, .networks, .origins, .words: true
        default: false
        }
    }

    /// What is allowed, in words, for error messages and the documentation.
    package var allowed: String {
        switch self {
        case .text: "text"
        case .accessKey: "letters, digits and marks of ASCII other than / and ;"
        case .secret: "text without white space, unseen characters and quotes around it"
        case .host: "a host name or an IP address"
        case .hostName: "a host name; no IP address and no port"
        case .path: "the path of a file"
        case .directory: "the path of a directory"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .integers(let range):
            "a list of whole numbers from \(range.lowerBound) to \(range.upperBound), each once"
        case .urls: "a list of addresses such as https://cms.example:28443, each once"
        case .networks:
            "a list of addresses and networks such as 127.0.0.1, 10.0.0.0/8 and unix, each once"
        case .origins: "a list of origins such as https://wallboard.example, each once, or [\"*\"]"
        case .duration(let range):
            "a duration from \(DurationText.text(range.lowerBound)) to "
                + DurationText.text(range.upperBound)
        case .size(let range):
            "a size from \(SizeText.text(range.lowerBound)) to \(SizeText.text(range.upperBound))"
        case .choice(let words): words.joined(separator: ", ")
        case .words(let words): "a list of \(words.joined(separator: ", ")), each once"
        }
    }
}

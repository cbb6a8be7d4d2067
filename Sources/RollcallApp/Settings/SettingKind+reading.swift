internal import CMS

extension SettingKind {
    /// Reads a value from its texts: one text, or a list's items.
    /// - Throws: `SettingComplaints` naming every text at fault.
    package func read(_ texts: [String]) throws(SettingComplaints) -> SettingValue {
        switch self {
        case .integers(let range):
            return .integers(
                try Self.each(texts) { text throws(SettingComplaint) in
                    try integer(text, in: range)
                }
            )
        case .urls:
            return .texts(
                try Self.each(texts) { text throws(SettingComplaint) in
                    try check(url: text)
                    return text
                }
            )
        case .words(let words):
            return .texts(
                try Self.each(texts) { text throws(SettingComplaint) in
                    guard words.contains(text) else {
                        throw SettingComplaint(text, "is not a choice")
                    }
                    return text
                }
            )
        case .networks, .origins:
            return .texts(
                try Self.each(texts) { text throws(SettingComplaint) in
                    try check(listed: text)
                    return text
                }
            )
        default:
            let text = texts.joined(separator: ",")
            do throws(SettingComplaint) {
                return try read(text)
            } catch {
                throw SettingComplaints([error])
            }
        }
    }

    /// Reads the items of a list, each once.
    private static func each<Item: Hashable>(
        _ texts: [String],
        _ read: (String) throws(SettingComplaint) -> Item
    ) throws(SettingComplaints) -> [Item] {
        var (items, complaints): ([Item], [SettingComplaint]) = ([], [])
        var seen: Set<Item> = []
        for text in texts {
            do throws(SettingComplaint) {
                let item = try read(text)
                guard seen.insert(item).inserted else {
                    throw SettingComplaint(withoutUser(text), "is listed twice")
                }
                items.append(item)
            } catch {
                complaints.append(error)
            }
        }
        if texts.isEmpty { complaints.append(SettingComplaint(nil, "is an empty list")) }
        guard complaints.isEmpty else { throw SettingComplaints(complaints) }
        return items
    }

    private func read(_ text: String) throws(SettingComplaint) -> SettingValue {
        guard !text.isEmpty else { throw SettingComplaint(nil, "is empty") }
        switch self {
        case .integer(let range): return .integer(try integer(text, in: range))
        case .duration(let range): return .duration(try duration(text, in: range))
        case .size(let range): return .integer(try size(text, in: range))
        case .choice(let words):
            guard words.contains(text) else { throw SettingComplaint(text, "is not a choice") }
            return .text(text)
        case .host:
            if let complaint = HostText.complaint(about: text) {
                throw SettingComplaint(text, complaint)
            }
            return .text(text)
        case .hostName:
            guard CMSTLSSettings.isServerName(text) else {
                throw SettingComplaint(text, "is not a host name")
            }
            return .text(text)
        case .accessKey: return .text(try SecretText.accessKey(text))
        case .secret: return .text(try SecretText.secret(text))
        case .text, .path, .directory, .integers, .urls, .networks, .origins, .words:
            return .text(text)
        }
    }

    private func integer(
        _ text: String,
        in range: ClosedRange<Int>
    ) throws(SettingComplaint) -> Int {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw SettingComplaint(text, "is not a whole number")
        }
        guard let number = Int(text), range.contains(number) else {
            throw SettingComplaint(text, "is out of range")
        }
        return number
    }

    private func duration(
        _ text: String,
        in range: ClosedRange<Duration>
    ) throws(SettingComplaint) -> Duration {
        guard let duration = DurationText.duration(text) else {
            throw SettingComplaint(text, "is not a duration such as 500ms, 2s, 5m or 1h")
        }
        guard range.contains(duration) else { throw SettingComplaint(text, "is out of range") }
        return duration
    }

    private func size(_ text: String, in range: ClosedRange<Int>) throws(SettingComplaint) -> Int {
        guard let bytes = SizeText.bytes(text) else {
            throw SettingComplaint(text, "is not a size such as 64KiB or 256MiB")
        }
        guard range.contains(bytes) else { throw SettingComplaint(text, "is out of range") }
        return bytes
    }

    private func check(url: String) throws(SettingComplaint) {
        do throws(BaseURLError) {
            _ = try BaseURL(parsing: url)
        } catch {
            throw SettingComplaint(Self.withoutUser(url), Self.complaint(error))
        }
    }

    /// A user and a password in an address are never shown.
    private static func withoutUser(_ url: String) -> String {
        guard let at = url.lastIndex(of: "@") else { return url }
        return "…\(url[at...])"
    }

    private static func complaint(_ error: BaseURLError) -> String {
        switch error {
        case .scheme: "does not begin with https:// or http://"
        case .host: "has no host, or one that is neither a name nor an address"
        case .port: "has a port that is not a number from 1 to 65535"
        case .userInfo: "has a user or a password, which have no place in it"
        case .queryOrFragment: "has a query or a fragment, which have no place in it"
        case .path: "has a path with characters that would have to be percent-encoded"
        }
    }
}

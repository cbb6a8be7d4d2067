/// One answer as a client reads it.
struct HTTPReply: Hashable {
    let status: Int
    let head: String
    let body: String

    /// A header field's value.
    func field(_ name: String) -> String? {
        let lines = head.split(separator: "\r\n").dropFirst()
        let line = lines.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        return line.map { String($0.dropFirst(name.count + 2)) }
    }

    /// All complete answers in a text, framed by their length; answers to HEAD have no body.
    static func all(in text: String, toHead: Bool = false) -> [HTTPReply] {
        var replies: [HTTPReply] = []
        var rest = Substring(text).utf8
        while let reply = next(in: &rest, toHead: toHead) { replies.append(reply) }
        return replies
    }

    private static func next(in rest: inout Substring.UTF8View, toHead: Bool) -> HTTPReply? {
        guard let end = Substring(rest).firstRange(of: "\r\n\r\n") else { return nil }
        let head = String(Substring(rest[..<end.lowerBound]))
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var reply = HTTPReply(status: status, head: head, body: "")
        let length = toHead ? 0 : reply.field("content-length").flatMap { Int($0) } ?? 0
        let after = rest[end.upperBound...]
        guard after.count >= length else { return nil }
        reply = HTTPReply(
            status: status,
            head: head,
            body: String(Substring(after.prefix(length)))
        )
        rest = after.dropFirst(length)
        return reply
    }
}

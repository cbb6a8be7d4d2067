internal import NIOHTTP1

/// How a list of agents is written; the raw value is its media type.
enum ListFormat: String, CaseIterable, Hashable, Sendable {
    /// One document: the agents and how complete the list is.
    case json = "application/json"
    /// One agent a line, written as the client takes it.
    case lines = "application/x-ndjson"

    /// Chooses the format a request likes best (RFC 9110 section 12.5.1): by quality, then the one
    /// it names more closely, then JSON.
    /// - Throws: `.notAcceptable` where it rules both out.
    init(accepting headers: HTTPHeaders) throws(Problem) {
        let ranges = headers["accept"].flatMap(MediaRange.all)
        guard !ranges.isEmpty else {
            self = .json
            return
        }
        let json = MediaRange.closest(to: Self.json.rawValue, among: ranges)
        let lines = MediaRange.closest(to: Self.lines.rawValue, among: ranges)
        switch (json.flatMap(\.accepted), lines.flatMap(\.accepted)) {
        case (nil, nil): throw Self.refusal
        case (_, nil): self = .json
        case (nil, _): self = .lines
        case (let json?, let lines?):
            self = json.isOutdone(by: lines) ? .lines : .json
        }
    }

    private static var refusal: Problem {
        let known = allCases.map(\.rawValue).joined(separator: " or ")
        var problem = Problem(.notAcceptable, "Lists can be had as \(known).")
        problem.dependencies = .accept
        return problem
    }
}

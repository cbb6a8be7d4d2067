internal import Foundation

/// The parameters of a call about groups as they were sent, in its path or its body.
struct GroupParameters {
    private let values: [String: JSONValue]

    /// Takes them out of a call, or nothing when its body has another form.
    init?(of call: GroupCallKind, in request: SimulatedRequest, requiresQueryParam: Bool) {
        if call.pathParameters.isEmpty {
            guard let values = Self.members(of: request.body, requiresQueryParam) else {
                return nil
            }
            self.values = values
        } else {
            let texts = call.values(in: request.path).map { JSONValue.text(String($0)) }
            values = Dictionary(uniqueKeysWithValues: zip(call.pathParameters, texts))
        }
    }

    /// A whole number; it may come as a string.
    func number(_ name: String) -> Int64? {
        values[name].flatMap(Self.number)
    }

    /// A text.
    func text(_ name: String) -> String? {
        guard case .text(let text) = values[name] else { return nil }
        return text
    }

    /// A list of whole numbers; each may come as a string.
    func numbers(_ name: String) -> [Int64]? {
        guard case .list(let list) = values[name] else { return nil }
        let numbers = list.compactMap(Self.number)
        return numbers.count == list.count ? numbers : nil
    }

    private static func number(_ value: JSONValue) -> Int64? {
        if case .text(let text) = value { Int64(text) } else { value.whole }
    }

    private static func members(
        of body: [UInt8],
        _ requiresQueryParam: Bool
    ) -> [String: JSONValue]? {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body)),
            case .object(let members) = value
        else { return nil }
        if case .object(let wrapped) = members["queryParam"] { return wrapped }
        return requiresQueryParam ? nil : members
    }
}

internal import Foundation

extension SimulatorFaults {
    /// Reads faults from a JSON object; what it does not name is no fault.
    /// - Throws: `FaultProblems` with all there is to say.
    package init(json: [UInt8]) throws(FaultProblems) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(json)),
            case .object(let members) = value
        else { throw FaultProblems(problems: ["body: must be a JSON object"]) }
        let known = Set(FaultSetting.all.map(\.name))
        let unknown = members.keys.filter { !known.contains($0) }.sorted()
        var problems = unknown.map { "\($0): there is no such fault" }
        self.init()
        for setting in FaultSetting.all {
            guard let value = members[setting.name] else { continue }
            guard !setting.accept(value, &self) else { continue }
            problems.append("\(setting.name): must be \(setting.allowed)")
        }
        guard problems.isEmpty else { throw FaultProblems(problems: problems) }
    }
}

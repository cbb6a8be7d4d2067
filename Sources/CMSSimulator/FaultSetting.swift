/// One key of the faults' JSON: what it is called, what is allowed, and where it goes.
struct FaultSetting: Sendable {
    let name: String
    let allowed: String
    /// Takes the value in, or says that it is not allowed.
    let accept: @Sendable (JSONValue, inout SimulatorFaults) -> Bool

    private typealias Path<Value> = any WritableKeyPath<SimulatorFaults, Value> & Sendable

    /// Every key there is.
    static let all: [FaultSetting] = [
        whole("latencyMilliseconds", 0...600_000, \.latencyMilliseconds),
        whole("jitterMilliseconds", 0...600_000, \.jitterMilliseconds),
        failure("failure", \.failure),
        optionalRate("errorRate", \.errorRate),
        rate("cutOffRate", \.cutOffRate),
        whole("throttleEvery", 0...1_000_000, \.throttleEvery),
        whole("throttleLength", 0...1_000_000, \.throttleLength),
        whole("retryAfterSeconds", 0...86_400, \.retryAfterSeconds),
        rate("disagreementRate", \.disagreementRate),
        rate("extraFieldRate", \.extraFieldRate),
        rate("unknownStateRate", \.unknownStateRate),
        rate("stringNumberRate", \.stringNumberRate),
        rate("omittedRowRate", \.omittedRowRate),
        rate("foreignRowRate", \.foreignRowRate),
        poisonIDs,
        whole("dateOffsetSeconds", -315_360_000...315_360_000, \.dateOffsetSeconds),
        whole("groupLatencyMilliseconds", 0...600_000, \.groupLatencyMilliseconds),
        failure("groupFailure", \.groupFailure),
        optionalRate("groupErrorRate", \.groupErrorRate),
        rate("shiftRate", \.shiftRate),
        rate("shortPageRate", \.shortPageRate),
        flag("ignoresOffset", \.ignoresOffset),
        flag("groupDescriptionOnly", \.groupDescriptionOnly),
        flag("requiresQueryParam", \.requiresQueryParam),
    ]

    private static func rate(_ name: String, _ path: Path<Double>) -> FaultSetting {
        FaultSetting(name: name, allowed: "a share from 0 to 1") { value, faults in
            guard let share = share(value) else { return false }
            faults[keyPath: path] = share
            return true
        }
    }

    private static func whole(
        _ name: String,
        _ range: ClosedRange<Int64>,
        _ path: Path<Int>
    ) -> FaultSetting {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return FaultSetting(name: name, allowed: allowed) { value, faults in
            guard let number = value.whole, range.contains(number) else { return false }
            faults[keyPath: path] = Int(number)
            return true
        }
    }

    private static func flag(_ name: String, _ path: Path<Bool>) -> FaultSetting {
        FaultSetting(name: name, allowed: "true or false") { value, faults in
            guard case .flag(let flag) = value else { return false }
            faults[keyPath: path] = flag
            return true
        }
    }

    private static func failure(_ name: String, _ path: Path<SimulatorFailure?>) -> FaultSetting {
        let allowed = "\(SimulatorFailure.allowedText), or null"
        return FaultSetting(name: name, allowed: allowed) { value, faults in
            if value == .null { return true }
            guard case .text(let text) = value, let failure = SimulatorFailure(parsing: text)
            else { return false }
            faults[keyPath: path] = failure
            return true
        }
    }

    private static func optionalRate(_ name: String, _ path: Path<Double?>) -> FaultSetting {
        FaultSetting(name: name, allowed: "a share from 0 to 1, or null") { value, faults in
            if value == .null { return true }
            guard let share = share(value) else { return false }
            faults[keyPath: path] = share
            return true
        }
    }

    private static let poisonIDs = FaultSetting(
        name: "poisonIDs",
        allowed: "a list of whole numbers"
    ) { value, faults in
        guard case .list(let values) = value else { return false }
        let ids = values.compactMap(\.whole)
        faults.poisonIDs = Set(ids)
        return ids.count == values.count
    }

    private static func share(_ value: JSONValue) -> Double? {
        guard case .number(let share) = value, (0...1).contains(share) else { return nil }
        return share
    }
}

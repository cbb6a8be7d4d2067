internal import Roster

extension RawRow {
    /// Says the row in our words: the vendor's marks for "none" and "unknown" become nothing
    /// (contract section 1, design section 4).
    func reading(counting counts: inout AnomalyCounts) -> RowReading {
        counts.count(.missingField, times: missing)
        guard let number = self[.agentID] else {
            counts.count(.rowWithoutID)
            return .nameless
        }
        guard let id = AgentID(number) else {
            counts.count(.idOutOfRange)
            return .nameless
        }
        guard let state = int32(.currentState), let seconds = self[.currentStateTime] else {
            counts.count(.unreadableRow)
            return .unreadable(id)
        }
        return .report(report(id, state: state, seconds: seconds, &counts))
    }

    private func report(
        _ id: AgentID,
        state: Int32,
        seconds: Int64,
        _ counts: inout AnomalyCounts
    ) -> AgentReport {
        let previous = int32(.previousState)
        for code in [state, previous ?? 0] where AgentState(code: code) == .unknown {
            counts.count(.unknownState)
        }
        return AgentReport(
            id: id,
            stateCode: state,
            stateSeconds: seconds,
            reasonCode: state == Int32(AgentState.resting.rawValue)
                ? int32(.currentStateReason, unless: Sentinel.none) : nil,
            previousStateCode: previous,
            previousStateSeconds: value(.previousStateTime, unless: Sentinel.unknownSeconds),
            signedInAt: state == Int32(AgentState.signedOut.rawValue) ? nil : logonTime,
            releasedCalls: int32(.agentRelease),
            privateCalls: int32(.currentPrivateCalls),
            locationID: int32(.locationID, unless: Sentinel.none)
        )
    }

    private var logonTime: Timestamp? {
        self[.logonTime]
            .flatMap { $0 < Sentinel.firstUnrealLogonTime ? Timestamp(milliseconds: $0) : nil }
    }

    private func value(_ field: RowField, unless sentinel: Int64) -> Int64? {
        self[field].flatMap { $0 == sentinel ? nil : $0 }
    }

    private func int32(_ field: RowField, unless sentinel: Int64 = -1) -> Int32? {
        value(field, unless: sentinel).flatMap { Int32(exactly: $0) }
    }
}

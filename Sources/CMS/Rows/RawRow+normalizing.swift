internal import Roster

extension RawRow {
    /// Says the row in our words: the vendor's marks for "none" and "unknown" become nothing
    /// (contract section 1, design section 4).
    /// - Parameters:
    ///   - now: the CMS's time, where it is known.
    ///   - counts: takes what is not as the contract says.
    /// - Returns: what the row comes to.
    func reading(asOf now: Timestamp?, counting counts: inout AnomalyCounts) -> RowReading {
        counts.count(.missingField, times: missing)
        guard let number = self[.agentID] else {
            counts.count(.rowWithoutID)
            return .unreadableName
        }
        guard let id = AgentID(number) else {
            counts.count(.idOutOfRange)
            return .nobody
        }
        guard let state = int32(.currentState), let time = self[.currentStateTime] else {
            counts.count(.unreadableRow)
            return .unreadable(id)
        }
        let seconds = time == Sentinel.unknownSeconds ? nil : time
        let signedInAt = signedInAt(state: state, counting: &counts)
        guard !outlasts(signedInAt, seconds, asOf: now) else {
            counts.count(.stateLongerThanSignIn)
            return .unreadable(id)
        }
        return .report(report(id, state: state, seconds: seconds, signedInAt, &counts))
    }

    /// When the agent signed in, where that can be a time in milliseconds.
    private func signedInAt(state: Int32, counting counts: inout AnomalyCounts) -> Timestamp? {
        guard state != Int32(AgentState.signedOut.rawValue), let time = self[.logonTime],
            time < Sentinel.firstUnrealLogonTime
        else { return nil }
        guard time >= Sentinel.firstPlausibleLogonTime else {
            counts.count(.logonTimeTooSmall)
            return nil
        }
        return Timestamp(milliseconds: time)
    }

    /// Whether a state lasts longer than the agent is signed in, beyond what clocks may differ by.
    private func outlasts(
        _ signedInAt: Timestamp?,
        _ seconds: Int64?,
        asOf now: Timestamp?
    ) -> Bool {
        guard let seconds, let signedInAt, let now, signedInAt <= now else { return false }
        return seconds - (now.seconds - signedInAt.seconds) > Sentinel.toleratedSeconds
    }

    private func report(
        _ id: AgentID,
        state: Int32,
        seconds: Int64?,
        _ signedInAt: Timestamp?,
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
            signedInAt: signedInAt,
            releasedCalls: int32(.agentRelease),
            privateCalls: int32(.currentPrivateCalls),
            locationID: int32(.locationID, unless: Sentinel.none)
        )
    }

    private func value(_ field: RowField, unless sentinel: Int64) -> Int64? {
        self[field].flatMap { $0 == sentinel ? nil : $0 }
    }

    private func int32(_ field: RowField, unless sentinel: Int64 = -1) -> Int32? {
        value(field, unless: sentinel).flatMap { Int32(exactly: $0) }
    }
}

package import CMS
package import Gateway
internal import JSONScanning
internal import Metrics
internal import Roster
package import StatusEngine

extension RollcallMetrics: HTTPObserver {
    /// Counts what a server does.
    package func observe(_ event: HTTPEvent) {
        switch event {
        case .connectionOpened:
            connections.increment()
            connectionsOpened.increment()
        case .connectionClosed: connections.decrement()
        case .connectionRefused: connectionsRefused.increment()
        case .timedOut(let kind): count(.httpTimeouts, kind.rawValue)
        case .requestAbandoned: abandoned.increment()
        case .requestFinished(let request):
            let nanoseconds = request.duration.nanoseconds
            requests.finished(request.route, status: request.status, nanoseconds: nanoseconds)
            answers.answered(request.provenance)
        }
    }
}

extension RollcallMetrics {
    /// Counts a line of a request that was not written.
    func logLineDropped() { logLinesDropped.increment() }
}

extension RollcallMetrics: EngineObserver {
    /// Counts what the engine does.
    package func observe(_ event: EngineEvent) {
        switch event {
        case .callStarted(_, let ids, let toppedUp, let kind):
            count(.cmsCallsStarted, kind.rawValue)
            callIDs.record(ids)
            self.toppedUp.increment(by: toppedUp)
        case .callSucceeded(_, _, let notReported, let foreignRows):
            count(.cmsCalls, "ok")
            self.notReported.increment(by: notReported)
            self.foreignRows.increment(by: foreignRows)
        case .callFailed(_, let failure), .callResent(_, let failure):
            count(.cmsCalls, failure.code.rawValue)
        case .paused: pauses.increment()
        case .overloaded: overloaded.increment()
        case .evicted(let agents): evicted.increment(by: agents)
        case .putAside: putAside.increment()
        case .groupCallStarted(_, let source): count(.groupCallsStarted, source.rawValue)
        case .groupCallFailed(_, let source, let failure),
            .groupCallResent(_, let source, let failure):
            count(.groupCallsFailed, [source.rawValue, failure.code.rawValue])
        case .groupsRefreshed(_, let source, let report):
            count(.groupRefreshes, [source.rawValue, report.isWhole ? "whole" : "partial"])
            count(.groupRereads, source.rawValue, by: report.rereads)
        case .groupRefreshAbandoned(_, let source):
            count(.groupRefreshes, [source.rawValue, "abandoned"])
        case .groupSourceBarred, .groupsChanged: break
        case .lockedOut, .unlocked, .lockOutLifted, .recovered: break
        }
    }
}

extension RollcallMetrics: CMSObserver {
    /// Counts what the calls to the CMS bring.
    package func observe(_ event: CMSEvent) {
        switch event {
        case .callEnded(let duration, let bodyBytes, _):
            callDuration.recordNanoseconds(duration.nanoseconds)
            self.bodyBytes.record(bodyBytes)
        case .groupCallEnded(let kind, let duration, _, _):
            record(.groupCallDuration, kind.rawValue, duration)
        case .anomaly(let anomaly, let times, _): count(.cmsAnomalies, anomaly.rawValue, by: times)
        case .bodyRefused(let fault): count(.cmsBodiesRefused, fault.rawValue)
        case .connectionNotMade(_, let code): count(.cmsConnectionsNotMade, code.rawValue)
        case .clockSkew(let seconds): set(.cmsClockSkew, Double(seconds))
        }
    }
}

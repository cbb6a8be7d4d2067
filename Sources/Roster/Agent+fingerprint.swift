extension Agent {
    /// The digest of all that is told of the agent but when it was observed, and what follows from
    /// that: moments count to the second, as they are shown.
    var contentFingerprint: UInt64 {
        var content = Fingerprint()
        content.add(report.id.number)
        content.add(report.stateCode)
        content.add(stateSince?.seconds)
        content.add(report.reasonCode)
        content.add(report.previousStateCode)
        content.add(report.previousStateSeconds)
        content.add(report.signedInAt?.seconds)
        content.add(report.releasedCalls)
        content.add(report.privateCalls)
        content.add(report.locationID)
        return content.value
    }
}

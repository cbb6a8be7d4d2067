internal import Logging
internal import Roster
internal import StatusEngine
internal import Synchronization

// What is worth a line of the groups that are learnt.
extension EngineLog {
    static let barred: Logger.Message = """
        The CMS refuses the signature of calls about groups and accepts other calls. This source is \
        disabled until the credentials change or rollcall restarts. If it cannot be made to work, \
        switch it off.
        """

    func groupCallFailed(_ vdn: VDN, _ source: Group.Source, _ failure: CallFailure) {
        var metadata = failure.metadata
        metadata.merge(Self.metadata(vdn, source), uniquingKeysWith: { own, _ in own })
        guard !failure.code.locksOut else {
            // The lock-out that follows has the line.
            return logger.debug("The CMS refused a call about groups.", metadata: metadata)
        }
        let key = GroupRefreshStreaks.Key(vdn: vdn, source: source)
        let line = state.withLock { [now] in $0.groups.failed(key, failure.code, at: now()) }
        guard let line else { return }
        if line.suppressed > 0 { metadata["log.suppressed"] = "\(line.suppressed)" }
        logger.warning(
            "Groups could not be read from the CMS; the last known ones stay in use.",
            metadata: metadata
        )
    }

    func groupsRefreshed(_ vdn: VDN, _ source: Group.Source, _ report: GroupRefreshReport) {
        var metadata = Self.metadata(vdn, source)
        metadata["groups.count"] = "\(report.groups)"
        metadata["groups.calls"] = "\(report.calls)"
        if report.failed > 0 { metadata["groups.failed"] = "\(report.failed)" }
        if report.unsettled > 0 { metadata["groups.unsettled"] = "\(report.unsettled)" }
        if report.unreadable > 0 { metadata["groups.unreadable"] = "\(report.unreadable)" }
        if report.vanished > 0 { metadata["groups.vanished"] = "\(report.vanished)" }
        let key = GroupRefreshStreaks.Key(vdn: vdn, source: source)
        let isNew = state.withLock { $0.groups.refreshed(key, report) }
        logger.log(
            level: !isNew ? .debug : report.hasLostAll ? .warning : .notice,
            "Groups were read from the CMS.",
            metadata: metadata
        )
    }

    static func metadata(_ vdn: VDN, _ source: Group.Source) -> Logger.Metadata {
        ["cms.vdn": "\(vdn)", "group.source": "\(source.rawValue)"]
    }
}

extension GroupRefreshReport {
    /// Whether the CMS lists none of the groups any more that it listed before.
    fileprivate var hasLostAll: Bool { vanished > 0 && vanished >= groups }
}

internal import CMS
internal import Logging
internal import StatusEngine

/// The parts that write to the state directory while rollcall runs; nil without one.
struct StateKeepers {
    /// Keeps lock-outs.
    let lockOut: LockOutKeeper?
    /// Keeps the calls that count towards the quota; nil if there is no quota either.
    let quota: QuotaKeeper?

    /// Makes them from the settings; a quota that nobody keeps is a warning.
    init(_ settings: Settings, _ surroundings: Application.Surroundings) {
        let (files, logger) = (surroundings.stateFiles, surroundings.logger)
        lockOut = settings.state.map { state in
            LockOutKeeper(
                LockOutFile(state, files),
                cms: settings.cms,
                salt: Self.salt(surroundings.seed),
                logger: logger
            )
        }
        guard settings.engine.callQuota != nil else {
            quota = nil
            return
        }
        quota = settings.state.map { QuotaKeeper($0, files, logger: logger) }
        if quota == nil {
            logger.warning(
                "cms.callQuota counts from zero after each start, because state.directory is not set."
            )
        }
    }

    /// What outlives rollcall, with the snapshots of what the engine knows.
    func state(
        of status: StatusService,
        _ settings: Settings,
        _ surroundings: Application.Surroundings
    ) -> KeptState? {
        guard let state = settings.state, let lockOut else { return nil }
        let snapshots = SnapshotKeeper(
            state,
            surroundings.stateFiles,
            cms: settings.cms,
            status: status,
            clock: surroundings.clock,
            logger: surroundings.logger
        )
        return KeptState(
            lockOut: lockOut,
            quota: quota,
            snapshots: snapshots,
            status: status,
            clock: surroundings.clock
        )
    }

    /// A salt has to differ from process to process, as the seed does, and is no secret.
    private static func salt(_ seed: UInt64) -> [UInt8] {
        var numbers = SplitMix64(seed: seed)
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
    }
}

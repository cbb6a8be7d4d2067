internal import CMS
internal import Logging
internal import StatusEngine

/// What outlives rollcall, where there is a directory for it.
struct KeptState {
    private let lockOut: LockOutKeeper
    private let quota: QuotaKeeper?
    private let status: StatusService
    private let clock: any EngineClock
    /// The snapshots.
    let snapshots: SnapshotKeeper

    init(
        lockOut: LockOutKeeper,
        quota: QuotaKeeper?,
        snapshots: SnapshotKeeper,
        status: StatusService,
        clock: any EngineClock
    ) {
        self.lockOut = lockOut
        self.quota = quota
        self.snapshots = snapshots
        self.status = status
        self.clock = clock
    }

    /// Goes on where rollcall stopped.
    /// - Returns: how many observations were taken in, and whether there is a lock-out to go on with.
    func restore() -> (observations: Int, isLockedOut: Bool) {
        let record = lockOut.restored(at: clock.now.wall)
        if let record { status.restore(record) }
        quota?.restore(to: status, at: clock.now.wall)
        return (snapshots.restore(), record != nil)
    }
}

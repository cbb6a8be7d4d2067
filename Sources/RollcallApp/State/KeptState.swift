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
    func restore() {
        if let record = lockOut.restored(at: clock.now.wall) { status.restore(record) }
        quota?.restore(to: status, at: clock.now.wall)
        snapshots.restore()
    }
}

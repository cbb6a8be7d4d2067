internal import CMS
internal import Logging
internal import StatusEngine

/// What outlives rollcall, where there is a directory for it.
struct KeptState {
    private let lockOut: LockOutKeeper
    private let status: StatusService
    /// The snapshots.
    let snapshots: SnapshotKeeper

    init(lockOut: LockOutKeeper, snapshots: SnapshotKeeper, status: StatusService) {
        self.lockOut = lockOut
        self.snapshots = snapshots
        self.status = status
    }

    /// Goes on where rollcall stopped.
    func restore() {
        if let record = lockOut.restored() { status.restore(record) }
        snapshots.restore()
    }
}

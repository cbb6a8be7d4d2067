internal import Glibc
internal import NIOCore
internal import NIOPosix

/// The threads of what no client should wait behind: the connections to the CMS, and the reading of
/// what comes from them.
///
/// They stand back behind the threads that serve clients: where all cores are busy, a thread that
/// wakes for a request runs at once, and not after a slice of megabytes being decoded.
final class BackgroundThreads: TaskExecutor {
    /// By how much they stand back: `nice` of setpriority(2), of which 0 is what others have.
    private static let niceness: Int32 = 10

    /// The threads, each with an event loop.
    let loops: any EventLoopGroup

    /// Starts so many threads, which run until the process ends.
    init(count: Int) {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: count)
        for loop in loops.makeIterator() { loop.execute(Self.standBack) }
        self.loops = loops
    }

    /// Runs a piece of a task on one of the threads.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loops.next()
            .execute {
                unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
            }
    }

    // In Linux a priority is a thread's, whatever POSIX says, and 0 is the thread that asks. It may
    // always lower its own; where it may not all the same, it goes on as it is.
    @Sendable private static func standBack() {
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
    }
}

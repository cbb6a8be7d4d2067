import Glibc
import Testing

@testable import RollcallApp

@Suite struct BackgroundThreadsTests {
    /// The nice value of the thread this runs on.
    @concurrent private func niceness() async -> Int32 {
        getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
    }

    @Test func `what runs on them stands back behind all other threads`() async {
        let threads = BackgroundThreads(count: 2)
        let others = await niceness()
        for _ in 0..<4 {
            let background = await withTaskExecutorPreference(threads) { await niceness() }
            #expect(background > others)
        }
        #expect(await niceness() == others)
    }
}

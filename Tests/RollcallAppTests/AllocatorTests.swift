import CMalloc
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct AllocatorTests {
    @Test func `of large blocks that were freed no more than the reserve stays`() async {
        await #expect(processExitsWith: .success) {
            Allocator.limitReserve()
            // Left alone, the library learns from the first and keeps the second.
            for _ in 1...2 { unsafe free(malloc(16 << 20)) }
            #expect(mallinfo2().fordblks < 5 << 20)
        }
    }
}

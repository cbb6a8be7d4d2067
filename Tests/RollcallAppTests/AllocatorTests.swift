import CMalloc
import Testing

@testable import RollcallApp

@Suite(.timeLimit(.minutes(1)))
struct AllocatorTests {
    @Test func `of large blocks that were freed no more than the reserve stays`() async {
        await #expect(processExitsWith: .success) {
            Allocator.limitReserve(unlessSetIn: ["HOME": "/"])
            // Left alone, the library learns from the first and keeps the second.
            for _ in 1...2 { unsafe free(malloc(16 << 20)) }
            #expect(mallinfo2().fordblks < 5 << 20)
        }
    }

    @Test(arguments: ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES"])
    func `what the operator has set stays`(_ variable: String) async {
        await #expect(processExitsWith: .success) { [variable] in
            Allocator.limitReserve(unlessSetIn: [variable: "1"])
            for _ in 1...2 { unsafe free(malloc(16 << 20)) }
            #expect(mallinfo2().fordblks >= 16 << 20)
        }
    }
}

internal import CMalloc

/// The C library's allocator, from which all memory of this process comes.
enum Allocator {
    /// How many bytes of free memory stay at the end of an arena; the rest is given back.
    ///
    /// A list of 5,000 agents takes 2 MiB: lists that follow each other are written into the same
    /// memory, which costs half of what new memory does.
    private static let reserve: Int32 = 4 << 20
    /// From how many bytes on a block is memory of its own; the most that mallopt(3) allows.
    private static let block: Int32 = 32 << 20

    /// The environment variables by which an operator sets these limits; see mallopt(3).
    private static let variables = [
        "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES",
    ]

    /// Lets no more stay than that, unless the environment says how much.
    ///
    /// Left alone, the library raises both limits with what is freed, the reserve to twice the
    /// largest block: after the first full answer of the CMS, 8 MiB an arena. Setting one limit
    /// holds both, so both are set.
    static func limitReserve(unlessSetIn environment: [String: String]) {
        guard variables.allSatisfy({ environment[$0] == nil }) else { return }
        _ = mallopt(M_MMAP_THRESHOLD, block)
        _ = mallopt(M_TRIM_THRESHOLD, reserve)
    }
}

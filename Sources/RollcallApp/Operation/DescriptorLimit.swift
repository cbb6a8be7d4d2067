internal import Glibc

/// How many descriptors this process may have open: connections, files, and all else.
package struct DescriptorLimit: Hashable, Sendable {
    /// The limit in force.
    package var soft: UInt64
    /// What the process may raise it to by itself.
    package var hard: UInt64

    /// Creates a limit.
    package init(soft: UInt64, hard: UInt64) {
        self.soft = soft
        self.hard = hard
    }
}

/// Whoever limits our descriptors: the kernel in the program.
package protocol DescriptorLimiting: Sendable {
    /// The limit now, if it can be had.
    var descriptorLimit: DescriptorLimit? { get }

    /// Sets the limit in force, as far as it is allowed.
    func setSoftLimit(_ limit: DescriptorLimit)
}

extension DescriptorLimiting {
    /// Lets us have as many as we may.
    /// - Returns: the limit before and after.
    func raise() -> (before: DescriptorLimit, after: DescriptorLimit)? {
        guard let before = descriptorLimit else { return nil }
        guard before.soft < before.hard else { return (before, before) }
        setSoftLimit(DescriptorLimit(soft: before.hard, hard: before.hard))
        return (before, descriptorLimit ?? before)
    }
}

/// This process's limit (getrlimit(2), `RLIMIT_NOFILE`).
package struct ProcessDescriptors: DescriptorLimiting {
    /// Creates the way to it.
    package init() {}

    /// The limit now.
    package var descriptorLimit: DescriptorLimit? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        return DescriptorLimit(soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))
    }

    /// Sets the limit in force; that the kernel will not shows when it is read again.
    package func setSoftLimit(_ limit: DescriptorLimit) {
        var new = rlimit(rlim_cur: rlim_t(limit.soft), rlim_max: rlim_t(limit.hard))
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &new)
    }
}

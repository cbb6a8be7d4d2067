/// A part of a file that is mapped to be read, and of which no page in memory differs from the file.
///
/// Giving its pages back loses nothing: what is looked at again is found where it came from. That
/// does not hold of a mapping with pages of its own, be they relocations, a debugger's breakpoints
/// or the probes of a tracer.
struct CleanMapping: Hashable {
    /// Where it is in memory.
    let addresses: Range<UInt>

    /// Those of a process, from what the kernel says of its memory: the text of smaps, see
    /// proc_pid_smaps(5).
    static func all(in smaps: String) -> [CleanMapping] {
        var found: [CleanMapping] = []
        var candidate: CleanMapping?
        for line in smaps.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 5)
            guard let first = words.first else { continue }
            if !first.hasSuffix(":") {
                candidate = CleanMapping(header: words)
            } else if words.prefix(2) == ["Anonymous:", "0"], let mapping = candidate {
                found.append(mapping)
            }
        }
        return found
    }

    /// From `from-to rights offset device inode path`, if it is of a file and never written to.
    private init?(header words: [Substring]) {
        guard words.count > 4, ["r-xp", "r--p"].contains(words[1]), words[4] != "0" else {
            return nil
        }
        let bounds = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
        addresses = bounds[0]..<bounds[1]
    }
}
